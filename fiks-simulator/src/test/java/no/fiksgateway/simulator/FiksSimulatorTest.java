package no.fiksgateway.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import no.fiksgateway.simulator.platform.Konto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The platform as its users meet it, over HTTP and AMQP. */
class FiksSimulatorTest {
  private static final String OPPRETT = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  private static final UUID ARCHIVE = Konto.fixedId(FiksSimulator.ROBOT_ARCHIVE);
  private static final UUID SILENT = Konto.fixedId(FiksSimulator.SILENT_RECEIVER);

  private FiksSimulator simulator;
  private Integrasjon kommune;

  @BeforeEach
  void start() throws Exception {
    simulator = FiksSimulator.start();
    kommune = Integrasjon.open(simulator, "987464291");
  }

  @AfterEach
  void stop() throws Exception {
    simulator.close();
  }

  @Test
  void theRobotArchiveAnswersACreateRequestWithMottattAndThenKvittering() throws Exception {
    List<Delivery> arrived = new CopyOnWriteArrayList<>();
    try (Connection connection = kommune.connect()) {
      consume(connection, kommune, arrived);
      UUID meldingId = kommune.sends(
          ARCHIVE,
          OPPRETT,
          "ciphertext".getBytes(UTF_8),
          Map.of("headere", Map.of("klientKorrelasjonsId", "sak-17", "klientMeldingId", "m-1")));

      await().until(() -> arrived.size() == 2);
      assertThat(arrived)
          .extracting(d -> header(d, "type"))
          .containsExactly(OPPRETT + ".mottatt", OPPRETT + ".kvittering");
      assertThat(arrived).allSatisfy(delivery -> {
        assertThat(header(delivery, "svar-til")).isEqualTo(meldingId.toString());
        assertThat(header(delivery, "avsender-id")).isEqualTo(ARCHIVE.toString());
        assertThat(header(delivery, "egendefinert-header.klientKorrelasjonsId"))
            .isEqualTo("sak-17");
        assertThat(delivery.getProperties().getHeaders())
            .doesNotContainKey("egendefinert-header.klientMeldingId");
        assertThat(delivery.getEnvelope().getRoutingKey()).isEqualTo(kommune.queueName());
      });
      assertThat(arrived.get(0).getBody()).isEmpty();
    }
  }

  @Test
  void theSilentReceiverTakesAndAcksAndSaysNothing() throws Exception {
    UUID meldingId = kommune.sends(SILENT, "no.digdir.einnsyn.v1", "x".getBytes(UTF_8), Map.of());

    await().until(() -> "ACKED".equals(message(meldingId).get("state").asString()));
    assertThat(Integrasjon.adminGet(simulator, "/messages?kontoId=" + kommune.kontoId()))
        .isEmpty();
  }

  @Test
  void aBodyAboveFiveMebibytesIsFetchedFromDokumentlager() throws Exception {
    byte[] large = new byte[5 * 1024 * 1024 + 1];
    large[large.length - 1] = 7;
    Integrasjon mottaker = Integrasjon.open(simulator, "910000001");
    List<Delivery> arrived = new CopyOnWriteArrayList<>();
    try (Connection connection = mottaker.connect()) {
      consume(connection, mottaker, arrived);
      kommune.sends(mottaker.kontoId(), "no.test.fiksio.v1", large, Map.of());

      await().until(() -> arrived.size() == 1);
      assertThat(arrived.get(0).getBody()).isEmpty();
      assertThat(mottaker
              .get("/dokumentlager/nedlasting/" + header(arrived.get(0), "dokumentlager-id"))
              .body())
          .isEqualTo(large);
    }
  }

  @Test
  void theSimulatorSealsAndSendsForAnAccountWhoseKeyItMade() throws Exception {
    Integrasjon mottaker = Integrasjon.open(simulator, "910000001");
    JsonNode answer = Integrasjon.JSON.readTree(kommune
        .sendSealedBySimulator(
            Map.of("mottakerKontoId", mottaker.kontoId(), "meldingType", "no.test.fiksio.v1"),
            Map.of("brev.txt", "Hei på deg".getBytes(UTF_8)))
        .body());

    assertThat(message(UUID.fromString(answer.get("meldingId").asString()))
            .get("state")
            .asString())
        .isEqualTo("QUEUED");
  }

  @Test
  void theCatalogueGivesTheKeyWithoutCredentialsAndTheAccountOnlyWithThem() throws Exception {
    String account = "/fiks-io/katalog/api/v1/kontoer/" + ARCHIVE;
    JsonNode key = Integrasjon.JSON.readTree(
        Integrasjon.getOpenly(simulator.httpAddress().resolve(account + "/offentligNokkel"))
            .body());

    assertThat(key.get("nokkel").asString()).startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(Integrasjon.getOpenly(simulator.httpAddress().resolve(account)).statusCode())
        .isEqualTo(401);
    JsonNode konto = Integrasjon.JSON.readTree(kommune.get(account).body());
    assertThat(konto.get("organisasjonsnummer").asString()).isEqualTo(FiksSimulator.ROBOT_ARCHIVE);
    assertThat(konto.get("status").get("antallKonsumenter").asInt()).isEqualTo(1);
  }

  private JsonNode message(UUID meldingId) throws Exception {
    return Integrasjon.adminGet(simulator, "/messages?meldingId=" + meldingId).get(0);
  }

  private static void consume(
      Connection connection, Integrasjon integrasjon, List<Delivery> arrived) throws IOException {
    Channel channel = connection.createChannel();
    channel.basicConsume(
        integrasjon.queueName(),
        false,
        (tag, delivery) -> {
          arrived.add(delivery);
          channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
        },
        tag -> {});
  }

  private static String header(Delivery delivery, String name) {
    Object value = delivery.getProperties().getHeaders().get(name);
    return value == null ? null : value.toString();
  }
}
