package no.fiksgateway.integrasjonspunkt.receipt;

import no.fiksgateway.integrasjonspunkt.message.Meldingstype;

/** What a message that answers one of ours says about it. */
public sealed interface Receipt {
  Meldingstype type();

  /** The receiver has read the message, and by the protocol taken it over. */
  record Mottatt(Meldingstype type) implements Receipt {}

  /** The receiver has done what was asked, or answers the question. */
  record Kvittert(Meldingstype type) implements Receipt {}

  /** The receiver refuses, or failed: {@code kind} tells which. */
  record Feilmelding(Meldingstype type, Kind kind) implements Receipt {
    /** Which kind of failure the receiver reports. */
    public enum Kind {
      UGYLDIG_FORESPOERSEL,
      SERVERFEIL,
      IKKE_FUNNET,
      OTHER
    }
  }

  /** The platform removed the message after three failed deliveries. */
  record Leveringsfeil(Meldingstype type) implements Receipt {}

  /** The platform says that the message's time to live ran out in the receiver's queue. */
  record Tidsavbrudd(Meldingstype type) implements Receipt {}

  /** An answer of a kind nobody has told us about; claims no status. */
  record Unrecognised(Meldingstype type) implements Receipt {}
}
