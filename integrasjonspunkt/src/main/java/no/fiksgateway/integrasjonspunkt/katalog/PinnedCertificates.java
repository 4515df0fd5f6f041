package no.fiksgateway.integrasjonspunkt.katalog;

import java.security.cert.X509Certificate;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.message.KontoId;

/** The certificates that were agreed on outside the Kontokatalog, by the account they are for. */
public interface PinnedCertificates {
  Map<KontoId, X509Certificate> pinned();
}
