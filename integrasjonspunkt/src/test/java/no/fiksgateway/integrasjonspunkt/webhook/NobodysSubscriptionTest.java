package no.fiksgateway.integrasjonspunkt.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.message.OfKontoer;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;

/** The only user is held to the only account. */
@GatewayTest
@Import(Journal.class)
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
    properties = {
      "integrasjonspunkt.access.users[0].name=skole",
      "integrasjonspunkt.access.users[0].password=pw",
      "integrasjonspunkt.access.users[0].kontoer=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e11",
    })
class NobodysSubscriptionTest {
  @Autowired
  private Subscriptions subscriptions;

  @Autowired
  private PushJob pushes;

  @Autowired
  private PushWakeUp wakeUp;

  @Autowired
  private Journal journal;

  @Autowired
  private Transactions transactions;

  @Autowired
  private JdbcClient database;

  private final Endpoint ofBefore = new Endpoint();
  private final Endpoint ofTheUser = new Endpoint();

  @AfterEach
  void nobodyListens() {
    subscriptions.deleteAll();
    ofBefore.close();
    ofTheUser.close();
  }

  /** As somebody who knows all accounts, which is nobody any more. */
  private long subscribes(Endpoint endpoint) {
    return subscriptions
        .create(new Subscriptions.NewSubscription(
            "case system", endpoint.url(), "messages", "status", null, null))
        .subscription()
        .id();
  }

  private void belongsToTheUser(long subscription) {
    database
        .sql("update push_subscription set held_to = ? where id = ?")
        .params(OfKontoer.heldTo(List.of(TestIdentity.KONTO)), subscription)
        .update();
  }

  @Test
  void isNotPushedToAndLosesNothing(CapturedOutput output) {
    long before = subscribes(ofBefore);
    belongsToTheUser(subscribes(ofTheUser));
    transactions.once(() -> journal.goesThrough(List.of(OutgoingStatus.SENDT)));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(ofTheUser.statuses()).containsExactly("OPPRETTET", "SENDT"));

    pushes.run(Long.toString(before));

    assertThat(ofBefore.attempts()).isEmpty();
    wakeUp.nameThoseThatNobodySees();
    assertThat(output.getAll())
        .contains(
            "Subscription " + before + " (case system, " + ofBefore.url() + ") is not pushed to");

    belongsToTheUser(before);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(ofBefore.statuses()).containsExactly("OPPRETTET", "SENDT"));
  }
}
