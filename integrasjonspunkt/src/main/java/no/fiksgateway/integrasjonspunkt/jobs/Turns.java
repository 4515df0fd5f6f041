package no.fiksgateway.integrasjonspunkt.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one holder from having all the threads of a queue: where there are several, each has at most half of them at
 * once. What is beyond that waits in the database, where it holds no thread, and looks again one after the other: as fast
 * as turns of this holder end, and where they do not end, fifty in a second however many wait.
 *
 * @param <K> who holds, for example an account
 */
public final class Turns<K> {
  private static final Duration SHORTEST_BETWEEN_LOOKS = Duration.ofMillis(1);
  private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofMillis(20);

  private final int atOnce;
  private final Clock clock;
  private final Runnable turnWanted;
  private final Map<K, Holder> holders = new HashMap<>();

  private Turns(int atOnce, Clock clock, Runnable turnWanted) {
    this.atOnce = atOnce;
    this.clock = clock;
    this.turnWanted = turnWanted;
  }

  /**
   * @param holders how many share the threads; one alone may have them all
   * @param threads that are to be shared
   * @param turnWanted is run, also by other threads, where a turn has ended and jobs of the same holder have been put off
   */
  public static <K> Turns<K> among(int holders, int threads, Clock clock, Runnable turnWanted) {
    return new Turns<>(holders <= 1 ? threads : Math.max(1, threads / 2), clock, turnWanted);
  }

  /** Does the work in a turn of the holder; where it has none left, the job is to be run again later. */
  public Job.Result of(K holder, Supplier<Job.Result> work) {
    Instant now = clock.instant();
    Instant later = laterUnlessBegun(holder, now);
    if (later != null) {
      return Job.again(later);
    }
    try {
      return work.get();
    } finally {
      if (end(holder, now)) {
        turnWanted.run();
        // The next one may not be due yet; by then it is.
        CompletableFuture.delayedExecutor(LONGEST_BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)
            .execute(turnWanted);
      }
    }
  }

  private synchronized @Nullable Instant laterUnlessBegun(K id, Instant now) {
    Holder holder = holders.computeIfAbsent(id, first -> new Holder());
    if (holder.begun.size() < atOnce) {
      holder.begun.addLast(now);
      return null;
    }
    Instant last = holder.lastLook == null || holder.lastLook.isBefore(now) ? now : holder.lastLook;
    holder.lastLook = last.plus(betweenLooks(holder, now));
    return holder.lastLook;
  }

  private Duration betweenLooks(Holder holder, Instant now) {
    Duration oldest = Duration.between(holder.begun.getFirst(), now);
    Duration turn = oldest.compareTo(holder.lastTurn) > 0 ? oldest : holder.lastTurn;
    Duration betweenEnds = turn.dividedBy(atOnce);
    if (betweenEnds.compareTo(LONGEST_BETWEEN_LOOKS) > 0) {
      return LONGEST_BETWEEN_LOOKS;
    }
    return betweenEnds.compareTo(SHORTEST_BETWEEN_LOOKS) < 0 ? SHORTEST_BETWEEN_LOOKS : betweenEnds;
  }

  /** Answers whether jobs of the same holder are still to look again. */
  private synchronized boolean end(K id, Instant begun) {
    Holder holder = Objects.requireNonNull(holders.get(id));
    Instant now = clock.instant();
    holder.begun.removeFirstOccurrence(begun);
    holder.lastTurn = Duration.between(begun, now);
    boolean wanted = holder.lastLook != null && holder.lastLook.isAfter(now);
    if (holder.begun.isEmpty() && !wanted) {
      holders.remove(id);
    }
    return wanted;
  }

  private static final class Holder {
    /** When each turn that is being held began, the oldest first. */
    final Deque<Instant> begun = new ArrayDeque<>();

    Duration lastTurn = Duration.ZERO;

    /** Of the job that was put off last. */
    @Nullable
    Instant lastLook;
  }
}
