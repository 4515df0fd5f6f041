package no.fiksgateway.integrasjonspunkt.inbound;

/** Takes over deliveries. */
public interface DeliveryHandler {
  /**
   * Stores the delivery. When this returns, whatever the verdict, the message is safe here and must be acknowledged.
   * When it throws, nothing was stored and the delivery must not be acknowledged: stop consuming, and begin again when
   * storing works.
   */
  DeliveryVerdict handle(Delivery delivery);

  /** What became of a delivery. */
  enum DeliveryVerdict {
    STORED,
    /** The same meldingId was stored before. */
    ALREADY_SEEN,
    /** Kept as it came, because its headers cannot be read. */
    QUARANTINED
  }
}
