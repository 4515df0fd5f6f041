package no.fiksgateway.integrasjonspunkt.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.Packages;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.housekeeping.CanaryFlight.Leg;
import no.fiksgateway.integrasjonspunkt.inbound.Canary;
import no.fiksgateway.integrasjonspunkt.inbound.Delivery;
import no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler;
import no.fiksgateway.integrasjonspunkt.inbound.Innboks;
import no.fiksgateway.integrasjonspunkt.inbound.Karantene;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Messages;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.data.domain.PageRequest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

@GatewayTest
@TestPropertySource(
    properties = {
      "integrasjonspunkt.canary.enabled=true",
      "integrasjonspunkt.watch.every=1h",
      "integrasjonspunkt.inbound.payloadless-replies=true"
    })
class CanaryJobTest {
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private DeliveryHandler handler;

  @Autowired
  private CanaryFlights flights;

  @Autowired
  private CanaryResults results;

  @Autowired
  private CanaryHealth health;

  @Autowired
  private Innboks innboks;

  @Autowired
  private Karantene karantene;

  @Autowired
  private Messages messages;

  @Autowired
  private StatusChanges statuses;

  @Autowired
  private JdbcTemplate database;

  @Autowired
  private SettableClock clock;

  /** The one of the test before has ended, well or not, and the next is not due yet. */
  @BeforeEach
  void noCanaryUnderWay() {
    await().until(() -> flights.findById(TestIdentity.KONTO.value()).isPresent());
    await().until(() -> {
      clock.forward(Duration.ofMinutes(1));
      return !flight().isUnderWay()
          && clock.instant().isBefore(flight().startedAt().plus(INTERVAL));
    });
    fiks.forget();
  }

  @Nested
  class Returning {
    @Test
    void isASuccess() {
      FakeFiks.Taken canary = theNext();
      assertThat(canary.forsendelse().mottaker()).isEqualTo(TestIdentity.KONTO);
      assertThat(canary.forsendelse().type().value()).isEqualTo("no.fiksgateway.canary.v1");
      assertThat(canary.forsendelse().levetid()).isEqualTo(Duration.ofMinutes(1));

      comesBack(canary, canary.ciphertext());

      await().until(() -> flight().succeededLast());
      assertThat(told().getStatus()).isEqualTo(Status.UP);
      assertThat(detail("lastSuccess")).isEqualTo(flight().succeededAt());
    }

    @Test
    void isSeenByNobody() {
      long items = innboks.list(Innboks.Filter.NONE, PageRequest.of(0, 1)).getTotalElements();
      long known = messages.count();
      long said = statuses.count();

      FakeFiks.Taken canary = theNext();
      comesBack(canary, canary.ciphertext());
      await().until(() -> flight().succeededLast());

      assertThat(innboks.list(Innboks.Filter.NONE, PageRequest.of(0, 1)).getTotalElements())
          .isEqualTo(items);
      assertThat(messages.count()).isEqualTo(known);
      assertThat(statuses.count()).isEqualTo(said);
      assertNothingIsLeftOf(canary);
    }

    @Test
    void inAPackageWeCannotOpenFailsAtTheLastLeg() {
      FakeFiks.Taken canary = theNext();
      comesBack(
          canary,
          Packages.sealedFor(
              FakeFiks.RECEIVER_CERTIFICATE.certificate(), Canary.FILENAME, new byte[] {1}));

      await().until(() -> flight().failedLeg() == Leg.OPEN);
      assertThat(told().getStatus()).isEqualTo(Status.DOWN);
      assertThat(detail("failure").toString()).contains("INCOMING_NO_KEY");
      assertThat(karantene.list(PageRequest.of(0, 10))).isEmpty();
      assertNothingIsLeftOf(canary);
    }

    @Test
    void withAnotherContentFailsAtTheLastLeg() {
      FakeFiks.Taken canary = theNext();
      comesBack(canary, Packages.sealed(Canary.FILENAME, new byte[] {1}));

      await().until(() -> flight().failedLeg() == Leg.OPEN && flight().failedLast());
      assertThat(flight().failure()).contains("not what was sent");
    }

    @Test
    void tooLateDoesNotMakeTheFailureGoodAgain() {
      FakeFiks.Taken late = theNext();
      clock.forward(Duration.ofMinutes(1));
      await().until(() -> flight().failedLeg() == Leg.QUEUE && flight().failedLast());

      comesBack(late, late.ciphertext());

      assertNothingIsLeftOf(late);
      assertThat(flight().failedLast()).isTrue();
    }
  }

  @Nested
  class Failing {
    @Test
    void toArriveNamesTheQueueAndTheMelding() {
      MeldingId given = new MeldingId(UUID.randomUUID());
      fiks.answersNext(new SendOutcome.Accepted(given));
      theNext();
      await().until(() -> given.value().equals(flight().meldingId()));
      clock.forward(Duration.ofMinutes(1));

      assertFails(Leg.QUEUE, given.toString());
    }

    @Test
    void forWantOfATokenNamesIt() {
      fiks.answersNext(new SendOutcome.NoToken("Maskinporten refused the grant"));
      clock.forward(INTERVAL);
      assertFails(Leg.TOKEN, "Maskinporten refused the grant");
    }

