package no.fiksgateway.integrasjonspunkt.housekeeping;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.katalog.PinnedCertificates;
import no.fiksgateway.integrasjonspunkt.konto.EgneSertifikater;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * How many days the certificates still have: those of our own keys, and those pinned for receivers. Only told, never a
 * reason to be down: what an expired certificate breaks shows itself elsewhere.
 */
@Component
class CertificateExpiry implements HealthIndicator, MeterBinder {
  private static final double SECONDS_IN_A_DAY = Duration.ofDays(1).toSeconds();

  private final Map<String, X509Certificate> certificates = new LinkedHashMap<>();
  private final Clock clock;

  CertificateExpiry(List<EgneSertifikater> ours, PinnedCertificates pinned, Clock clock) {
    ours.stream()
        .flatMap(some -> some.sertifikater().stream())
        .forEach(found -> certificates.put(found.setting(), found.certificate()));
    pinned
        .pinned()
        .forEach((konto, certificate) -> certificates.put("pinned for " + konto, certificate));
    this.clock = clock;
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    certificates.forEach((use, certificate) -> {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("daysLeft", (long) Math.floor(daysLeft(certificate)));
      details.put("notAfter", certificate.getNotAfter().toInstant());
      details.put("subject", certificate.getSubjectX500Principal().getName());
      health.withDetail(use, details);
    });
    return health.build();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    certificates.forEach(
        (use, certificate) -> Gauge.builder("fiks.certificate.left", certificate, this::daysLeft)
            .baseUnit("days")
            .tag("use", use)
            .register(registry));
  }

  /** Negative once it has run out. */
  private double daysLeft(X509Certificate certificate) {
    Instant end = certificate.getNotAfter().toInstant();
    return Duration.between(clock.instant(), end).toSeconds() / SECONDS_IN_A_DAY;
  }
}
