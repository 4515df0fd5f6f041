package no.fiksgateway.integrasjonspunkt.jobs;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while jobs are run. The name is the one the internal queue has in the health answer of Digdir's integrasjonspunkt. */
@Component("jms")
class JobHealth implements HealthIndicator {
  private final JobRunner runner;

  JobHealth(JobRunner runner) {
    this.runner = runner;
  }

  @Override
  public Health health() {
    Health.Builder health = runner.isRunning() ? Health.up() : Health.down();
    return health.withDetail("provider", "db-scheduler").build();
  }
}
