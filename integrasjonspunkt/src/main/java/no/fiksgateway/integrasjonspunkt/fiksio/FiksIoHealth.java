package no.fiksgateway.integrasjonspunkt.fiksio;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down while the platform does not deliver to one of our accounts, or what it delivers cannot be stored; unknown until
 * the first try to reach the platform has ended.
 */
@Component("fiksIo")
class FiksIoHealth implements HealthIndicator {
  private final Subscriptions subscriptions;

  FiksIoHealth(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  @Override
  public Health health() {
    List<Subscriptions.Subscription> all = subscriptions.state();
    Health.Builder health = Health.up();
    if (all.stream().anyMatch(subscription -> subscription.lastError() != null)) {
      health.down();
    } else if (!all.stream().allMatch(Subscriptions.Subscription::connected)) {
      health.unknown();
    }
    all.forEach(
        subscription -> health.withDetail(subscription.konto().toString(), details(subscription)));
    return health.build();
  }

  private static Map<String, Object> details(Subscriptions.Subscription subscription) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("connected", subscription.connected());
    details.put("since", subscription.since());
    if (subscription.lastDelivery() != null) {
      details.put("lastDelivery", subscription.lastDelivery());
    }
    if (subscription.lastError() != null) {
      details.put("lastError", subscription.lastError());
    }
    return details;
  }
}
