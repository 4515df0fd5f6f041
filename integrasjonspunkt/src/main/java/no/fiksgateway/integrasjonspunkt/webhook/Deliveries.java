package no.fiksgateway.integrasjonspunkt.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the pushes to a subscription go.
 *
 * @param waiting how many statuses are still to be pushed, replayed ones among them
 * @param lastSuccess when the endpoint last took a status
 * @param lastFailure when it last did not
 * @param failure what happened then, in words
 * @param failures how many attempts in a row have failed until now
 * @param nextAttempt when the next one is due; null where none is waited for
 * @param givenUp what the endpoint did not take in time; null: nothing
 */
public record Deliveries(
    long waiting,
    @Nullable Instant lastSuccess,
    @Nullable Instant lastFailure,
    @Nullable String failure,
    int failures,
    @Nullable Instant nextAttempt,
    @Nullable GivenUp givenUp) {
  /**
   * Statuses that are not pushed any more, unless a replay asks for them.
   *
   * @param from when the first of them was registered
   * @param to when the last of them was
   */
  public record GivenUp(long count, Instant from, Instant to) {}
}
