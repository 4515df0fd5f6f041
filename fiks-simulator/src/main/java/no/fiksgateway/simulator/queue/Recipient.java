package no.fiksgateway.simulator.queue;

/**
 * Someone who takes messages off a queue as they come. Both methods are called while the queue is locked: they must
 * neither wait nor call the queue back.
 */
public interface Recipient {
  /** Whether one more may be delivered now; if so, room for it is reserved until {@link #take} is called. */
  boolean reserve();

  /** Follows every successful {@link #reserve} at once. */
  void take(Delivery delivery);
}
