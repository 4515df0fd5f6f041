package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Part;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Two accounts, and four threads of each queue. For one of the accounts nothing comes to an end. */
@ApiTest
@TestPropertySource(
    properties = {
      "integrasjonspunkt.jobs.threads=4",
      "integrasjonspunkt.kontoer[0].konto-id=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e11",
      "integrasjonspunkt.kontoer[0].integrasjon-id=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e22",
      "integrasjonspunkt.kontoer[0].integrasjon-passord=hemmelig",
      "integrasjonspunkt.kontoer[1].konto-id=" + HangingAccountTest.WORKING,
      "integrasjonspunkt.kontoer[1].integrasjon-id=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e33",
      "integrasjonspunkt.kontoer[1].integrasjon-passord=hemmelig",
    })
class HangingAccountTest {
  static final String WORKING = "6c1f3c52-7f0e-4c1d-9a53-0c2a5d2f6e45";

  private static final KontoId HANGING = TestIdentity.KONTO;
  private static final byte[] CONTENT = "Hei".getBytes(StandardCharsets.UTF_8);
  private static final String TYPE = "no.test.fiksio.v1";
  private static final int MORE_THAN_THREADS = 20;

  @Autowired
  private CaseSystem client;

  @Autowired
  private FiksSender sender;

  @Autowired
  private FakeFiks platform;

  @Autowired
  private SettableClock clock;

  @AfterEach
  void goOn() {
    platform.goesOn();
  }

  private UUID sendsFrom(String konto) {
    Sbd sbd = new Sbd()
        .without("/standardBusinessDocumentHeader/sender")
        .fiksio("{\"avsenderKontoId\":\"" + konto + "\"}");
    client
        .oneStep(sbd.json(), List.of(new Part("brev", "brev.txt", "text/plain", CONTENT)))
        .is(200);
    return sbd.messageId();
  }

  private void awaitStatus(UUID messageId, String status) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(client.get("/api/statuses/" + messageId).text()).contains(status));
  }

  private void awaitInbox(UUID meldingId) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(client.get("/api/messages/in?size=100").text())
            .contains(meldingId.toString()));
  }

  @Test
  void holdsUpNoSendOfTheOther() {
    platform.hangsFor(HANGING);
    UUID first = sendsFrom(HANGING.toString());
    for (int i = 1; i < MORE_THAN_THREADS; i++) {
      sendsFrom(HANGING.toString());
    }

    UUID others = sendsFrom(WORKING);

    awaitStatus(others, "SENDT");
    assertThat(client.get("/api/statuses/" + first).text()).doesNotContain("SENDT");
    platform.goesOn();
    awaitStatus(first, "SENDT");
  }

  @Test
  void holdsUpNothingThatCameToTheOther() {
    platform.hangsFor(HANGING);
    UUID first = sender.parksAt(platform, HANGING, TYPE, CONTENT);
    for (int i = 1; i < MORE_THAN_THREADS; i++) {
      sender.parksAt(platform, HANGING, TYPE, CONTENT);
    }

    awaitInbox(sender.parksAt(platform, new KontoId(UUID.fromString(WORKING)), TYPE, CONTENT));

    platform.goesOn();
    awaitInbox(first);
  }

  @Test
  void keepsNoMessageFromHearingThatItsTimeIsUp() {
    platform.hangsFor(HANGING);
    platform.hangsFor(new KontoId(UUID.fromString(WORKING)));
    UUID answered = sendsFrom(HANGING.toString());
    for (int i = 1; i < MORE_THAN_THREADS; i++) {
      sendsFrom(i % 2 == 0 ? WORKING : HANGING.toString());
      sender.parksAt(platform, HANGING, TYPE, CONTENT);
      sender.parksAt(platform, new KontoId(UUID.fromString(WORKING)), TYPE, CONTENT);
    }

    clock.forward(Duration.ofDays(2));

    awaitStatus(answered, "LEVETID_UTLOPT");
  }
}
