package no.fiksgateway.integrasjonspunkt.outbound;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long to wait before the next attempt: doubling pauses with jitter, never shorter than the platform asked for. */
@Component
class RetryPolicy {
  private static final double JITTER = 0.2;
  private static final int MOST_DOUBLINGS = 30;

  private final OutboundSettings settings;
  private final RandomGenerator random;

  RetryPolicy(OutboundSettings settings) {
    this.settings = settings;
    this.random = RandomGenerator.getDefault();
  }

  Duration pauseAfter(int attempts, @Nullable Duration retryAfter) {
    double doubled = settings.firstPause().toMillis()
        * Math.pow(2, Math.min(Math.max(attempts, 1) - 1, MOST_DOUBLINGS));
    double capped = Math.min(doubled, settings.longestPause().toMillis());
    Duration pause =
        Duration.ofMillis(Math.round(capped * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    return retryAfter != null && retryAfter.compareTo(pause) > 0 ? retryAfter : pause;
  }
}
