package no.fiksgateway.integrasjonspunkt.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.konto.EgneSertifikater.Sertifikat;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

/** The certificates of the tests last for 30 days. */
class CertificateExpiryTest {
  private static final String OURS = "integrasjonspunkt.virksomhetssertifikat";
  private static final String PINNED = "pinned for " + FakeFiks.RECEIVER;

  private final SettableClock clock = new SettableClock();
  private final CertificateExpiry expiry = new CertificateExpiry(
      List.of(() -> List.of(new Sertifikat(OURS, TestIdentity.CERTIFICATE.certificate()))),
      () -> Map.of(FakeFiks.RECEIVER, FakeFiks.RECEIVER_CERTIFICATE.certificate()),
      clock);

  @Test
  void tellsHowManyDaysEachCertificateHas() {
    assertThat(daysLeft(OURS)).isEqualTo(29L);
    assertThat(daysLeft(PINNED)).isEqualTo(29L);
  }

  @Test
  void countsOnWhenOneHasRunOutAndIsNotDownForIt() {
    clock.forward(Duration.ofDays(32));

    assertThat(daysLeft(OURS)).isEqualTo(-3L);
    assertThat(expiry.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void isAGaugeForEach() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    expiry.bindTo(registry);
    clock.forward(Duration.ofDays(10));

    for (String use : List.of(OURS, PINNED)) {
      assertThat(registry.get("fiks.certificate.left").tag("use", use).gauge().value())
          .isBetween(19.0, 20.0);
    }
  }

  private Object daysLeft(String use) {
    return ((Map<?, ?>) expiry.health().getDetails().get(use)).get("daysLeft");
  }
}
