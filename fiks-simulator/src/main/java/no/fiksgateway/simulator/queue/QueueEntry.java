package no.fiksgateway.simulator.queue;

import java.util.concurrent.atomic.AtomicInteger;

/** One message on its way through one queue. Changed only by that queue; readable by everyone. */
public final class QueueEntry {
  /** Where a message is, or how it left. */
  public enum State {
    /** Waiting for a consumer. */
    QUEUED,
    /** Handed to a consumer that has not answered. */
    UNACKED,
    /** Taken by the receiver. */
    ACKED,
    /** Dropped by the receiver; the sender hears nothing. */
    NACKED,
    /** Its time to live passed before anyone took it. */
    EXPIRED,
    /** Delivered in vain too often. */
    DEAD
  }

  private final Melding melding;
  private volatile State state = State.QUEUED;
  private final AtomicInteger deliveries = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile long position;

  public QueueEntry(Melding melding) {
    this.melding = melding;
  }

  public Melding melding() {
    return melding;
  }

  public State state() {
    return state;
  }

  /** How often it was handed out. */
  public int deliveries() {
    return deliveries.get();
  }

  /** No longer waiting and not out for delivery. */
  public boolean settled() {
    return state != State.QUEUED && state != State.UNACKED;
  }

  long position() {
    return position;
  }

  int failures() {
    return failures.get();
  }

  void placeAt(long newPosition) {
    position = newPosition;
  }

  void handOut() {
    state = State.UNACKED;
    deliveries.incrementAndGet();
  }

  /** Back from a consumer that did not take it. */
  void comeBack() {
    state = State.QUEUED;
    failures.incrementAndGet();
  }

  void settle(State outcome) {
    state = outcome;
  }
}
