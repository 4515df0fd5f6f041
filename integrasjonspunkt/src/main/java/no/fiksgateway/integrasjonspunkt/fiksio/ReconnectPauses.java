package no.fiksgateway.integrasjonspunkt.fiksio;

import java.time.Duration;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Doubling pauses that begin anew when told that a connection works. Spring's listener container on its own never
 * begins anew: it hands the same count from consumer to consumer.
 */
final class ReconnectPauses implements BackOff {
  private final ExponentialBackOff doubling;
  private volatile BackOffExecution current;

  ReconnectPauses(Duration shortest, Duration longest) {
    doubling = new ExponentialBackOff(shortest.toMillis(), 2);
    doubling.setMaxInterval(longest.toMillis());
    current = doubling.start();
  }

  void beginAnew() {
    current = doubling.start();
  }

  @Override
  public BackOffExecution start() {
    return () -> current.nextBackOff();
  }
}
