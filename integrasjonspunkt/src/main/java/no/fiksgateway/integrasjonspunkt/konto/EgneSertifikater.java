package no.fiksgateway.integrasjonspunkt.konto;

import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates that belong to keys of our own, as they were read at start. */
public interface EgneSertifikater {
  List<Sertifikat> sertifikater();

  /**
   * One of them.
   *
   * @param setting where it was read from, for example {@code integrasjonspunkt.virksomhetssertifikat}
   */
  record Sertifikat(String setting, X509Certificate certificate) {}
}
