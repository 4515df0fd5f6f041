package no.fiksgateway.integrasjonspunkt.housekeeping;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down while the last canary of an account has failed, or none has been sent for longer than two intervals; unknown where
 * no canaries are sent. Answers from memory.
 */
@Component("canary")
class CanaryHealth implements HealthIndicator, MeterBinder {
  private final CanaryResults results;
  private final CanarySettings settings;
  private final EgneKontoer kontoer;
  private final Clock clock;
  private final Instant started;

  CanaryHealth(CanaryResults results, CanarySettings settings, EgneKontoer kontoer, Clock clock) {
    this.results = results;
    this.settings = settings;
    this.kontoer = kontoer;
    this.clock = clock;
    this.started = clock.instant();
  }

  @Override
  public Health health() {
    if (!settings.enabled()) {
      return Health.unknown().withDetail("enabled", false).build();
    }
    Health.Builder health = Health.up();
    for (EgenKonto konto : kontoer.all()) {
      Optional<CanaryFlight> flight = results.of(konto.kontoId());
      Map<String, Object> details = new LinkedHashMap<>();
      flight.ifPresent(last -> describe(last, details));
      if (isOverdue(flight.orElse(null))) {
        details.put(
            "overdue",
            "No canary has been sent for longer than two intervals. Check the database and the log for jobs that fail.");
      }
      if (details.containsKey("overdue")
          || flight.filter(CanaryFlight::failedLast).isPresent()) {
        health.down();
      }
      health.withDetail(konto.kontoId().toString(), details);
    }
    return health.build();
  }

  private boolean isOverdue(@Nullable CanaryFlight flight) {
    Instant last =
        flight == null || flight.startedAt().isBefore(started) ? started : flight.startedAt();
    Duration patience = settings.interval().multipliedBy(2).plus(settings.timeout());
    return clock.instant().isAfter(last.plus(patience));
  }

  private static void describe(CanaryFlight flight, Map<String, Object> details) {
    put(details, "lastSuccess", flight.succeededAt());
    Duration roundTrip = flight.roundTrip();
    put(details, "roundTripMillis", roundTrip == null ? null : roundTrip.toMillis());
    put(details, "lastFailure", flight.failedAt());
    put(details, "failedLeg", flight.failedLeg());
    put(details, "failure", flight.failure());
    put(details, "underWaySince", flight.isUnderWay() ? flight.startedAt() : null);
  }

  private static void put(Map<String, Object> details, String name, @Nullable Object value) {
    if (value != null) {
      details.put(name, value);
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    if (!settings.enabled()) {
      return;
    }
    for (EgenKonto konto : kontoer.all()) {
      KontoGauges gauges = new KontoGauges(registry, clock, konto.kontoId());
      gauges.number("fiks.canary.ok", () -> results.part(konto.kontoId(), CanaryHealth::ok));
      gauges.age(
          "fiks.canary.success.age",
          () -> results.part(konto.kontoId(), CanaryFlight::succeededAt));
      gauges.seconds(
          "fiks.canary.round.trip", () -> results.part(konto.kontoId(), CanaryFlight::roundTrip));
    }
  }

  /** Null until one has ended. */
  private static @Nullable Integer ok(CanaryFlight flight) {
    if (flight.succeededLast()) {
      return 1;
    }
    return flight.failedLast() ? 0 : null;
  }
}
