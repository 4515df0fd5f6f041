package no.fiksgateway.simulator.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one account, by the rules KS documents for Fiks IO: messages leave in the order they came, a time to
 * live is looked at only at the head, a message that came back keeps its place, and the third attempt in vain removes
 * it (KS: Fiks IO documentation, "Levetid" and "Feilhåndtering").
 *
 * <p>Safe for use by many threads. No lock is held while {@link Undelivered} is told.
 */
public final class KontoQueue {
  /** Attempts in vain before a message is given up. */
  public static final int MAX_ATTEMPTS = 3;

  private final UUID kontoId;
  private final InstantSource clock;
  private final Undelivered undelivered;
  private final TreeMap<Long, QueueEntry> waiting = new TreeMap<>();
  private final List<Recipient> recipients = new ArrayList<>();
  private long nextPosition;
  private int nextRecipient;
  private int unacked;

  public KontoQueue(UUID kontoId, InstantSource clock, Undelivered undelivered) {
    this.kontoId = kontoId;
    this.clock = clock;
    this.undelivered = undelivered;
  }

  public UUID kontoId() {
    return kontoId;
  }

  /** How many messages have been put here so far. */
  public synchronized long received() {
    return nextPosition;
  }

  /** Puts a message at the end. */
  public void add(QueueEntry entry) {
    List<Melding> expired;
    synchronized (this) {
      entry.placeAt(nextPosition++);
      waiting.put(entry.position(), entry);
      expired = deliver();
    }
    expired.forEach(undelivered::expired);
  }

  /** From now on the recipient gets its share of what waits and what comes. */
  public void subscribe(Recipient recipient) {
    List<Melding> expired;
    synchronized (this) {
      recipients.add(recipient);
      expired = deliver();
    }
    expired.forEach(undelivered::expired);
  }

  /** Ends a subscription; what the recipient holds stays its own until it answers. */
  public synchronized void unsubscribe(Recipient recipient) {
    recipients.remove(recipient);
  }

  /** Takes the message at the head, if there is one. */
  public Optional<Delivery> get() {
    List<Melding> expired;
    Optional<Delivery> delivery;
    synchronized (this) {
      expired = removeExpiredHead();
      delivery = waiting.isEmpty() ? Optional.empty() : Optional.of(handOutHead());
    }
    expired.forEach(undelivered::expired);
    return delivery;
  }

  /** Looks again: time has passed, or a recipient has room. */
  public void advance() {
    List<Melding> expired;
    synchronized (this) {
      expired = deliver();
    }
    expired.forEach(undelivered::expired);
  }

  /** How many wait to be handed out. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** How many are handed out and not answered. */
  public synchronized int unacked() {
    return unacked;
  }

  /** How many subscriptions there are. */
  public synchronized int consumers() {
    return recipients.size();
  }

  void settle(QueueEntry entry, QueueEntry.State outcome) {
    List<Melding> expired = List.of();
    Melding dead = null;
    synchronized (this) {
      unacked--;
      if (outcome != QueueEntry.State.QUEUED) {
        entry.settle(outcome);
      } else {
        entry.comeBack();
        if (entry.failures() >= MAX_ATTEMPTS) {
          entry.settle(QueueEntry.State.DEAD);
          dead = entry.melding();
        } else {
          waiting.put(entry.position(), entry);
          expired = deliver();
        }
      }
    }
    if (dead != null) {
      undelivered.dead(dead);
    }
    expired.forEach(undelivered::expired);
  }

  private List<Melding> deliver() {
    List<Melding> expired = removeExpiredHead();
    while (!waiting.isEmpty()) {
      Recipient recipient = nextWithRoom();
      if (recipient == null) {
        break;
      }
      recipient.take(handOutHead());
      expired.addAll(removeExpiredHead());
    }
    return expired;
  }

  private List<Melding> removeExpiredHead() {
    List<Melding> expired = new ArrayList<>();
    Instant now = clock.instant();
    while (!waiting.isEmpty()
        && !waiting.firstEntry().getValue().melding().expires().isAfter(now)) {
      QueueEntry entry = waiting.pollFirstEntry().getValue();
      entry.settle(QueueEntry.State.EXPIRED);
      expired.add(entry.melding());
    }
    return expired;
  }

  private Delivery handOutHead() {
    Map.Entry<Long, QueueEntry> head = waiting.pollFirstEntry();
    QueueEntry entry = head.getValue();
    boolean before = entry.deliveries() > 0;
    entry.handOut();
    unacked++;
    return new Delivery(this, entry, before);
  }

  private @Nullable Recipient nextWithRoom() {
    for (int i = 0; i < recipients.size(); i++) {
      int index = (nextRecipient + i) % recipients.size();
      Recipient recipient = recipients.get(index);
      if (recipient.reserve()) {
        nextRecipient = index + 1;
        return recipient;
      }
    }
    return null;
  }
}
