package no.fiksgateway.simulator.platform;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import no.fiksgateway.simulator.queue.Melding;
import no.fiksgateway.simulator.queue.QueueEntry;

/** Every message the platform took, oldest first, with what became of it. The oldest settled ones are forgotten. */
public final class Meldinger {
  private final int kept;
  private final Deque<QueueEntry> entries = new ArrayDeque<>();

  Meldinger(int kept) {
    this.kept = kept;
  }

  /** Those that fit. */
  public synchronized List<QueueEntry> find(Predicate<QueueEntry> wanted) {
    List<QueueEntry> found = new ArrayList<>();
    for (QueueEntry entry : entries) {
      if (wanted.test(entry)) {
        found.add(entry);
      }
    }
    return found;
  }

  /**
   * The message with this id.
   *
   * @throws Refusal 404 if none is known
   */
  public QueueEntry get(UUID meldingId) {
    return find(entry -> entry.melding().meldingId().equals(meldingId)).stream()
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("no message has the id " + meldingId));
  }

  /** Waits until the platform took an answer to this message; false if the time ran out. */
  public synchronized boolean awaitAnswerTo(UUID meldingId, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (find(entry -> meldingId.equals(entry.melding().svarTil())).isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  synchronized void add(QueueEntry entry) {
    entries.add(entry);
    notifyAll();
    forgetOldest();
  }

  private void forgetOldest() {
    Iterator<QueueEntry> oldest = entries.iterator();
    List<Melding> forgotten = new ArrayList<>();
    while (entries.size() > kept && oldest.hasNext()) {
      QueueEntry entry = oldest.next();
      if (entry.settled()) {
        oldest.remove();
        forgotten.add(entry.melding());
      }
    }
    forgotten.stream()
        .filter(this::ownsItsBody)
        .forEach(melding -> melding.body().delete());
  }

  /** Dokumentlager deletes what it keeps; and a message that was taken twice has one body. */
  private boolean ownsItsBody(Melding melding) {
    return melding.dokumentlagerId() == null
        && entries.stream().noneMatch(entry -> entry.melding().body().equals(melding.body()));
  }
}
