package no.fiksgateway.integrasjonspunkt.receipt;

import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.receipt.Receipt.Feilmelding;

/** What the type of an answer can mean, in the words used by settings and documentation. */
public enum Meaning {
  /** The receiver has read the message, and by the protocol taken it over. */
  MOTTATT,
  /** The receiver has done what was asked, or answers the question. */
  KVITTERT,
  /** The receiver refuses the message as it is. */
  UGYLDIGFORESPOERSEL,
  /** The receiver failed; a new attempt may work. */
  SERVERFEIL,
  /** What the message speaks of does not exist at the receiver. */
  IKKEFUNNET,
  /** The receiver refuses or failed, and the type does not say why. */
  FEILMELDING,
  /** The platform removed the message after three failed deliveries. */
  LEVERINGSFEIL,
  /** The message's time to live ran out in the receiver's queue. */
  TIDSAVBRUDD,
  /** Claims no status. */
  IGNORERT;

  Receipt of(Meldingstype type) {
    return switch (this) {
      case MOTTATT -> new Receipt.Mottatt(type);
      case KVITTERT -> new Receipt.Kvittert(type);
      case UGYLDIGFORESPOERSEL -> new Feilmelding(type, Feilmelding.Kind.UGYLDIG_FORESPOERSEL);
      case SERVERFEIL -> new Feilmelding(type, Feilmelding.Kind.SERVERFEIL);
      case IKKEFUNNET -> new Feilmelding(type, Feilmelding.Kind.IKKE_FUNNET);
      case FEILMELDING -> new Feilmelding(type, Feilmelding.Kind.OTHER);
      case LEVERINGSFEIL -> new Receipt.Leveringsfeil(type);
      case TIDSAVBRUDD -> new Receipt.Tidsavbrudd(type);
      case IGNORERT -> new Receipt.Unrecognised(type);
    };
  }
}
