package no.fiksgateway.integrasjonspunkt.housekeeping;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;

/** Gauges with the tag {@code konto}. What is not known is NaN. */
record KontoGauges(MeterRegistry registry, Clock clock, KontoId konto) {

  /** 1 for true, 0 for false. */
  void flag(String name, BooleanSupplier flag) {
    number(name, () -> flag.getAsBoolean() ? 1 : 0);
  }

  void number(String name, Supplier<? extends @Nullable Number> value) {
    register(Gauge.builder(name, () -> value.get()));
  }

  /** Seconds since a time. */
  void age(String name, Supplier<@Nullable Instant> since) {
    register(Gauge.builder(name, () -> {
          Instant then = since.get();
          return then == null ? null : seconds(Duration.between(then, clock.instant()));
        })
        .baseUnit("seconds"));
  }

  void seconds(String name, Supplier<@Nullable Duration> time) {
    register(Gauge.builder(name, () -> {
          Duration now = time.get();
          return now == null ? null : seconds(now);
        })
        .baseUnit("seconds"));
  }

  private static Number seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private void register(Gauge.Builder<?> gauge) {
    gauge.tag("konto", konto.toString()).register(registry);
  }
}
