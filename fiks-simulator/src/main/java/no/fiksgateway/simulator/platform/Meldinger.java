package no.fiksgateway.simulator.platform;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import no.fiksgateway.simulator.queue.Melding;
import no.fiksgateway.simulator.queue.QueueEntry;

/** Every message the platform took, oldest first, with what became of it. The oldest settled ones are forgotten. */
public final class Meldinger {
  private final int kept;
  private final Deque<QueueEntry> entries = new ArrayDeque<>();

  private final Map<UUID, CompletableFuture<Void>> awaited = new HashMap<>();

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

  /** Done when the platform has taken an answer to this message. */
  public synchronized CompletableFuture<Void> answerTo(UUID meldingId) {
    return find(entry -> meldingId.equals(entry.melding().svarTil())).isEmpty()
        ? awaited.computeIfAbsent(meldingId, id -> new CompletableFuture<>())
        : CompletableFuture.completedFuture(null);
  }

  void add(QueueEntry entry) {
    CompletableFuture<Void> waiting;
    synchronized (this) {
      entries.add(entry);
      forgetOldest();
      UUID svarTil = entry.melding().svarTil();
      waiting = svarTil == null ? null : awaited.remove(svarTil);
    }
    if (waiting != null) {
      waiting.complete(null);
    }
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