    @Test
    void becauseItIsRefusedTellsThePlatformsWords() {
      fiks.answersNext(new SendOutcome.Refused(400, "e-17", "KODE", "ingen tilgang"));
      clock.forward(INTERVAL);
      assertFails(Leg.SEND, "HTTP 400", "ingen tilgang", "e-17", "KODE");
    }

    @Test
    void withoutTheSendApisAnswerIsJudgedByWhetherItArrives() {
      fiks.answersNext(new SendOutcome.Unknown("connection reset"));
      FakeFiks.Taken lost = theNext();
      comesBack(lost, lost.ciphertext());
      await().until(() -> flight().succeededLast());

      fiks.forget();
      fiks.answersNext(new SendOutcome.Unknown("connection reset"));
      theNext();
      clock.forward(Duration.ofMinutes(1));
      assertFails(Leg.SEND, "Nobody knows");
    }

    private void assertFails(Leg leg, String... words) {
      await().until(() -> flight().failedLast() && flight().failedLeg() == leg);
      assertThat(flight().failure()).contains(words);
      assertThat(told().getStatus()).isEqualTo(Status.DOWN);
      assertThat(detail("failedLeg")).isEqualTo(leg);
    }
  }

  @Nested
  class OfThePlatform {
    @Test
    void receiptsAboutACanaryAreNoMessages() {
      FakeFiks.Taken canary = theNext();
      for (KontoId from : List.of(TestIdentity.KONTO, new KontoId(UUID.randomUUID()))) {
        MeldingId receipt = delivers(
            from,
            "no.ks.fiks.kvittering.tidsavbrudd",
            new MeldingId(UUID.randomUUID()),
            canary.forsendelse().headere(),
            new byte[0]);
        await().until(() -> rows(receipt) == 0);
        assertThat(innboks.list(only(receipt), PageRequest.of(0, 1))).isEmpty();
      }
      comesBack(canary, canary.ciphertext());
      await().until(() -> flight().succeededLast());
    }
  }

  @Test
  void whatSomebodyElseSendsUnderACanarysNameIsAMessage() {
    FakeFiks.Taken canary = theNext();
    MeldingId id = delivers(
        FakeFiks.RECEIVER,
        "no.fiksgateway.canary.v1",
        null,
        canary.forsendelse().headere(),
        Packages.sealed(Canary.FILENAME, new byte[] {1}));

    await().until(() -> innboks.peek(only(id), "local system").isPresent());
    assertThat(flight().isUnderWay()).isTrue();
  }

  @Test
  void aJobThatNoLongerRunsIsTold() {
    FakeFiks.Taken canary = theNext();
    comesBack(canary, canary.ciphertext());
    await().until(() -> flight().succeededLast());
    results.read();

    clock.forward(Duration.ofDays(1));
    // Before the next look at the journal: nothing newer is known.
    assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(detailsOf(health.health()).get("overdue")).isNotNull();
  }

  /** The next canary, accepted and under way. */
  private FakeFiks.Taken theNext() {
    clock.forward(INTERVAL);
    return await().until(this::underWay, Optional::isPresent).orElseThrow();
  }

  private Optional<FakeFiks.Taken> underWay() {
    return fiks.taken().stream()
        .filter(taken -> flight().isUnderWay(new Canary(UUID.fromString(token(taken)))))
        .findFirst();
  }

  private static String token(FakeFiks.Taken canary) {
    return canary.forsendelse().headere().get("klientMeldingId");
  }

  private void comesBack(FakeFiks.Taken canary, byte[] ciphertext) {
    delivers(
        TestIdentity.KONTO,
        canary.forsendelse().type().value(),
        null,
        canary.forsendelse().headere(),
        ciphertext);
  }

  private MeldingId delivers(
      KontoId from,
      String type,
      @Nullable MeldingId svarTil,
      Map<String, String> headere,
      byte[] body) {
    MeldingId id = new MeldingId(UUID.randomUUID());
    Map<String, String> headers = new HashMap<>();
    headers.put("melding-id", id.toString());
    headers.put("avsender-id", from.toString());
    headers.put("type", type);
    if (svarTil != null) {
      headers.put("svar-til", svarTil.toString());
    }
    headere.forEach((name, value) -> headers.put("egendefinert-header." + name, value));
    handler.handle(new Delivery(TestIdentity.KONTO, headers, null, body, false));
    return id;
  }

  private CanaryFlight flight() {
    return flights.findById(TestIdentity.KONTO.value()).orElseThrow();
  }

  private Health told() {
    results.read();
    return health.health();
  }

  private Object detail(String name) {
    return detailsOf(told()).get(name);
  }

  private static Map<?, ?> detailsOf(Health told) {
    return (Map<?, ?>) told.getDetails().get(TestIdentity.KONTO.toString());
  }

  private void assertNothingIsLeftOf(FakeFiks.Taken canary) {
    await()
        .untilAsserted(() -> assertThat(database.queryForObject(
                "select count(*) from fiks_delivery where klient_melding_id = ?",
                Long.class,
                token(canary)))
            .isZero());
  }

  private long rows(MeldingId id) {
    Long count = database.queryForObject(
        "select count(*) from fiks_delivery where melding_id = ?", Long.class, id.value());
    return count == null ? 0 : count;
  }

  private static Innboks.Filter only(MeldingId id) {
    return new Innboks.Filter(id.value(), null, null, null, null);
  }
}
