package no.fiksgateway.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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

  private static final byte[] NOTHING = {};

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
    try (Mottak mottak = new Mottak(kommune)) {
      UUID meldingId = kommune.sends(
          ARCHIVE,
          OPPRETT,
          "ciphertext".getBytes(UTF_8),
          Map.of("headere", Map.of("klientKorrelasjonsId", "sak-17", "klientMeldingId", "m-1")));

      await().until(() -> mottak.arrived.size() == 2);
      assertThat(mottak.arrived)
          .extracting(d -> Mottak.header(d, "type"))
          .containsExactly(OPPRETT + ".mottatt", OPPRETT + ".kvittering");
      assertThat(mottak.arrived).allSatisfy(delivery -> {
        assertThat(Mottak.header(delivery, "svar-til")).isEqualTo(meldingId.toString());
        assertThat(Mottak.header(delivery, "avsender-id")).isEqualTo(ARCHIVE.toString());
        assertThat(Mottak.header(delivery, "egendefinert-header.klientKorrelasjonsId"))
            .isEqualTo("sak-17");
        assertThat(delivery.getProperties().getHeaders())
            .doesNotContainKey("egendefinert-header.klientMeldingId");
        assertThat(delivery.getEnvelope().getRoutingKey()).isEqualTo(kommune.queueName());
      });
      assertThat(mottak.arrived.get(0).getBody()).isEmpty();
      assertThat(contentOf(Mottak.header(mottak.arrived.get(1), "melding-id")))
          .containsKey("arkivmelding-kvittering.xml");
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
    try (Mottak mottak = new Mottak(mottaker)) {
      kommune.sends(mottaker.kontoId(), "no.test.fiksio.v1", large, Map.of());

      await().until(() -> mottak.arrived.size() == 1);
      assertThat(mottak.arrived.get(0).getBody()).isEmpty();
      assertThat(mottaker
              .get("/dokumentlager/nedlasting/"
                  + Mottak.header(mottak.arrived.get(0), "dokumentlager-id"))
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
            Map.of("søknad 1.sosi", "Hei på deg".getBytes(UTF_8)))
        .body());

    assertThat(contentOf(answer.get("meldingId").asString()))
        .containsEntry("søknad 1.sosi", "Hei på deg");
    assertThat(message(UUID.fromString(answer.get("meldingId").asString()))
            .get("state")
            .asString())
        .isEqualTo("QUEUED");
  }

  @Test
  void aTakenPortIsNamedAndAStoppedSimulatorHoldsNone() throws Exception {
    SimulatorSettings same = new SimulatorSettings(
        "127.0.0.1",
        simulator.httpPort(),
        "127.0.0.1",
        simulator.amqpPort(),
        10,
        InstantSource.system());
    assertThatThrownBy(() -> FiksSimulator.start(same))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is the port taken?");

    simulator.close();

    simulator = FiksSimulator.start(same);
    assertThat(simulator.httpPort()).isEqualTo(same.httpPort());
  }

  @Test
  void settledMessagesBeyondTheNumberKeptAreForgotten() throws Exception {
    simulator.close();
    simulator = FiksSimulator.start(
        new SimulatorSettings("127.0.0.1", 0, "127.0.0.1", 0, 2, InstantSource.system()));
    kommune = Integrasjon.open(simulator, "987464291");
    Integrasjon waiting = Integrasjon.open(simulator, "910000001");
    UUID unsettled = kommune.sends(waiting.kontoId(), "no.test.fiksio.v1", NOTHING, Map.of());
    UUID last = unsettled;
    for (int i = 0; i < 3; i++) {
      UUID meldingId = kommune.sends(SILENT, "no.test.fiksio.v1", NOTHING, Map.of());
      await().until(() -> "ACKED".equals(message(meldingId).get("state").asString()));
      last = meldingId;
    }

    assertThat(Integrasjon.adminGet(simulator, "/messages"))
        .extracting(m -> m.get("meldingId").asString())
        .containsExactly(unsettled.toString(), last.toString());
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

  @Test
  void theCatalogueCountsWhoListensAndWhatWaits() throws Exception {
    String status = "/fiks-io/katalog/api/v1/kontoer/" + kommune.kontoId() + "/status";
    kommune.sends(kommune.kontoId(), "no.test.fiksio.v1", new byte[] {1}, Map.of());
    kommune.sends(kommune.kontoId(), "no.test.fiksio.v1", new byte[] {2}, Map.of());

    JsonNode waiting = Integrasjon.JSON.readTree(kommune.get(status).body());
    assertThat(waiting.get("antallKonsumenter").asInt()).isZero();
    assertThat(waiting.get("antallUavhentedeMeldinger").asInt()).isEqualTo(2);
    assertThat(waiting.get("gyldigMottaker").asBoolean()).isTrue();
    assertThat(Integrasjon.getOpenly(simulator.httpAddress().resolve(status)).statusCode())
        .isEqualTo(401);
  }

  private JsonNode message(UUID meldingId) throws Exception {
    return Integrasjon.adminGet(simulator, "/messages?meldingId=" + meldingId).get(0);
  }

  private Map<String, String> contentOf(String meldingId) throws Exception {
    byte[] zip = Integrasjon.getOpenly(
            simulator.httpAddress().resolve("/simulator/messages/" + meldingId + "/content"))
        .body();
    Map<String, String> files = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
