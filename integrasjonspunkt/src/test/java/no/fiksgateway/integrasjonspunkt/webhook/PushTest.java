package no.fiksgateway.integrasjonspunkt.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.webhook.Endpoint.Pushed;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
@Import(Journal.class)
class PushTest {
  @Autowired
  private Subscriptions subscriptions;

  @Autowired
  private Journal journal;

  @Autowired
  private Transactions transactions;

  @Autowired
  private SettableClock clock;

  @Autowired
  private JdbcClient database;

  private final Endpoint endpoint = new Endpoint();

  @AfterEach
  void nobodyListens() {
    subscriptions.deleteAll();
    endpoint.close();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private Subscriptions.Created subscribes(String name, Endpoint to, String filter) {
    return subscriptions.create(
        new Subscriptions.NewSubscription(name, to.url(), "messages", "status", filter, null));
  }

  private long subscribes() {
    return subscribes("case system", endpoint, null).subscription().id();
  }

  private MessageId aMessageIsDelivered() {
    return transactions.once(
        () -> journal.goesThrough(List.of(OutgoingStatus.SENDT, OutgoingStatus.LEVERT)));
  }

  private Deliveries deliveries(long id) {
    return subscriptions.deliveries(id);
  }

  @Test
  void everyStatusIsPushedInOrderAndSigned() throws Exception {
    Subscriptions.Created made = subscribes("case system", endpoint, null);
    MessageId id = aMessageIsDelivered();
    eventually()
        .untilAsserted(() -> assertThat(endpoint.statuses())
            .containsExactly("OPPRETTET", "SENDT", "MOTTATT", "LEVERT"));

    Webhook judge = new Webhook(made.secret());
    for (Pushed pushed : endpoint.attempts()) {
      assertThat(pushed.signature())
          .isEqualTo(judge.sign(pushed.id(), pushed.timestamp(), pushed.body()));
    }
    Pushed last = endpoint.attempts().get(3);
    assertThat(last.json().propertyNames())
        .containsExactly(
            "createdTs",
            "resource",
            "event",
            "messageId",
            "conversationId",
            "direction",
            "serviceIdentifier",
            "status",
            "statusId");
    assertThat(last.json().path("messageId").asString()).isEqualTo(id.toString());
    assertThat(last.json().path("direction").asString()).isEqualTo("OUTGOING");
    assertThat(last.json().path("serviceIdentifier").asString()).isEqualTo("DPFIO");
    eventually().untilAsserted(() -> {
      Deliveries now = deliveries(made.subscription().id());
      assertThat(now.waiting()).isZero();
      assertThat(now.lastSuccess()).isNotNull();
      assertThat(now.lastFailure()).isNull();
    });
  }

  @Test
  void onlyWhatMatchesIsPushed() {
    long id = subscribes("case system", endpoint, "status=LEVERT&direction=OUTGOING")
        .subscription()
        .id();
    aMessageIsDelivered();
    aMessageIsDelivered();
    eventually()
        .untilAsserted(() -> assertThat(endpoint.statuses()).containsExactly("LEVERT", "LEVERT"));
    eventually().untilAsserted(() -> assertThat(deliveries(id).waiting()).isZero());
  }

  @Test
  void whatIsNotTakenIsTriedAgainUnderTheSameIdAndTheRestWaits() {
    endpoint.answers(aResponse().withStatus(503));
    long id = subscribes();
    aMessageIsDelivered();
    eventually().untilAsserted(() -> assertThat(deliveries(id).failures()).isEqualTo(1));
    Deliveries failing = deliveries(id);
    assertThat(failing.waiting()).isEqualTo(4);
    assertThat(failing.failure()).startsWith("answered 503");
    assertThat(failing.nextAttempt()).isAfter(failing.lastFailure());

    endpoint.answers(aResponse());
    clock.forward(Duration.ofSeconds(10));
    eventually()
        .untilAsserted(() -> assertThat(endpoint.statuses())
            .containsExactly("OPPRETTET", "OPPRETTET", "SENDT", "MOTTATT", "LEVERT"));
    List<Pushed> attempts = endpoint.attempts();
    assertThat(attempts.get(0).id()).isEqualTo(attempts.get(1).id());
    assertThat(attempts.get(0).body()).isEqualTo(attempts.get(1).body());
    assertThat(attempts.get(1).timestamp()).isGreaterThan(attempts.get(0).timestamp());
    eventually().untilAsserted(() -> assertThat(deliveries(id).failures()).isZero());
    assertThat(deliveries(id).nextAttempt()).isNull();
  }

  @Test
  void whatIsNotTakenForDaysIsGivenUpForAllToSeeAndCanBeReplayed() {
    endpoint.answers(aResponse().withStatus(500));
    long id = subscribes();
    Instant before = clock.instant();
    aMessageIsDelivered();
    eventually().untilAsserted(() -> assertThat(deliveries(id).failures()).isEqualTo(1));
    assertThat(deliveries(id).givenUp()).isNull();

    clock.forward(Duration.ofDays(3));
    eventually().untilAsserted(() -> assertThat(deliveries(id).givenUp()).isNotNull());
    Deliveries after = deliveries(id);
    assertThat(after.waiting()).isZero();
    assertThat(after.givenUp().count()).isEqualTo(4);
    assertThat(after.givenUp().from()).isAfterOrEqualTo(before);
    assertThat(endpoint.statuses()).containsExactly("OPPRETTET", "OPPRETTET");

    endpoint.answers(aResponse());
    assertThat(subscriptions.replay(id, after.givenUp().from(), after.givenUp().to()))
        .isEqualTo(4);
    eventually()
        .untilAsserted(() ->
            assertThat(endpoint.statuses()).endsWith("OPPRETTET", "SENDT", "MOTTATT", "LEVERT"));
    eventually().untilAsserted(() -> assertThat(deliveries(id).waiting()).isZero());
    assertThat(deliveries(id).givenUp()).isNull();
  }

  @Test
  void anEventThatIsRefusedAgainAndAgainDoesNotStopTheNext() {
    endpoint.answers(aResponse().withStatus(422));
    long id = subscribes();
    transactions.once(journal::opens);
    hasFailed(id, 1);
    for (int refusals = 2; refusals < Backlog.MOST_REFUSALS; refusals++) {
      failsOnceMore(id, refusals);
    }
    clock.forward(Duration.ofMinutes(20));
    eventually().untilAsserted(() -> assertThat(deliveries(id).givenUp()).isNotNull());
    assertThat(deliveries(id).givenUp().count()).isEqualTo(1);

    endpoint.answers(aResponse());
    transactions.once(journal::opens);
    eventually().untilAsserted(() -> assertThat(deliveries(id).lastSuccess()).isNotNull());
    assertThat(endpoint.attempts()).hasSize(Backlog.MOST_REFUSALS + 1);
  }

  @Test
  void anEventIsNotGivenUpForOneRefusalAfterManyOtherFailures() {
    endpoint.answers(aResponse().withStatus(503));
    long id = subscribes();
    transactions.once(journal::opens);
    hasFailed(id, 1);
    for (int failures = 2; failures < Backlog.MOST_REFUSALS; failures++) {
      failsOnceMore(id, failures);
    }

    endpoint.answers(aResponse().withStatus(400));
    failsOnceMore(id, Backlog.MOST_REFUSALS);

    assertThat(deliveries(id).failure()).contains("400");
    assertThat(deliveries(id).givenUp()).isNull();
    endpoint.answers(aResponse());
    clock.forward(Duration.ofMinutes(20));
    eventually().untilAsserted(() -> assertThat(deliveries(id).lastSuccess()).isNotNull());
  }

  private void failsOnceMore(long id, int failures) {
    clock.forward(Duration.ofMinutes(20));
    hasFailed(id, failures);
  }

  private void hasFailed(long id, int failures) {
    eventually().untilAsserted(() -> assertThat(deliveries(id).failures()).isEqualTo(failures));
  }

  @Test
  void aReplayRepeatsATimeRangeInOrderUnderTheSameIdsHoweverOftenItIsAskedFor() {
    long id = subscribes("case system", endpoint, "status=SENDT,LEVERT")
        .subscription()
        .id();
    aMessageIsDelivered();
    clock.forward(Duration.ofHours(1));
    Instant from = clock.instant();
    aMessageIsDelivered();
    Instant to = clock.instant();
    clock.forward(Duration.ofHours(1));
    aMessageIsDelivered();
    eventually().untilAsserted(() -> assertThat(endpoint.attempts()).hasSize(6));
    eventually().untilAsserted(() -> assertThat(deliveries(id).waiting()).isZero());
    List<Pushed> first = endpoint.attempts();

    endpoint.answers(aResponse().withStatus(503));
    assertThat(subscriptions.replay(id, from, to)).isEqualTo(2);
    assertThat(subscriptions.replay(id, from, to)).isEqualTo(2);
    eventually().untilAsserted(() -> assertThat(deliveries(id).failures()).isPositive());
    endpoint.answers(aResponse());
    clock.forward(Duration.ofMinutes(1));
    eventually().untilAsserted(() -> assertThat(deliveries(id).waiting()).isZero());

    List<Pushed> all = endpoint.attempts();
    List<Pushed> repeated = all.subList(all.size() - 2, all.size());
    assertThat(repeated)
        .extracting(Pushed::id)
        .containsExactly(first.get(2).id(), first.get(3).id());
    assertThat(repeated)
        .extracting(Pushed::body)
        .containsExactly(first.get(2).body(), first.get(3).body());
    assertThat(Set.copyOf(all.stream().map(Pushed::id).collect(Collectors.toList())))
        .hasSize(6);
  }

  @Test
  void aSlowEndpointDelaysNoOther() {
    try (Endpoint slow = new Endpoint()) {
      long slowOne = subscribes("slow", slow, null).subscription().id();
      slow.answers(aResponse().withFixedDelay(9_000));
      subscribes("quick", endpoint, null);
      aMessageIsDelivered();
      eventually().untilAsserted(() -> assertThat(slow.attempts()).isNotEmpty());
      aMessageIsDelivered();
      eventually().untilAsserted(() -> assertThat(endpoint.attempts()).hasSize(8));
      assertThat(deliveries(slowOne).waiting()).isGreaterThanOrEqualTo(6);
    }
  }

  @Test
  void aChangedEndpointGetsWhatWaits() {
    endpoint.answers(aResponse().withStatus(500));
    long id = subscribes();
    aMessageIsDelivered();
    eventually().untilAsserted(() -> assertThat(deliveries(id).failures()).isEqualTo(1));
    try (Endpoint better = new Endpoint()) {
      subscriptions.change(
          id, new Subscriptions.Change(null, better.url(), null, null, null, null));
      eventually()
          .untilAsserted(() -> assertThat(better.statuses())
              .containsExactly("OPPRETTET", "SENDT", "MOTTATT", "LEVERT"));
    }
  }

  @Test
  void aChangedSecretSignsWhatIsPushedFromThenOn() throws Exception {
    long id = subscribes();
    String secret = SigningSecret.generate().text();
    subscriptions.change(id, new Subscriptions.Change(null, null, null, null, null, secret));
    transactions.once(journal::opens);
    eventually().untilAsserted(() -> assertThat(endpoint.attempts()).hasSize(1));
    Pushed pushed = endpoint.attempts().get(0);
    assertThat(pushed.signature())
        .isEqualTo(new Webhook(secret).sign(pushed.id(), pushed.timestamp(), pushed.body()));
  }

  @Test
  void theSecretIsNotReadableInTheDatabase() {
    Subscriptions.Created made = subscribes("case system", endpoint, null);
    String stored = database
        .sql("select secret from push_subscription where id = ?")
        .param(made.subscription().id())
        .query(String.class)
        .single();
    assertThat(stored).doesNotContain(made.secret()).doesNotContain("whsec");
  }

  @Test
  void whatNobodySubscribedToYetIsNotPushed() {
    aMessageIsDelivered();
    long id = subscribes();
    transactions.once(journal::opens);
    eventually().untilAsserted(() -> assertThat(deliveries(id).waiting()).isZero());
    assertThat(endpoint.statuses()).containsExactly("OPPRETTET");
  }
}
