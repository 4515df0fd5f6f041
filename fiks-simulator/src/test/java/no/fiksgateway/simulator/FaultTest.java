package no.fiksgateway.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AuthenticationFailureException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.simulator.platform.Konto;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each fault of the admin API, seen from the client it is meant for. */
class FaultTest {
  private static final String TYPE = "no.test.fiksio.v1";
  private static final String OPPRETT = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  private static final UUID ARCHIVE = Konto.fixedId(FiksSimulator.ROBOT_ARCHIVE);
  private static final byte[] DATA = "ciphertext of some length".getBytes(UTF_8);

  private static FiksSimulator simulator;

  private Integrasjon kommune;
  private Integrasjon mottaker;

  @BeforeAll
  static void start() throws Exception {
    simulator = FiksSimulator.start();
  }

  @AfterAll
  static void stop() throws Exception {
    simulator.close();
  }

  @BeforeEach
  void openAccounts() throws Exception {
    kommune = Integrasjon.open(simulator, "987464291");
    mottaker = Integrasjon.open(simulator, "910000001");
  }

  @AfterEach
  void clearFaults() throws Exception {
    Integrasjon.admin(simulator, "DELETE", "/faults", "");
  }

  @Nested
  class Send {
    @Test
    void aStatusIsAnsweredWithThePlatformsErrorBodyAndNothingIsTaken() throws Exception {
      fault("send", "status:503");

      HttpResponse<byte[]> answer = send();

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(json(answer).get("errorId").asString()).isNotBlank();
      assertThat(received()).isEmpty();
      assertThat(send().statusCode()).as("it strikes once").isEqualTo(202);
    }

    @Test
    void aLostResponseLeavesTheMessageTaken() throws Exception {
      fault("send", "lose-response");

      assertThatThrownBy(FaultTest.this::send).isInstanceOf(IOException.class);
      assertThat(received()).hasSize(1);
    }

    @Test
    void aClosedConnectionTakesNothing() throws Exception {
      fault("send", "close-connection");

      assertThatThrownBy(FaultTest.this::send).isInstanceOf(IOException.class);
      assertThat(received()).isEmpty();
    }

    @Test
    void aDuplicateIsTakenTwiceUnderTwoIds() throws Exception {
      fault("send", "duplicate");

      send();

      assertThat(received()).hasSize(2);
      assertThat(received().get(0).get("meldingId"))
          .isNotEqualTo(received().get(1).get("meldingId"));
    }

    @Test
    void aDelayedAnswerIsForAMessageThatIsTakenAlready() throws Exception {
      Integrasjon.admin(
          simulator, "POST", "/faults", "{\"where\":\"send\",\"what\":\"delay\",\"delayMs\":8000}");

      assertThatThrownBy(() -> kommune.sendImpatiently(
              kommune.metadata(mottaker.kontoId(), TYPE, Map.of()), DATA, Duration.ofSeconds(2)))
          .isInstanceOf(HttpTimeoutException.class);

      await().until(() -> received().size() == 1);
    }

    @Test
    void aTruncatedBodyIsTakenByHalf() throws Exception {
      fault("send", "truncate");

      send();

      assertThat(received().get(0).get("size").asInt()).isEqualTo(DATA.length / 2);
    }

    @Test
    void packagesTheSimulatorSealsComeDamagedAsAsked() throws Exception {
      for (String damage : List.of("wrong-key", "bad-digest", "unsigned", "truncate")) {
        fault("send", damage);
        UUID meldingId = sealed();

        assertThat(content(meldingId)).as(damage).isEqualTo(422);
      }
      assertThat(content(sealed())).as("no fault is left").isEqualTo(200);
    }
  }

  @Nested
  class Catalogue {
    @Test
    void theWrongKeyIsSomeoneElses() throws Exception {
      String path = "/fiks-io/katalog/api/v1/kontoer/" + ARCHIVE + "/offentligNokkel";
      JsonNode right = json(kommune.get(path));

      fault("catalog", "wrong-key");

      assertThat(json(kommune.get(path)).get("nokkel")).isNotEqualTo(right.get("nokkel"));
      assertThat(json(kommune.get(path))).isEqualTo(right);
    }

    @Test
    void aStatusIsAnswered() throws Exception {
      fault("catalog", "status:500");

      assertThat(kommune.get("/fiks-io/katalog/api/v1/kontoer/" + ARCHIVE).statusCode())
          .isEqualTo(500);
    }
  }

  @Test
  void aTruncatedDownloadFromDokumentlagerBreaksOff() throws Exception {
    kommune.sends(mottaker.kontoId(), TYPE, new byte[6 * 1024 * 1024], Map.of());
    String path =
        "/dokumentlager/nedlasting/" + received().get(0).get("dokumentlagerId").asString();
    fault("dokumentlager", "truncate");

    assertThatThrownBy(() -> mottaker.get(path)).isInstanceOf(IOException.class);
    assertThat(mottaker.get(path).body()).hasSize(6 * 1024 * 1024);
  }

