package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.Integrasjonspunkt;
import no.fiksgateway.integrasjonspunkt.SimulatedFiks;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Part;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.simulator.FiksSimulator;
import no.fiksgateway.simulator.platform.Konto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;

/** Two accounts on the simulator. The first is in trouble: its password is wrong. */
@SpringBootTest(
    classes = Integrasjonspunkt.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"integrasjonspunkt.jobs.polling=100ms"})
@ContextConfiguration(
    initializers = {SimulatedFiks.class, SeveralAccountsTest.WithOneInTroubleFirst.class})
class SeveralAccountsTest {
  private static final String TROUBLED_ORG = "910075918";
  private static final String PROTOCOL = "no.test.fiksio.v1";
  private static final Duration IN_THE_END = Duration.ofMinutes(2);

  /** Puts it before the one that works. */
  static class WithOneInTroubleFirst
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      var platform = (SimulatedFiks.Admin) context.getBeanFactory().getSingleton("platform");
      var settings = (MapPropertySource) Objects.requireNonNull(
          context.getEnvironment().getPropertySources().get("simulatedFiks"));
      Map<String, Object> accounts = settings.getSource();
      for (String name : List.copyOf(accounts.keySet())) {
        if (name.contains("kontoer[0]")) {
          accounts.put(name.replace("kontoer[0]", "kontoer[1]"), accounts.remove(name));
        }
      }
      KontoId troubled = Objects.requireNonNull(platform).open("I vansker", TROUBLED_ORG);
      accounts.put("integrasjonspunkt.kontoer[0].konto-id", troubled.toString());
      accounts.put(
          "integrasjonspunkt.kontoer[0].integrasjon-id", UUID.randomUUID().toString());
      accounts.put("integrasjonspunkt.kontoer[0].integrasjon-passord", "feil");
      accounts.put("integrasjonspunkt.kontoer[0].organisasjonsnummer", TROUBLED_ORG);
    }
  }

  @Autowired
  private SimulatedFiks.Admin platform;

  @Autowired
  private EgneKontoer kontoer;

  @Autowired
  private WebApplicationContext gateway;

  private CaseSystem client;
  private KontoId troubled;
  private KontoId working;

  @BeforeEach
  void connect() {
    client = new CaseSystem(gateway);
    List<KontoId> ours = kontoer.all().stream().map(EgenKonto::kontoId).toList();
    troubled = ours.get(0);
    working = ours.get(1);
  }

  private UUID sends(Sbd sbd) {
    sbd.receiver(Konto.fixedId(FiksSimulator.SILENT_RECEIVER).toString());
    client
        .oneStep(sbd.json(), List.of(new Part("brev", "brev.txt", "text/plain", new byte[] {1})))
        .is(200);
    return sbd.messageId();
  }

  private void awaitStatus(UUID messageId, String status) {
    await()
        .atMost(IN_THE_END)
        .untilAsserted(
            () -> assertThat(client.get("/api/statuses/" + messageId).text()).contains(status));
  }

  private String senderAccount(UUID messageId) {
    JsonNode sent = client.get("/api/statuses/" + messageId).json().at("/content/1/evidence");
    return platform.messagesTo(new KontoId(Konto.fixedId(FiksSimulator.SILENT_RECEIVER))).stream()
        .filter(taken -> taken.path("meldingId").equals(sent.path("meldingId")))
        .map(taken -> taken.path("avsenderKontoId").asString())
        .findFirst()
        .orElseThrow();
  }

  private static Sbd withoutSender() {
    return new Sbd().without("/standardBusinessDocumentHeader/sender");
  }

  @Test
  void theOneThatWorksSendsWhicheverWayItIsChosen() {
    for (Sbd sbd : List.of(
        new Sbd(),
        withoutSender(),
        withoutSender().fiksio("{\"avsenderKontoId\":\"" + working + "\"}"),
        new Sbd().sender(working.toString()))) {
      UUID messageId = sends(sbd);
      awaitStatus(messageId, "SENDT");
      assertThat(senderAccount(messageId)).isEqualTo(working.toString());
    }
  }

  @Test
  void someoneElsesIsNoSenderWhicheverAccountIsToSend() {
    assertThat(client
            .postJson(
                "/api/messages/out",
                new Sbd()
                    .sender(UUID.randomUUID().toString())
                    .fiksio("{\"avsenderKontoId\":\"" + working + "\"}")
                    .json())
            .is(400)
            .json()
            .path("errorCode")
            .asString())
        .isEqualTo("SENDER_NOT_OURS");
  }

  @Test
  void theOneThatWorksReceives() {
    KontoId sender = platform.open("Avsender", "910000001");
    var meldingId =
        platform.sends(sender, working, PROTOCOL, "Hei".getBytes(StandardCharsets.UTF_8));

    await()
        .atMost(IN_THE_END)
        .untilAsserted(() -> assertThat(client.get("/api/messages/in?size=100").text())
            .contains(meldingId.toString()));
  }

  @Test
  void theOneInTroubleIsSaidToBeAndSendsNothing() {
    UUID messageId = sends(withoutSender().fiksio("{\"avsenderKontoId\":\"" + troubled + "\"}"));
    UUID other = sends(new Sbd());

    awaitStatus(other, "SENDT");
    assertThat(client.get("/api/statuses/" + messageId).text()).doesNotContain("SENDT");
    JsonNode accounts = client.get("/manage/health").json().at("/components/fiksIo/details");
    assertThat(accounts.path(troubled.toString()).path("connected").asBoolean()).isFalse();
    await()
        .atMost(IN_THE_END)
        .untilAsserted(() -> assertThat(client
                .get("/manage/health")
                .json()
                .at("/components/fiksIo/details/" + working + "/connected")
                .asBoolean())
            .isTrue());
  }
}
