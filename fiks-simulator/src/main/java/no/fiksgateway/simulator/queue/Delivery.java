package no.fiksgateway.simulator.queue;

import java.util.concurrent.atomic.AtomicBoolean;

/** One attempt to hand a message over. It has one outcome; what is said after the first is ignored. */
public final class Delivery {
  private final KontoQueue queue;
  private final QueueEntry entry;
  private final boolean redelivered;
  private final AtomicBoolean settled = new AtomicBoolean();

  Delivery(KontoQueue queue, QueueEntry entry, boolean redelivered) {
    this.queue = queue;
    this.entry = entry;
    this.redelivered = redelivered;
  }

  public Melding melding() {
    return entry.melding();
  }

  public KontoQueue queue() {
    return queue;
  }

  /** Whether the message was handed out before. */
  public boolean redelivered() {
    return redelivered;
  }

  /** The receiver has it. */
  public void ack() {
    settle(QueueEntry.State.ACKED);
  }

  /** The receiver does not want it: gone, and the sender is told nothing (KS: Fiks IO documentation, nack). */
  public void drop() {
    settle(QueueEntry.State.NACKED);
  }

  /** Back to its old place in the queue, which counts as one attempt in vain. */
  public void requeue() {
    settle(QueueEntry.State.QUEUED);
  }

  private void settle(QueueEntry.State outcome) {
    if (settled.compareAndSet(false, true)) {
      queue.settle(entry, outcome);
    }
  }
}