  @Test
  void theTokenEndpointAnswersAStatus() throws Exception {
    fault("token", "status:503");

    assertThat(kommune.requestToken(kommune.assertion()).statusCode()).isEqualTo(503);
    assertThat(kommune.requestToken(kommune.assertion()).statusCode()).isEqualTo(200);
  }

  @Nested
  class Amqp {
    @Test
    void aConnectionIsClosedAfterTheDeliveryAndBeforeItsAck() throws Exception {
      fault("amqp", "close-connection");
      try (Mottak first = new Mottak(mottaker)) {
        send();
        await().until(() -> !first.connection.isOpen());
      }
      try (Mottak second = new Mottak(mottaker)) {
        await().until(() -> second.arrived.size() == 1);
        assertThat(second.arrived.get(0).getEnvelope().isRedeliver()).isTrue();
      }
    }

    @Test
    void consumersAreCancelledAtOnce() throws Exception {
      try (Mottak mottak = new Mottak(mottaker)) {
        fault("amqp", "cancel-consumer");

        await().untilTrue(mottak.cancelled);
        assertThat(mottak.channel.isOpen()).isTrue();
        assertThat(Integrasjon.adminGet(simulator, "/accounts/" + mottaker.kontoId())
                .get("consumers")
                .asInt())
            .isZero();
      }
    }

    @Test
    void aConsumingChannelIsClosedWith406() throws Exception {
      try (Mottak mottak = new Mottak(mottaker)) {
        fault("amqp", "status:406");

        await().until(() -> !mottak.channel.isOpen());
        assertThat(mottak.connection.isOpen()).isTrue();
      }
    }

    @Test
    void aConnectionIsClosedByForceWith320() throws Exception {
      try (Mottak mottak = new Mottak(mottaker)) {
        fault("amqp", "status:320");

        await().until(() -> !mottak.connection.isOpen());
      }
    }

    @Test
    void aLoginIsRefusedWith403() throws Exception {
      fault("amqp", "status:403");

      assertThatThrownBy(mottaker::connect).isInstanceOf(AuthenticationFailureException.class);
      mottaker.connect().close();
    }

    @Test
    void anAckIsLostAndTheMessageRedelivered() throws Exception {
      fault("amqp", "redeliver");
      try (Mottak mottak = new Mottak(mottaker)) {
        send();

        await().until(() -> mottak.arrived.size() == 2);
        assertThat(mottak.arrived)
            .extracting(d -> d.getEnvelope().isRedeliver())
            .containsExactly(false, true);
        assertThat(mottak.arrived)
            .extracting(d -> Mottak.header(d, "melding-id"))
            .containsOnly(received().get(0).get("meldingId").asString());
      }
    }

    @Test
    void aMessageIsOvertakenByTheNext() throws Exception {
      fault("amqp", "reorder");
      try (Mottak mottak = new Mottak(mottaker)) {
        UUID first = kommune.sends(mottaker.kontoId(), TYPE, DATA, Map.of());
        UUID second = kommune.sends(mottaker.kontoId(), TYPE, DATA, Map.of());

        await().until(() -> mottak.arrived.size() == 2);
        assertThat(mottak.arrived)
            .extracting(d -> Mottak.header(d, "melding-id"))
            .containsExactly(second.toString(), first.toString());
      }
    }

    @Test
    void everyOtherMessageIsOvertakenAndNoneIsLost() throws Exception {
      Integrasjon.admin(
          simulator, "POST", "/faults", "{\"where\":\"amqp\",\"what\":\"reorder\",\"count\":2}");
      try (Mottak mottak = new Mottak(mottaker)) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          sent.add(kommune.sends(mottaker.kontoId(), TYPE, DATA, Map.of()).toString());
        }

