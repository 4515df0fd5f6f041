package no.fiksgateway.integrasjonspunkt.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions.Subscription;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions.Trouble;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class ChannelHealthTest {
  private static final KontoId KONTO = new KontoId(UUID.randomUUID());
  private static final KontoId OTHER = new KontoId(UUID.randomUUID());

  private final SettableClock clock = new SettableClock();
  private final Instant began = clock.instant();
  private final Katalog katalog = new Katalog();
  private final QueueCounts counts = new QueueCounts(katalog, clock);

  @Test
  void anAccountThatReceivesIsUpAndSaysSinceWhen() {
    clock.forward(Duration.ofMinutes(3));
    ChannelHealth health = health(subscription(KONTO, true, null));

    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    assertThat(of(health, KONTO))
        .containsEntry("connected", true)
        .containsEntry("consuming", true)
        .containsEntry("lastBeat", began)
        .doesNotContainKeys("lastError", "platform")
        .extracting(details -> details.get("secondsInThisState"))
        .matches(seconds -> (Long) seconds >= 180);
  }

  @Test
  void anAccountWhoseFirstTryHasNotEndedIsUnknownUnlessAnotherIsInTrouble() {
    Subscription trying = subscription(KONTO, false, null);
    assertThat(health(trying).health().getStatus()).isEqualTo(Status.UNKNOWN);
    assertThat(health(subscription(OTHER, false, new Trouble(began, "cut", false)), trying)
            .health()
            .getStatus())
        .isEqualTo(Status.DOWN);
  }

  @Test
  void oneAccountInTroubleIsNamedAndTheOtherIsNot() {
    ChannelHealth health = health(
        subscription(KONTO, false, new Trouble(began, "The platform refused the login", false)),
        subscription(OTHER, true, null));

    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(of(health, KONTO))
        .containsEntry("consuming", false)
        .containsEntry("lastError", "The platform refused the login")
        .containsEntry("lastErrorIsOver", false);
    assertThat(of(health, OTHER)).containsEntry("consuming", true);
  }

  @Test
  void aTroubleThatIsOverIsToldAndNoTrouble() {
    ChannelHealth health = health(subscription(KONTO, true, new Trouble(began, "cut", true)));

    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    assertThat(of(health, KONTO)).containsEntry("lastError", "cut");
  }

  @Test
  void whatThePlatformCountsIsToldAsItWasAskedLast() {
    katalog.answer = new Kontokatalog.QueueLookup.Found(2L, 17L);
    counts.ask(KONTO);
    katalog.answer = new Kontokatalog.QueueLookup.Unavailable("HTTP 503");
    counts.ask(KONTO);

    ChannelHealth health = health(subscription(KONTO, true, null));

    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    assertThat(platform(health))
        .containsEntry("consumers", 2L)
        .containsEntry("unfetchedMessages", 17L)
        .containsEntry("unavailable", "HTTP 503")
        .containsKey("askedAt");
  }

  @Test
  void aConsumerThatOnlyWeBelieveInIsDown() {
    ChannelHealth health = health(subscription(KONTO, true, null));
    clock.forward(Duration.ofSeconds(1));
    katalog.answer = new Kontokatalog.QueueLookup.Found(0L, 3L);
    counts.ask(KONTO);

    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(platform(health)).containsKey("warning");
  }

  @Test
  void aCountFromBeforeTheConsumerBeganSaysNothingOfIt() {
    katalog.answer = new Kontokatalog.QueueLookup.Found(0L, 3L);
    counts.ask(KONTO);
    clock.forward(Duration.ofSeconds(1));
    ChannelHealth health =
        health(new Subscription(KONTO, true, true, clock.instant(), clock.instant(), null, null));

    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void theGaugesSayTheSame() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    List<Subscription> state = List.of(subscription(KONTO, true, null));
    new ChannelMetrics(() -> state, counts, clock).bindTo(registry);
    assertThat(gauge(registry, "fiks.queue.unfetched")).isNaN();

    katalog.answer = new Kontokatalog.QueueLookup.Found(1L, 3L);
    counts.ask(KONTO);
    clock.forward(Duration.ofMinutes(1));

    assertThat(gauge(registry, "fiks.amqp.connected")).isOne();
    assertThat(gauge(registry, "fiks.amqp.consuming")).isOne();
    assertThat(gauge(registry, "fiks.amqp.beat.age")).isGreaterThanOrEqualTo(60);
    assertThat(gauge(registry, "fiks.amqp.delivery.age")).isNaN();
    assertThat(gauge(registry, "fiks.queue.consumers")).isOne();
    assertThat(gauge(registry, "fiks.queue.unfetched")).isEqualTo(3);
    assertThat(gauge(registry, "fiks.queue.counts.age")).isGreaterThanOrEqualTo(60);
  }

  private static double gauge(SimpleMeterRegistry registry, String name) {
    return registry.get(name).tag("konto", KONTO.toString()).gauge().value();
  }

  private ChannelHealth health(Subscription... state) {
    return new ChannelHealth(() -> List.of(state), counts, clock);
  }

  private Subscription subscription(KontoId konto, boolean receives, @Nullable Trouble trouble) {
    return new Subscription(konto, receives, receives, began, began, null, trouble);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> of(ChannelHealth health, KontoId konto) {
    return (Map<String, Object>) health.health().getDetails().get(konto.toString());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> platform(ChannelHealth health) {
    return (Map<String, Object>) of(health, KONTO).get("platform");
  }

  private static final class Katalog implements Kontokatalog {
    private QueueLookup answer = new QueueLookup.Unavailable("not told");

    @Override
    public QueueLookup queue(KontoId ours) {
      return answer;
    }

    @Override
    public KontoLookup konto(KontoId id) {
      return new KontoLookup.Unknown(id);
    }

    @Override
    public NokkelLookup offentligNokkel(KontoId id) {
      return new NokkelLookup.Missing(id);
    }
  }
}
