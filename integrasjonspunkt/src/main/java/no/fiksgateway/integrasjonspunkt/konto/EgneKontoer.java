package no.fiksgateway.integrasjonspunkt.konto;

import java.util.List;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;

/** Our own accounts, read from the settings at start. Never empty: without an account the gateway does not start. */
public interface EgneKontoer {
  /** Our own organisation; accounts may belong to others. */
  Organisasjonsnummer organisasjonsnummer();

  List<EgenKonto> all();

  Optional<EgenKonto> find(KontoId id);

  /** The account that sends for an organisation where the client named none: the first one of that organisation. */
  Optional<EgenKonto> forOrganisation(Organisasjonsnummer number);

  /** As {@link #find}, for ids that came from our own database. */
  default EgenKonto get(KontoId id) {
    return find(id)
        .orElseThrow(() -> new IllegalStateException("Account " + id
            + " is no longer among integrasjonspunkt.kontoer, but messages still need it."
            + " Add it again."));
  }
}
