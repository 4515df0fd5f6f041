package no.fiksgateway.integrasjonspunkt.fiksio;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down while the platform does not deliver to one of our accounts, or what it delivers cannot be stored. */
@Component("fiksIo")
class FiksIoHealth implements HealthIndicator {
  private final Subscriptions subscriptions;

  FiksIoHealth(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (Subscriptions.Subscription subscription : subscriptions.state()) {
      if (!subscription.connected() || subscription.lastError() != null) {
        health.down();
      }
      health.withDetail(subscription.konto().toString(), details(subscription));
    }
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
