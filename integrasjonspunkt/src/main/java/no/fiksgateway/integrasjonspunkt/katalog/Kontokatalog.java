package no.fiksgateway.integrasjonspunkt.katalog;

import java.security.cert.X509Certificate;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;

/** KS's catalogue of accounts, asked on behalf of one of our own accounts. */
public interface Kontokatalog {
  KontoLookup konto(KontoId id);

  NokkelLookup offentligNokkel(KontoId id);

  /** How it stands with the queue of an account of ours. */
  QueueLookup queue(KontoId ours);

  /** What the catalogue says of an account. */
  sealed interface KontoLookup {
    record Found(Konto konto) implements KontoLookup {}

    record Unknown(KontoId id) implements KontoLookup {}

    /** The catalogue could not be asked; ask again later. */
    record Unavailable(String reason) implements KontoLookup {}
  }

  /** The certificate to encrypt for an account with. */
  sealed interface NokkelLookup {
    record Found(X509Certificate certificate) implements NokkelLookup {}

    /** The account is unknown or has published no key. */
    record Missing(KontoId id) implements NokkelLookup {}

    /** The catalogue could not be asked, or answered with something that is not a certificate; ask again later. */
    record Unavailable(String reason) implements NokkelLookup {}
  }

  /** What the platform counts at a queue. */
  sealed interface QueueLookup {
    /**
     * Counted; null what the platform did not tell.
     *
     * @param antallKonsumenter clients that listen
     * @param antallUavhentedeMeldinger messages that wait to be delivered
     */
    record Found(@Nullable Long antallKonsumenter, @Nullable Long antallUavhentedeMeldinger)
        implements QueueLookup {}

    record Unavailable(String reason) implements QueueLookup {}
  }
}
