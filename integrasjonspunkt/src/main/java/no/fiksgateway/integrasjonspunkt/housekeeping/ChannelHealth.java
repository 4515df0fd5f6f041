package no.fiksgateway.integrasjonspunkt.housekeeping;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.housekeeping.QueueCounts.Counted;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions.Subscription;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions.Trouble;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down while one of our accounts does not receive: no consumer by our own knowledge or by the platform's count, or
 * deliveries that cannot be stored. Unknown until the first try to reach the platform has ended. Answers from memory.
 */
@Component("fiksIo")
class ChannelHealth implements HealthIndicator {
  private final Subscriptions subscriptions;
  private final QueueCounts counts;
  private final Clock clock;

  ChannelHealth(Subscriptions subscriptions, QueueCounts counts, Clock clock) {
    this.subscriptions = subscriptions;
    this.counts = counts;
    this.clock = clock;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    boolean down = false;
    for (Subscription subscription : subscriptions.state()) {
      Optional<Counted> counted = counts.of(subscription.konto());
      boolean unseen = counted.filter(count -> isUnseen(subscription, count)).isPresent();
      down = down || subscription.isTroubled() || unseen;
      if (!subscription.works()) {
        health.unknown();
      }
      Map<String, Object> details = details(subscription);
      counted.ifPresent(count -> details.put("platform", details(count, unseen)));
      health.withDetail(subscription.konto().toString(), details);
    }
    return down ? health.down().build() : health.build();
  }

  /**
   * We believe that we are delivered to, and the platform knows of nobody: a consumer that was cancelled without a word.
   * Asked before we began, it could not know.
   */
  private static boolean isUnseen(Subscription subscription, Counted count) {
    return subscription.consuming()
        && count.askedAt() != null
        && count.askedAt().isAfter(subscription.since())
        && Long.valueOf(0).equals(count.consumers());
  }

  private Map<String, Object> details(Subscription subscription) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("connected", subscription.connected());
    details.put("consuming", subscription.consuming());
    details.put("since", subscription.since());
    details.put(
        "secondsInThisState",
        Duration.between(subscription.since(), clock.instant()).toSeconds());
    put(details, "lastBeat", subscription.lastBeat());
    put(details, "lastDelivery", subscription.lastDelivery());
    Trouble trouble = subscription.lastTrouble();
    if (trouble != null) {
      details.put("lastError", trouble.what());
      details.put("lastErrorAt", trouble.at());
      details.put("lastErrorIsOver", trouble.over());
    }
    return details;
  }

  private static Map<String, Object> details(Counted count, boolean unseen) {
    Map<String, Object> details = new LinkedHashMap<>();
    put(details, "consumers", count.consumers());
    put(details, "unfetchedMessages", count.unfetched());
    put(details, "askedAt", count.askedAt());
    put(details, "unavailable", count.unavailable());
    if (unseen) {
      details.put(
          "warning",
          "The platform counts no consumer, although it has told us of none that ended. Restart the gateway if this"
              + " lasts.");
    }
    return details;
  }

  private static void put(Map<String, Object> details, String name, @Nullable Object value) {
    if (value != null) {
      details.put(name, value);
    }
  }
}
