package no.fiksgateway.integrasjonspunkt.fiksio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import no.fiksgateway.integrasjonspunkt.inbound.Delivery;
import no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FiksIoSubscriptionsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Store store = new Store();
  private SimulatedPlatform platform;
  private JsonNode sender;
  private FiksIoSubscriptions subscriptions;

  @BeforeEach
  void start() throws Exception {
    platform = new SimulatedPlatform();
    sender = platform.open(Map.of("name", "Avsender", "organisationNumber", "910000001"));
    subscriptions = subscriptions(platform.parts.settings);
    subscriptions.start();
  }

  @AfterEach
  void stop() throws Exception {
    store.works();
    subscriptions.stop();
    platform.close();
  }

  private FiksIoSubscriptions subscriptions(FiksSettings settings) {
    return new FiksIoSubscriptions(
        settings, platform.parts.kontoer, platform.parts.tokens, store, Clock.systemUTC());
  }

  @Nested
  class Receiving {
    @Test
    void handsOverADeliveryWithEveryHeaderAndThenAcknowledgesIt() throws Exception {
      UUID meldingId = platform.sendsToUs(sender, "Hei".getBytes(UTF_8));

      awaitState(meldingId, "ACKED");
      assertThat(store.stored).singleElement().satisfies(delivery -> {
        assertThat(delivery.konto()).isEqualTo(platform.konto.kontoId());
        assertThat(delivery.headers())
            .containsEntry("melding-id", meldingId.toString())
            .containsEntry("type", "no.test.fiksio.v1")
            .containsEntry("avsender-id", sender.get("kontoId").asString())
            .containsEntry("egendefinert-header.klientMeldingId", "m-1");
        assertThat(delivery.expiration()).matches("\\d+");
        assertThat(delivery.body()).startsWith(0x30, 0x80);
        assertThat(delivery.redelivered()).isFalse();
      });
    }

    @Test
    void tellsThatItIsConnectedAndWhenSomethingCameLast() throws Exception {
      awaitConnected();
      assertThat(state().works()).isTrue();
      assertThat(state().lastBeat()).isNotNull();
      assertThat(state().lastDelivery()).isNull();

      UUID meldingId = platform.sendsToUs(sender, "Hei".getBytes(UTF_8));

      awaitState(meldingId, "ACKED");
      assertThat(state().lastDelivery()).isNotNull();
    }

    @Test
    void beginsAgainAfterBeingStopped() throws Exception {
      awaitConnected();
      subscriptions.stop();
      await().atMost(SOON).until(() -> consumers() == 0);
      assertThat(state().consuming()).isFalse();
      assertThat(state().connected()).isFalse();

      subscriptions.start();

      awaitConnected();
      awaitState(platform.sendsToUs(sender, "Hei".getBytes(UTF_8)), "ACKED");
    }
  }

  @Nested
  class WhenADeliveryCannotBeStored {
    @Test
    void itIsHeldAndTriedAgainWithoutCostingADeliveryAttempt() throws Exception {
      store.fails();
      UUID meldingId = platform.sendsToUs(sender, "Hei".getBytes(UTF_8));
      await().atMost(SOON).until(() -> store.tries.get() >= 4);
      assertThat(platform.message(meldingId).get("state").asString()).isEqualTo("UNACKED");
      assertThat(state().lastTrouble().what())
          .contains(meldingId.toString(), "the database is away");
      assertThat(state().works()).isFalse();

      store.works();

      awaitState(meldingId, "ACKED");
      assertThat(platform.message(meldingId).get("deliveries").asInt()).isEqualTo(1);
      assertThat(store.stored).hasSize(1);
      assertThat(state().works()).isTrue();
    }

    @Test
    void aLostConnectionMeanwhileDoesNotBurnTheDeliveryAttempts() throws Exception {
      store.fails();
      UUID meldingId = platform.sendsToUs(sender, "Hei".getBytes(UTF_8));
      await().atMost(SOON).until(() -> store.tries.get() >= 2);
      platform.fails("amqp", "close-connection", 1);
      await().atMost(SOON).until(() -> store.tries.get() >= 6);

      store.works();

      awaitState(meldingId, "ACKED");
      assertThat(platform.message(meldingId).get("deliveries").asInt()).isLessThanOrEqualTo(2);
    }

    @Test
    void stoppingLeavesItInTheQueue() throws Exception {
      store.fails();
      UUID meldingId = platform.sendsToUs(sender, "Hei".getBytes(UTF_8));
      await().atMost(SOON).until(() -> store.tries.get() >= 1);

      subscriptions.stop();

      awaitState(meldingId, "QUEUED");
      assertThat(store.stored).isEmpty();
    }
  }

  @Test
  void anErrorWhileStoringEndsNothing() throws Exception {
    store.failsOnceWith(new OutOfMemoryError("made up"));

    UUID meldingId = platform.sendsToUs(sender, "Hei".getBytes(UTF_8));

    awaitState(meldingId, "ACKED");
    assertThat(platform.message(meldingId).get("deliveries").asInt()).isEqualTo(1);
  }

  @Test
  void aConsumerThatHasEndedIsStartedAgain() throws Exception {
    store.endsTheConsumerOnce();
    platform.sendsToUs(sender, "Hei".getBytes(UTF_8));
    await().atMost(SOON).until(() -> store.stored.size() == 1);

    awaitState(platform.sendsToUs(sender, "Hei igjen".getBytes(UTF_8)), "ACKED");
  }

  @Nested
  class WhenThePlatformInterrupts {
    @Test
    void aLostConnectionIsToldAndMadeAgain() throws Exception {
      awaitConnected();
      platform.fails("amqp", "close-connection", 1);
      awaitState(platform.sendsToUs(sender, "Hei".getBytes(UTF_8)), "ACKED");

      awaitToldAndOver("The connection to the platform was lost");
    }

    @ParameterizedTest
    @CsvSource({
      "status:320, The platform closed the connection: 320",
      "status:406, The platform closed our channel: 406",
      "cancel-consumer, The platform cancelled our consumer"
    })
    void anEndThePlatformMakesIsToldAndConsumingBeginsAgain(String fault, String words)
        throws Exception {
      awaitConnected();
      platform.fails("amqp", fault, 1);

      awaitToldAndOver(words);
      awaitState(platform.sendsToUs(sender, "Hei".getBytes(UTF_8)), "ACKED");
    }

    @Test
    void aConnectionThatBrokeIsNotCalledOpenWhileNoneCanBeMade() throws Exception {
      awaitConnected();
      platform.fails("amqp", "status:403", 1_000);
      platform.fails("amqp", "close-connection", 1);
      platform.sendsToUs(sender, "Hei".getBytes(UTF_8));

      await()
          .atMost(SOON)
          .until(() ->
              told().contains("The platform refused the login") && !state().connected());
      assertThat(state().consuming()).isFalse();
    }

    @Test
    void aRefusedLoginIsToldUntilItIsTaken() throws Exception {
      awaitConnected();
      platform.fails("amqp", "status:403", 1_000);
      platform.fails("amqp", "status:320", 1);

      await()
          .atMost(SOON)
          .until(() ->
              told().contains("The platform refused the login") && !state().connected());
      assertThat(state().consuming()).isFalse();
      assertThat(state().works()).isFalse();
      assertThat(told()).contains("integrasjon-passord");

      platform.worksAgain();
      awaitToldAndOver("The platform refused the login");
    }

    @Test
    void aTokenThatRunsOutLeavesTheConsumerAlone() throws Exception {
      awaitConnected();
      var before = state();
      platform.simulator.forward(Duration.ofDays(1));
      platform.parts.clock.forward(Duration.ofDays(1));

      awaitState(platform.sendsToUs(sender, "Hei".getBytes(UTF_8)), "ACKED");
      assertThat(state().since()).isEqualTo(before.since());
      assertThat(state().lastTrouble()).isNull();
    }

    @Test
    void aTokenThatHasRunOutIsReplacedOnReconnecting() throws Exception {
      awaitConnected();
      platform.simulator.forward(Duration.ofDays(1));
      platform.fails("amqp", "close-connection", 1);

      awaitState(platform.sendsToUs(sender, "Hei".getBytes(UTF_8)), "ACKED");
      await().atMost(SOON).until(() -> state().works());
    }

    @Test
    void maskinportenBeingAwayIsToldAndOutlasted() throws Exception {
      subscriptions.stop();
      platform.simulator.forward(Duration.ofDays(1));
      platform.fails("token", "status:503", 3);

      subscriptions.start();

      await().atMost(SOON).until(() -> told().contains("Maskinporten"));
      awaitConnected();
      assertThat(state().works()).isTrue();
    }
  }

  @Test
  void theHeartbeatsOfThePlatformAreHeard() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    var factory = new FiksConnectionFactory(
        platform.konto,
        platform.parts.settings,
        AmqpTrust.context(platform.parts.settings.amqp().trustCertificates()),
        platform.parts.tokens,
        heard::incrementAndGet);
    factory.setRequestedHeartbeat(1);
    try (var connection = factory.newConnection("idle")) {
      int afterConnecting = heard.get();
      await().atMost(SOON).until(() -> heard.get() >= afterConnecting + 2);
      assertThat(connection.isOpen()).isTrue();
    }
  }

  @Test
  void acknowledgesNothingBeforeItIsStored() throws Exception {
    CountDownLatch storing = store.pauses();
    UUID meldingId = platform.sendsToUs(sender, "Hei".getBytes(UTF_8));
    await().atMost(SOON).until(() -> store.tries.get() == 1);

    assertThat(platform.message(meldingId).get("state").asString()).isEqualTo("UNACKED");

    storing.countDown();
    awaitState(meldingId, "ACKED");
  }

  @Test
  void aServerWhoseCertificateIsForAnotherNameIsNotTalkedTo() throws Exception {
    subscriptions.stop();
    try (var impostor = new TlsServer(platform.simulator.virksomhetssertifikat("910000001"))) {
      subscriptions = subscriptions(platform.settings(impostor.port()));
      subscriptions.start();

      await().atMost(SOON).until(() -> state().lastTrouble() != null);
      assertThat(told()).contains("No name matching localhost found", "amqp.host");
      assertThat(state().connected()).isFalse();
      subscriptions.stop();
    }
  }

  private Subscriptions.Subscription state() {
    return subscriptions.state().get(0);
  }

  private String told() {
    Subscriptions.Trouble trouble = state().lastTrouble();
    return trouble == null ? "" : trouble.what();
  }

  private void awaitToldAndOver(String what) {
    await().atMost(SOON).untilAsserted(() -> {
      assertThat(told()).contains(what);
      assertThat(state().works()).isTrue();
    });
    awaitConnected();
  }

  private int consumers() throws Exception {
    return platform.ourAccount().get("consumers").asInt();
  }

  private void awaitConnected() {
    await().atMost(SOON).until(() -> consumers() == 1 && state().consuming());
  }

  private void awaitState(UUID meldingId, String wanted) {
    await()
        .atMost(SOON)
        .until(() -> wanted.equals(platform.message(meldingId).get("state").asString()));
  }

  /** Takes deliveries over, when it works. */
  private static final class Store implements DeliveryHandler {
    final List<Delivery> stored = new CopyOnWriteArrayList<>();
    final AtomicInteger tries = new AtomicInteger();
    private final AtomicReference<@Nullable Error> error = new AtomicReference<>();
    private final AtomicBoolean interrupts = new AtomicBoolean();
    private volatile boolean away;
    private volatile CountDownLatch pause = new CountDownLatch(0);

    void fails() {
      away = true;
    }

    void failsOnceWith(Error once) {
      error.set(once);
    }

    /** An interrupted consumer gives up for good. */
    void endsTheConsumerOnce() {
      interrupts.set(true);
    }

    void works() {
      away = false;
      pause.countDown();
    }

    CountDownLatch pauses() {
      pause = new CountDownLatch(1);
      return pause;
    }

    @Override
    public DeliveryVerdict handle(Delivery delivery) {
      tries.incrementAndGet();
      try {
        pause.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      Error once = error.getAndSet(null);
      if (once != null) {
        throw once;
      }
      if (interrupts.getAndSet(false)) {
        Thread.currentThread().interrupt();
      }
      if (away) {
        throw new IllegalStateException("the database is away");
      }
      String id = delivery.headers().get("melding-id");
      if (stored.stream().anyMatch(seen -> id.equals(seen.headers().get("melding-id")))) {
        return DeliveryVerdict.ALREADY_SEEN;
      }
      stored.add(delivery);
      return DeliveryVerdict.STORED;
    }
  }
}
