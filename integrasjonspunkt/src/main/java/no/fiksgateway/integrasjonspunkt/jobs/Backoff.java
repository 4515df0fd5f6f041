package no.fiksgateway.integrasjonspunkt.jobs;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Doubling pauses between attempts, each shortened or lengthened by a fifth at random.
 *
 * @param first before the second attempt
 * @param longest the pauses double up to this one
 */
public record Backoff(Duration first, Duration longest) {
  private static final double JITTER = 0.2;
  private static final int MOST_DOUBLINGS = 30;

  /**
   * The pause after so many failed attempts.
   *
   * @param asked how long the other side asked to be left alone; never shorter than that
   */
  public Duration after(int failures, @Nullable Duration asked) {
    double doubled =
        first.toMillis() * Math.pow(2, Math.min(Math.max(failures, 1) - 1, MOST_DOUBLINGS));
    double capped = Math.min(doubled, longest.toMillis());
    double random = ThreadLocalRandom.current().nextDouble();
    Duration pause = Duration.ofMillis(Math.round(capped * (1 - JITTER + 2 * JITTER * random)));
    return asked != null && asked.compareTo(pause) > 0 ? asked : pause;
  }
}