        await().until(() -> mottak.arrived.size() == 4);
        assertThat(mottak.arrived)
            .extracting(d -> Mottak.header(d, "melding-id"))
            .containsExactly(sent.get(1), sent.get(0), sent.get(3), sent.get(2));
      }
    }

    @Test
    void theSameMessageIsDeliveredTwiceAsIfNew() throws Exception {
      fault("amqp", "duplicate");
      try (Mottak mottak = new Mottak(mottaker)) {
        UUID meldingId = kommune.sends(mottaker.kontoId(), TYPE, DATA, Map.of());

        await().until(() -> mottak.arrived.size() == 2);
        assertThat(mottak.arrived).allSatisfy(delivery -> {
          assertThat(Mottak.header(delivery, "melding-id")).isEqualTo(meldingId.toString());
          assertThat(delivery.getEnvelope().isRedeliver()).isFalse();
        });
      }
    }

    @Test
    void aMessageEntersItsQueueLate() throws Exception {
      fault("amqp", "delay");
      try (Mottak mottak = new Mottak(mottaker)) {
        UUID late = kommune.sends(mottaker.kontoId(), TYPE, DATA, Map.of());
        UUID inTime = kommune.sends(mottaker.kontoId(), TYPE, DATA, Map.of());

        await().until(() -> mottak.arrived.size() == 2);
        assertThat(mottak.arrived)
            .extracting(d -> Mottak.header(d, "melding-id"))
            .containsExactly(inTime.toString(), late.toString());
      }
    }

    @Test
    void aBodyArrivesByHalf() throws Exception {
      fault("amqp", "truncate");
      try (Mottak mottak = new Mottak(mottaker)) {
        send();

        await().until(() -> mottak.arrived.size() == 1);
        assertThat(mottak.arrived.get(0).getBody()).hasSize(DATA.length / 2);
      }
    }
  }

  @Nested
  class Receipt {
    @Test
    void receiptsComeInTheOtherOrder() throws Exception {
      fault("receipt", "reorder");
      assertThat(answersOfTheArchive(2))
          .containsExactly(OPPRETT + ".kvittering", OPPRETT + ".mottatt");
    }

    @Test
    void aReceiptIsLost() throws Exception {
      fault("receipt", "lose-response");
      assertThat(answersOfTheArchive(1)).containsExactly(OPPRETT + ".kvittering");
    }

    @Test
    void aReceiptIsSentTwiceUnderTwoIds() throws Exception {
      fault("receipt", "duplicate");
      assertThat(answersOfTheArchive(3))
          .containsExactly(OPPRETT + ".mottatt", OPPRETT + ".mottatt", OPPRETT + ".kvittering");
    }

    @Test
    void aReceiptIsSealedForSomeoneElse() throws Exception {
      fault("receipt", "wrong-key");
      answersOfTheArchive(2);

      JsonNode kvittering = Integrasjon.adminGet(
              simulator, "/messages?kontoId=" + kommune.kontoId())
          .get(1);
      assertThat(content(UUID.fromString(kvittering.get("meldingId").asString())))
          .isEqualTo(422);
    }

    @Test
    void theReplyIsQueuedBeforeTheSendIsAnswered() throws Exception {
      fault("receipt", "before-response");

      UUID meldingId = kommune.sends(ARCHIVE, OPPRETT, DATA, Map.of());

      JsonNode replies = Integrasjon.adminGet(simulator, "/messages?kontoId=" + kommune.kontoId());
      assertThat(replies.get(0).get("svarPaMelding").asString()).isEqualTo(meldingId.toString());
    }

    private List<String> answersOfTheArchive(int expected) throws Exception {
      try (Mottak mottak = new Mottak(kommune)) {
        UUID meldingId = kommune.sends(ARCHIVE, OPPRETT, DATA, Map.of());
        await().until(() -> "ACKED".equals(state(meldingId)));
        await().until(() -> mottak.arrived.size() >= expected);
        return mottak.types();
      }
    }
  }

  @Nested
  class AdminApi {
    @Test
    void whatCannotHappenIsRefusedWithWhatCan() throws Exception {
      HttpResponse<String> answer = Integrasjon.admin(
          simulator, "POST", "/faults", "{\"where\":\"token\",\"what\":\"cancel-consumer\"}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .contains("'cancel-consumer' cannot happen to token")
          .contains("close-connection, delay, lose-response, status:NNN, truncate");
    }

    @Test
    void waitingFaultsAreListedAndCleared() throws Exception {
      Integrasjon.admin(
          simulator, "POST", "/faults", "{\"where\":\"send\",\"what\":\"status:429\",\"count\":3}");
      send();

      JsonNode waiting = Integrasjon.adminGet(simulator, "/faults");
      assertThat(waiting.get(0).get("what").asString()).isEqualTo("status:429");
      assertThat(waiting.get(0).get("count").asInt()).isEqualTo(2);

      Integrasjon.admin(simulator, "DELETE", "/faults", "");
      assertThat(send().statusCode()).isEqualTo(202);
    }
  }

  private void fault(String where, String what) throws Exception {
    HttpResponse<String> answer = Integrasjon.admin(
        simulator,
        "POST",
        "/faults",
        Integrasjon.JSON.writeValueAsString(Map.of("where", where, "what", what)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private HttpResponse<byte[]> send() throws Exception {
    return kommune.send(kommune.metadata(mottaker.kontoId(), TYPE, Map.of()), DATA);
  }

  private UUID sealed() throws Exception {
    HttpResponse<byte[]> answer = kommune.sendSealedBySimulator(
        Map.of("mottakerKontoId", mottaker.kontoId(), "meldingType", TYPE),
        Map.of("brev.txt", "Hei".getBytes(UTF_8)));
    return UUID.fromString(json(answer).get("meldingId").asString());
  }

  private int content(UUID meldingId) throws Exception {
    return Integrasjon.getOpenly(
            simulator.httpAddress().resolve("/simulator/messages/" + meldingId + "/content"))
        .statusCode();
  }

  private List<JsonNode> received() throws Exception {
    List<JsonNode> received = new ArrayList<>();
    Integrasjon.adminGet(simulator, "/messages?kontoId=" + mottaker.kontoId())
        .forEach(received::add);
    return received;
  }

  private static String state(UUID meldingId) throws Exception {
    return Integrasjon.adminGet(simulator, "/messages?meldingId=" + meldingId)
        .get(0)
        .get("state")
        .asString();
  }

  private static JsonNode json(HttpResponse<byte[]> answer) {
    return Integrasjon.JSON.readTree(answer.body());
  }
}
