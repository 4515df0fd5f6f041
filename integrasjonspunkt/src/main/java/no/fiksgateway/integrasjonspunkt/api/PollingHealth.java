package no.fiksgateway.integrasjonspunkt.api;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** How many messages have to be asked about over and over, which eFormidling's monitoring looks at: none, on this channel. */
@Component("messageStatus")
class PollingHealth implements HealthIndicator {
  @Override
  public Health health() {
    return Health.up().withDetail("pollable", 0).build();
  }
}
