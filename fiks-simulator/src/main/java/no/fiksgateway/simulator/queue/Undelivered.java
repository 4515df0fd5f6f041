package no.fiksgateway.simulator.queue;

/** Hears of messages that nobody will get. Called with no queue locked. */
public interface Undelivered {
  /** Its time to live had passed when it reached the head of the queue. */
  void expired(Melding melding);

  /** It was handed out in vain as often as the platform tries. */
  void dead(Melding melding);
}
