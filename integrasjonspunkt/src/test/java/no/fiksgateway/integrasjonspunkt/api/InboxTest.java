package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.inbound.Innboks;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessages;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;

@ApiTest
class InboxTest {
  private static final String IN = "/api/messages/in";
  private static final byte[] LETTER = "Hei fra arkivet".getBytes(StandardCharsets.UTF_8);

  @Autowired
  private CaseSystem client;

  @Autowired
  private FiksSender sender;

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private PayloadStore payloads;

  @Autowired
  private Innboks innboks;

  @Autowired
  private Transactions transactions;

  @Autowired
  private IncomingMessages messages;

  @Autowired
  private SettableClock clock;

  @Value("${integrasjonspunkt.payload.directory}")
  private String payloadDirectory;

  @BeforeEach
  @AfterEach
  void theInboxIsEmpty() {
    fiks.forget();
    everyLockRunsOut();
    while (client.get(IN + "/peek").status() == 200) {
      client.delete("/in/messages/pop").is(200);
    }
  }

  private void everyLockRunsOut() {
    clock.forward(Duration.ofHours(1));
  }

  private UUID aMessageIsIn() {
    return isIn(sender.sends(KnownReceivers.ARKIVMELDING, LETTER));
  }

  private UUID isIn(UUID id) {
    await()
        .untilAsserted(() -> assertThat(
                client.get(IN + "?messageId=" + id).json().path("totalElements").asInt())
            .isEqualTo(1));
    return id;
  }

  private static String idOf(JsonNode sbd) {
    return Sbd.identification(sbd).path("instanceIdentifier").asString();
  }

  @Nested
  class Peek {
    @Test
    void answersNothingWhereNothingIsIn() {
      var answer = client.get(IN + "/peek").is(204);
      assertThat(answer.bytes()).isEmpty();
    }

    @Test
    void showsTheMessageAsAnSbd() {
      UUID id = aMessageIsIn();
      JsonNode sbd = client.get(IN + "/peek").is(200).json();
      assertThat(idOf(sbd)).isEqualTo(id.toString());
      assertThat(Sbd.conversation(sbd).path("instanceIdentifier").asString())
          .isEqualTo(id.toString());
      assertThat(Sbd.conversation(sbd).path("identifier").asString())
          .isEqualTo(KnownReceivers.ARKIVMELDING);
      assertThat(Sbd.conversation(sbd)
              .at("/scopeInformation/0/expectedResponseDateTime")
              .asString())
          .isNotEmpty();
      assertThat(sbd.at("/standardBusinessDocumentHeader/sender/0/identifier/value")
              .asString())
          .isEqualTo("0192:" + FakeFiks.RECEIVER_ORG);
      assertThat(sbd.at("/standardBusinessDocumentHeader/receiver/0/identifier/value")
              .asString())
          .isEqualTo("0192:987464291");
      assertThat(sbd.path("fiksio").toString())
          .isEqualTo("{\"avsenderKontoId\":\"" + FakeFiks.RECEIVER + "\",\"meldingId\":\"" + id
              + "\",\"meldingstype\":\"" + KnownReceivers.ARKIVMELDING + "\",\"resendt\":false}");
    }

    @Test
    void locksOneMessageAfterTheOtherOldestFirst() {
      UUID first = aMessageIsIn();
      UUID second = aMessageIsIn();
      client.get(IN + "?sort=id,desc").is(200);
      assertThat(idOf(client.get(IN + "/peek").json())).isEqualTo(first.toString());
      assertThat(idOf(client.get("/in/messages/peek").json())).isEqualTo(second.toString());
      client.get(IN + "/peek").is(204);
    }

    @Test
    void givesEachOfTwoCallersAtOnceAnotherMessage() {
      UUID first = aMessageIsIn();
      UUID second = aMessageIsIn();
      transactions.insist(() -> {
        var notYetCommitted = innboks.peek(Innboks.Filter.NONE, "local system").orElseThrow();
        assertThat(notYetCommitted.message().messageId().value()).isEqualTo(first);
        assertThat(idOf(client.get(IN + "/peek").is(200).json())).isEqualTo(second.toString());
      });
    }

    @Test
    void offersAMessageAgainWhenItsLockHasRunOut() {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      everyLockRunsOut();
      assertThat(idOf(client.get(IN + "/peek").is(200).json())).isEqualTo(id.toString());
    }

    @Test
    void findsByEveryFilterTogether() {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek?messageId=" + UUID.randomUUID()).is(204);
      client.get(IN + "/peek?messageId=no-id").is(204);
      client.get(IN + "/peek?serviceIdentifier=DPO").is(204);
      client.get(IN + "/peek?process=other").is(204);
      client
          .get(IN + "/peek?messageId=" + id + "&conversationId=" + id + "&process="
              + KnownReceivers.ARKIVMELDING
              + "&serviceIdentifier=DPFIO&receiverIdentifier=987464291"
              + "&senderIdentifier=" + FakeFiks.RECEIVER_ORG)
          .is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"messageID=1", "nonsense=x", "page=0", "serviceIdentifier=NONSENSE"})
    void refusesAFilterItDoesNotKnowAndLocksNothing(String query) {
      aMessageIsIn();
      client.get(IN + "/peek/?" + query).is(400);
      client.get(IN + "/peek").is(200);
    }
  }

  @Nested
  class Pop {
    @Test
    void givesThePackageAsOftenAsWanted() throws IOException {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      client.get(IN + "/pop/" + id).is(200);
      var answer = client.get(IN + "/pop/" + id).is(200);
      assertThat(answer.header("Content-Type")).isEqualTo("application/vnd.etsi.asic-e+zip");
      assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=asic.zip");
      assertThat(fileIn(answer.bytes(), "innhold.txt")).isEqualTo(LETTER);
    }

    @Test
    void givesThePackageWhateverTheClientAccepts() {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      client.get(IN + "/pop/" + id, "Accept", "application/json").is(200);
    }

    @Test
    void answersNothingWhereThereIsNoPayload() {
      UUID id =
          isIn(sender.sendsWithoutPayload(KnownReceivers.ARKIVMELDING + ".mottatt", Map.of()));
      client.get(IN + "/peek").is(200);
      client.get(IN + "/pop/" + id).is(204);
    }

    @Test
    void ofAMessageThatIsNotLockedIsRefused() {
      JsonNode error = client.get(IN + "/pop/" + aMessageIsIn()).is(400).json();
      assertThat(error.path("exception").asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.MessageNotLockedException");
    }

    @Test
    void ofAMessageNobodyKnowsIsRefused() {
      client.get(IN + "/pop/" + UUID.randomUUID()).is(404);
      client.get(IN + "/pop/no-id").is(404);
    }

    @Test
    void ofALostPackageFailsAndKeepsTheMessage() throws IOException {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      payloads.delete(new PayloadId(messages.findByMessageId(id).orElseThrow().packagePayload()));
      JsonNode error = client.get(IN + "/pop/" + id).is(500).json();
      assertThat(error.path("errorCode").asString()).isEqualTo("DOCUMENT_LOST");
      assertThat(error.path("exception").asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.AsicReadException");
      assertThat(
              client.get(IN + "?messageId=" + id).json().path("totalElements").asInt())
          .isEqualTo(1);
    }

    @Test
    void ofADamagedPackageIsNeverAnsweredAsWhole() throws IOException {
      byte[] large = new byte[3_000_000];
      new Random(7).nextBytes(large);
      UUID id = isIn(sender.sends(KnownReceivers.ARKIVMELDING, large));
      client.get(IN + "/peek").is(200);
      damage(messages.findByMessageId(id).orElseThrow().packagePayload());
      assertThatThrownBy(() -> client.get(IN + "/pop/" + id))
          .isInstanceOf(UncheckedIOException.class);
      client.delete(IN + "/" + id).is(200);
    }

    private void damage(String payload) throws IOException {
      try (Stream<Path> files = Files.walk(Path.of(payloadDirectory))) {
        Path file =
            files.filter(path -> path.toString().contains(payload)).findFirst().orElseThrow();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 100] ^= 1;
        Files.write(file, bytes);
      }
    }

    private byte[] fileIn(byte[] asice, String name) throws IOException {
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(asice))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          if (entry.getName().equals(name)) {
            return zip.readAllBytes();
          }
        }
      }
      throw new AssertionError(name + " is not in the package");
    }
  }

  @Nested
  class Delete {
    @Test
    void answersTheMessageAndFinishesIt() {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      assertThat(idOf(client.delete(IN + "/" + id).is(200).json())).isEqualTo(id.toString());
      client.delete(IN + "/" + id).is(404);
      assertThat(client.get("/api/statuses/" + id).text()).contains("INNKOMMENDE_LEVERT");
    }

    @Test
    void ofAMessageThatIsNotLockedIsRefused() {
      assertThat(client
              .delete(IN + "/" + aMessageIsIn())
              .is(400)
              .json()
              .path("exception")
              .asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.MessageNotLockedException");
    }
  }

  @Nested
  class TheLockToken {
    @Test
    void letsItsHolderPopAndDelete() {
      UUID id = aMessageIsIn();
      String token = client.get(IN + "/peek").is(200).header("Lock-Token");
      client.get(IN + "/pop/" + id, "Lock-Token", token).is(200);
      client.delete(IN + "/" + id, "Lock-Token", token).is(200);
    }

    @Test
    void ofALostLockIsRefused() {
      UUID id = aMessageIsIn();
      String lost = client.get(IN + "/peek").is(200).header("Lock-Token");
      everyLockRunsOut();
      client.get(IN + "/peek").is(200);
      JsonNode error = client.get(IN + "/pop/" + id, "Lock-Token", lost).is(409).json();
      assertThat(error.path("errorCode").asString()).isEqualTo("LOCK_LOST");
      client.delete(IN + "/" + id, "Lock-Token", lost).is(409);
      client.delete(IN + "/" + id, "Lock-Token", "no-token").is(409);
    }

    @Test
    void extendsTheLock() {
      UUID id = aMessageIsIn();
      String token = client.get(IN + "/peek").is(200).header("Lock-Token");
      JsonNode answer =
          client.post(IN + "/" + id + "/lock", "Lock-Token", token).is(200).json();
      assertThat(answer.path("messageId").asString()).isEqualTo(id.toString());
      assertThat(answer.path("lockedUntil").asString()).isNotEmpty();
    }
  }

  @Nested
  class TheShortPaths {
    @Test
    void popAndDeleteTheOnlyLockedMessage() {
      UUID id = aMessageIsIn();
      client.get("/in/messages/peek").is(200);
      client.post("/in/messages/pop").is(200);
      assertThat(idOf(client.delete("/in/messages/pop").is(200).json())).isEqualTo(id.toString());
    }

    @Test
    void popAndDeleteTheNamedMessage() {
      UUID id = aMessageIsIn();
      aMessageIsIn();
      client.get("/in/messages/peek").is(200);
      client.get("/in/messages/peek").is(200);
      client.post("/in/messages/pop?messageId=" + id).is(200);
      client.delete("/in/messages/pop?messageId=" + id).is(200);
    }

    @Test
    void popAndDeleteTheMessageOfTheToken() {
      UUID id = aMessageIsIn();
      aMessageIsIn();
      String token = client.get("/in/messages/peek").is(200).header("Lock-Token");
      client.get("/in/messages/peek").is(200);
      client.post("/in/messages/pop", "Lock-Token", token).is(200);
      assertThat(idOf(
              client.delete("/in/messages/pop", "Lock-Token", token).is(200).json()))
          .isEqualTo(id.toString());
    }

    @Test
    void refuseToGuessWhichMessageIsMeant() {
      aMessageIsIn();
      aMessageIsIn();
      client.get("/in/messages/peek").is(200);
      client.get("/in/messages/peek").is(200);
      assertThat(
              client.post("/in/messages/pop").is(409).json().path("errorCode").asString())
          .isEqualTo("LOCK_AMBIGUOUS");
      client.delete("/in/messages/pop").is(409);
    }

    @Test
    void refuseWhereNothingIsLocked() {
      client.post("/in/messages/pop").is(400);
    }
  }

  @Nested
  class Listing {
    @Test
    void showsLockedMessagesToo() {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      JsonNode page =
          client.get(IN + "?messageId=" + id + "&serviceIdentifier=DPFIO").json();
      assertThat(idOf(page.at("/content/0"))).isEqualTo(id.toString());
      assertThat(page.at("/content/0/fiksio/lockedBy").asString()).isEqualTo("127.0.0.1");
      assertThat(page.at("/content/0/fiksio/lockedUntil").asString()).isNotEmpty();
      clock.forward(Duration.ofHours(1));
      assertThat(client.get(IN + "?messageId=" + id).text()).doesNotContain("lockedBy");
    }

    @Test
    void asksNothingByFiltersThatAreLeftEmpty() {
      UUID id = aMessageIsIn();
      String empty =
          "messageId=&conversationId=&receiverIdentifier=&senderIdentifier=&serviceIdentifier=&process=";

      assertThat(client.get(IN + "?" + empty).json().path("empty").asBoolean()).isFalse();
      assertThat(idOf(client.get(IN + "/peek?" + empty).is(200).json())).isEqualTo(id.toString());
      client.post("/in/messages/pop?messageId=").is(200);
    }

    @Test
    void findsNothingWhereNothingFits() {
      aMessageIsIn();
      assertThat(client.get(IN + "?process=other").json().path("empty").asBoolean())
          .isTrue();
      assertThat(client.get(IN + "?messageId=no-id").json().path("empty").asBoolean())
          .isTrue();
      client.get(IN + "?serviceIdentifier=NONSENSE").is(400);
      client.get(IN + "?sort=nonsense").is(400);
    }
  }

  @Nested
  class Reject {
    @Test
    void tellsTheSenderWhyAndFinishesTheMessage() {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      client
          .postJson(IN + "/" + id + "/reject", "{\"reason\":\"Mangler vedlegg\"}")
          .is(200);
      client.get(IN + "/peek?messageId=" + id).is(204);
      await()
          .untilAsserted(() -> assertThat(fiks.taken()).singleElement().satisfies(answer -> {
            assertThat(answer.forsendelse().svarPaMelding()).isEqualTo(new MeldingId(id));
            assertThat(answer.forsendelse().type().value()).contains("ugyldigforespoersel");
          }));
      assertThat(client.get("/api/statuses/" + id).text()).contains("FEIL", "Mangler vedlegg");
    }

    @Test
    void isNotTheClientsToTakeBack() {
      fiks.answersNext(new SendOutcome.TryAgain("HTTP 503", null, Duration.ofMinutes(10)));
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      client
          .postJson(IN + "/" + id + "/reject", "{\"reason\":\"Mangler vedlegg\"}")
          .is(200);
      await().untilAsserted(() -> assertThat(fiks.taken()).hasSize(1));

      client.get("/api/messages/out").is(200);
      client.delete("/api/messages/out/" + id).is(200);

      clock.forward(Duration.ofMinutes(15));
      aMessageIsIn();
      await().untilAsserted(() -> assertThat(fiks.taken()).hasSize(2));
    }

    @ParameterizedTest
    @CsvSource({
      "no.ks.fiks.arkiv.v1.feilmelding.serverfeil, serverfeil",
      "no.ks.fiks.kvittering.serverfeil.v1, serverfeil",
      "Serverfeil, serverfeil",
      "no.ks.fiks.bekymringsmelding.feilet.v1, ugyldigforespoersel"
    })
    void saysWhatTheClientNames(String type, String sent) {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      client
          .postJson(
              IN + "/" + id + "/reject", "{\"reason\":\"Vi er nede\",\"type\":\"" + type + "\"}")
          .is(200);
      await()
          .untilAsserted(() -> assertThat(fiks.taken())
              .singleElement()
              .satisfies(
                  answer -> assertThat(answer.forsendelse().type().value()).endsWith(sent)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"{}", "{\"reason\":\" \"}", "{\"reason\":\"x\",\"type\":\"no.such.type\"}"})
    void needsAReasonAndAKnownType(String json) {
      UUID id = aMessageIsIn();
      client.get(IN + "/peek").is(200);
      client.postJson(IN + "/" + id + "/reject", json).is(400);
    }
  }

  @Nested
  class AnAnswer {
    private FakeFiks.Taken isSent(Sbd sbd) {
      client.postJson("/api/messages/out", sbd.json()).is(200);
      client.upload(sbd.messageId(), "svar.txt", "Takk").is(200);
      client.post("/api/messages/out/" + sbd.messageId()).is(200);
      await().untilAsserted(() -> assertThat(fiks.taken()).hasSize(1));
      return fiks.taken().get(0);
    }

    @Test
    void isAMessageOfTheSameConversation() {
      UUID id = aMessageIsIn();
      Sbd answer = new Sbd().conversation("instanceIdentifier", id.toString());
      assertThat(isSent(answer).forsendelse().svarPaMelding()).isEqualTo(new MeldingId(id));
    }

    @Test
    void isAMessageThatNamesTheOneItAnswers() {
      UUID id = aMessageIsIn();
      Sbd answer = new Sbd().fiksio("{\"svarPaMelding\":\"" + id + "\"}");
      assertThat(isSent(answer).forsendelse().svarPaMelding()).isEqualTo(new MeldingId(id));
    }

    @Test
    void isNotAnyOtherMessage() {
      aMessageIsIn();
      assertThat(isSent(new Sbd()).forsendelse().svarPaMelding()).isNull();
    }
  }

  @Test
  void quarantineShowsWhatCouldNotBeRead() {
    UUID broken = sender.sendsGarbage(KnownReceivers.ARKIVMELDING);
    await()
        .untilAsserted(() ->
            assertThat(client.get("/api/quarantine?size=100").text()).contains(broken.toString()));
    JsonNode found = client
        .get("/api/quarantine?size=100")
        .json()
        .path("content")
        .valueStream()
        .filter(candidate -> candidate.path("meldingId").asString().equals(broken.toString()))
        .findFirst()
        .orElseThrow();
    assertThat(found.path("reason").asString()).isNotEmpty();
    assertThat(found.path("errorCode").asString()).startsWith("INCOMING_");
    assertThat(found.path("size").asInt()).isPositive();
    assertThat(List.of(found.path("avsenderKontoId").asString()))
        .containsExactly(FakeFiks.RECEIVER.toString());

    client.post("/api/quarantine/" + found.path("id").asLong() + "/discard").is(200);
    assertThat(client.get("/api/quarantine?size=100").text()).doesNotContain(broken.toString());
    client.post("/api/quarantine/999999/release").is(404);
    client.post("/api/quarantine/nonsense/release").is(400);
  }
}
