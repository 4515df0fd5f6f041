package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@ApiTest
class DraftsTest {
  private static final String OUT = "/api/messages/out";

  @Autowired
  private CaseSystem client;

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private OutgoingMessages messages;

  @Autowired
  private PayloadStore payloads;

  @Autowired
  private TransactionTemplate transaction;

  @Autowired
  private SettableClock clock;

  @Autowired
  private JdbcClient database;

  @AfterEach
  void thePlatformForgets() {
    fiks.forget();
  }

  private Sbd aDraft() {
    Sbd sbd = new Sbd();
    client.postJson(OUT, sbd.json()).is(200);
    return sbd;
  }

  private Sbd aRefusedMessage() {
    fiks.answersNext(new SendOutcome.Refused(400, "e-1", null, "no"));
    Sbd sbd = aDraft();
    client.upload(sbd.messageId(), "a.txt", "x").is(200);
    client.post(OUT + "/" + sbd.messageId()).is(200);
    await()
        .untilAsserted(() ->
            assertThat(client.get("/api/statuses/" + sbd.messageId()).text()).contains("\"FEIL\""));
    return sbd;
  }

  private List<Document> filesOf(Sbd sbd) {
    return transaction.execute(
        status -> messages.findByMessageId(sbd.messageId()).orElseThrow().documents());
  }

  @Nested
  class Upload {
    @Test
    void keepsNameTitleTypeAndBytes() throws Exception {
      Sbd sbd = aDraft();
      var answer = client.upload(sbd.messageId(), "brev.txt", "Hei");
      assertThat(answer.is(200).bytes()).isEmpty();
      Document file = filesOf(sbd).get(0);
      assertThat(file.filename()).isEqualTo("brev.txt");
      assertThat(file.title()).isEqualTo("brev.txt");
      assertThat(file.mimeType()).isEqualTo("text/plain");
      try (InputStream in = payloads.open(new PayloadId(file.payload()))) {
        assertThat(in).hasContent("Hei");
      }
    }

    @Test
    void takesTheTitleOfTheQueryBeforeTheHeaders() {
      Sbd sbd = aDraft();
      client
          .put(
              OUT + "/" + sbd.messageId() + "?title=Et%20brev",
              BodyPublishers.ofString("x"),
              "Content-Type",
              "application/pdf",
              "Content-Disposition",
              "attachment; name=other; filename=a.pdf")
          .is(200);
      assertThat(filesOf(sbd).get(0).title()).isEqualTo("Et brev");
    }

    @Test
    void keepsEveryByteWhateverTheContentTypeSays() {
      Sbd sbd = aDraft();
      client
          .put(
              OUT + "/" + sbd.messageId(),
              BodyPublishers.ofString("a=1&b=2"),
              "Content-Type",
              "application/x-www-form-urlencoded",
              "Content-Disposition",
              "attachment; filename=form.txt")
          .is(200);
      assertThat(filesOf(sbd).get(0).size()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
      "application/octet-stream, a.pdf, application/pdf",
      "application/octet-stream, a.unknown, application/octet-stream",
      "nonsense, a.xml, application/xml",
      "text/xml;charset=utf-8, a.xml, text/xml;charset=utf-8"
    })
    void findsTheTypeByTheExtensionWhereTheHeaderSaysNothing(
        String contentType, String filename, String kept) {
      Sbd sbd = aDraft();
      client
          .put(
              OUT + "/" + sbd.messageId(),
              BodyPublishers.ofString("x"),
              "Content-Type",
              contentType,
              "Content-Disposition",
              "attachment; filename=" + filename)
          .is(200);
      assertThat(filesOf(sbd).get(0).mimeType()).isEqualTo(kept);
    }

    @Test
    void ofTheSameFileAgainChangesNothing() {
      Sbd sbd = aDraft();
      client.upload(sbd.messageId(), "a.txt", "same").is(200);
      client.upload(sbd.messageId(), "a.txt", "same").is(200);
      assertThat(filesOf(sbd)).hasSize(1);
    }

    @Test
    void ofAnotherFileUnderTheSameNameIsRefused() {
      Sbd sbd = aDraft();
      client.upload(sbd.messageId(), "a.txt", "one").is(200);
      assertThat(client
              .upload(sbd.messageId(), "a.txt", "two")
              .is(400)
              .json()
              .path("exception")
              .asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.DuplicateFilenameException");
    }

    @Test
    void thatBreaksOffLeavesNothing() throws Exception {
      Sbd sbd = aDraft();
      client.putsHalfAFile(sbd.messageId(), "half.txt");
      client.upload(sbd.messageId(), "half.txt", "whole").is(200);
      assertThat(filesOf(sbd))
          .singleElement()
          .satisfies(file -> assertThat(file.size()).isEqualTo("whole".length()));
    }

    @Test
    void toAMessageNobodyKnowsIsRefused() {
      JsonNode error = client.upload(UUID.randomUUID(), "a.txt", "x").is(404).json();
      assertThat(error.path("exception").asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.MessageNotFoundException");
    }

    @ParameterizedTest
    @CsvSource({
      "Content-Type, text/plain, Content-Disposition",
      "Content-Disposition, attachment; filename=a.txt, Content-Type"
    })
    void needsBothHeaders(String header, String value, String missing) {
      JsonNode error = client
          .put(OUT + "/" + aDraft().messageId(), BodyPublishers.ofString("x"), header, value)
          .is(400)
          .json();
      assertThat(error.path("exception").asString())
          .isEqualTo("org.springframework.web.bind.MissingRequestHeaderException");
      assertThat(error.path("message").asString()).contains(missing);
    }

    @ParameterizedTest
    @CsvSource({"attachment", "attachment; name=x", "attachment; filename=.."})
    void needsAFileName(String disposition) {
      client
          .put(
              OUT + "/" + aDraft().messageId(),
              BodyPublishers.ofString("x"),
              "Content-Type",
              "text/plain",
              "Content-Disposition",
              disposition)
          .is(400);
    }
  }

  @Nested
  class UploadToNothing {
    @ParameterizedTest
    @ValueSource(
        strings = {"attachment", "attachment; filename", ";;", "attachment; filename=\"..\""})
    void isNotFoundWhateverTheHeaderSays(String header) {
      client
          .put(
              OUT + "/" + UUID.randomUUID(),
              BodyPublishers.ofString("x"),
              "Content-Disposition",
              header,
              "Content-Type",
              "text/plain")
          .is(404);
    }
  }

  @Nested
  class Sending {
    @Test
    void answersNothingAndHandsTheMessageToThePlatform() {
      Sbd sbd = aDraft();
      client.upload(sbd.messageId(), "a.txt", "x").is(200);
      assertThat(client.post(OUT + "/" + sbd.messageId()).is(200).bytes()).isEmpty();
      await().untilAsserted(() -> client.get(OUT + "/" + sbd.messageId()).is(404));
      assertThat(fiks.taken()).hasSize(1);
    }

    @Test
    void mayBeAskedForWithTheConversationIdOfOneMessage() {
      Sbd sbd = aDraft();
      client
          .put(
              "/out/messages/" + sbd.conversationId(),
              BodyPublishers.ofString("x"),
              "Content-Type",
              "text/plain",
              "Content-Disposition",
              "attachment; filename=a.txt")
          .is(200);
      client.post("/out/messages/" + sbd.conversationId()).is(200);
      await().untilAsserted(() -> assertThat(fiks.taken()).hasSize(1));
    }

    @Test
    void withoutAFileIsRefused() {
      JsonNode error = client.post(OUT + "/" + aDraft().messageId()).is(400).json();
      assertThat(error.path("exception").asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.MissingFileException");
      assertThat(error.path("message").asString())
          .isEqualTo("There must always be at least one attachment");
    }

    @Test
    void afterTheDeadlineIsRefused() {
      String deadline = clock
          .instant()
          .plus(Duration.ofMinutes(10))
          .truncatedTo(ChronoUnit.SECONDS)
          .toString();
      Sbd sbd = new Sbd().deadline(deadline);
      client.postJson(OUT, sbd.json()).is(200);
      client.upload(sbd.messageId(), "a.txt", "x").is(200);
      clock.forward(Duration.ofMinutes(11));
      for (int asked = 0; asked < 2; asked++) {
        JsonNode error = client.post(OUT + "/" + sbd.messageId()).is(400).json();
        assertThat(error.path("exception").asString())
            .isEqualTo("no.difi.meldingsutveksling.exceptions.TimeToLiveException");
        assertThat(error.path("message").asString())
            .isEqualTo("ExpectedResponseDateTime " + deadline
                + " has been exceeded. Please resend the message");
        await()
            .untilAsserted(
                () -> assertThat(client.get("/api/statuses/" + sbd.messageId()).text())
                    .contains("LEVETID_UTLOPT"));
      }
    }

    @Test
    void ofAMessageNobodyKnowsIsRefused() {
      client.post(OUT + "/" + UUID.randomUUID()).is(404);
      client.post(OUT + "/no-id").is(404);
    }

    @Test
    void leavesTheMessageAmongTheDraftsWhileThePlatformIsAway() {
      fiks.answersNext(new SendOutcome.TryAgain("busy", null, Duration.ofHours(1)));
      Sbd sbd = aDraft();
      client.upload(sbd.messageId(), "a.txt", "x").is(200);
      client.post(OUT + "/" + sbd.messageId()).is(200);
      await().untilAsserted(() -> assertThat(fiks.taken()).hasSize(1));
      client.get(OUT + "/" + sbd.messageId()).is(200);
      client.post(OUT + "/" + sbd.messageId()).is(200);
      assertThat(client.upload(sbd.messageId(), "b.txt", "x").is(409).json().path("errorCode"))
          .hasToString("\"NOT_A_DRAFT\"");
    }

    @Test
    void againAfterAFailureIsANewMessageOfTheSameConversation() {
      Sbd sbd = aRefusedMessage();

      JsonNode again =
          client.post(OUT + "/" + sbd.messageId() + "/resend").is(200).json();
      assertThat(Sbd.identification(again).path("instanceIdentifier").asString())
          .isNotEqualTo(sbd.messageId().toString());
      assertThat(Sbd.conversation(again).path("instanceIdentifier").asString())
          .isEqualTo(sbd.conversationId().toString());
      assertThat(again.at("/fiksio/klientMeldingId").asString())
          .isEqualTo(sbd.messageId().toString());
      await().untilAsserted(() -> assertThat(fiks.taken()).hasSize(2));
    }

    @Test
    void againIsRefusedWhereItsAccountIsNoLongerOurs() {
      Sbd sbd = aRefusedMessage();
      UUID gone = UUID.randomUUID();
      database
          .sql("update message set avsender_konto = ? where message_id = ?")
          .params(gone, sbd.messageId())
          .update();

      JsonNode error =
          client.post(OUT + "/" + sbd.messageId() + "/resend").is(400).json();

      assertThat(error.path("errorCode").asString()).isEqualTo("SENDER_NOT_OURS");
      assertThat(error.path("message").asString()).contains(gone.toString());
      assertThat(fiks.taken()).hasSize(1);
    }

    @Test
    void againIsRefusedWhereNothingFailed() {
      assertThat(client
              .post(OUT + "/" + aDraft().messageId() + "/resend")
              .is(409)
              .json()
              .path("errorCode")
              .asString())
          .isEqualTo("NOT_RESENDABLE");
    }
  }

  @Nested
  class Replacing {
    @Test
    void keepsIdAndFiles() {
      Sbd sbd = aDraft();
      client.upload(sbd.messageId(), "a.txt", "x").is(200);
      Sbd other = new Sbd()
          .documentIdentification("standard", KnownReceivers.ARKIVMELDING)
          .conversation("identifier", KnownReceivers.ARKIVMELDING)
          .without("/standardBusinessDocumentHeader/documentIdentification/instanceIdentifier");
      JsonNode answer = client
          .putJson("/out/messages/" + sbd.messageId(), other.json())
          .is(200)
          .json();
      assertThat(Sbd.identification(answer).path("instanceIdentifier").asString())
          .isEqualTo(sbd.messageId().toString());
      assertThat(Sbd.identification(client.get(OUT + "/" + sbd.messageId()).json())
              .path("standard")
              .asString())
          .isEqualTo(KnownReceivers.ARKIVMELDING);
      assertThat(filesOf(sbd)).hasSize(1);
    }

    @Test
    void staysInItsConversationWhereTheDocumentNamesNone() {
      Sbd sbd = aDraft();
      client
          .putJson(
              OUT + "/" + sbd.conversationId(),
              new Sbd()
                  .documentIdentification("instanceIdentifier", "")
                  .conversation("instanceIdentifier", "")
                  .json())
          .is(200);
      assertThat(client
              .get("/api/conversations/messageId/" + sbd.messageId())
              .json()
              .path("conversationId")
              .asString())
          .isEqualTo(sbd.conversationId().toString());
      client.get(OUT + "/" + sbd.conversationId()).is(200);
    }

    @Test
    void takesItsHistoryAlongToAnotherConversation() {
      Sbd sbd = aDraft();
      Sbd other =
          new Sbd().documentIdentification("instanceIdentifier", sbd.messageId().toString());
      client.putJson(OUT + "/" + sbd.messageId(), other.json()).is(200);

      assertThat(client
              .get("/api/statuses?conversationId=" + sbd.conversationId())
              .json()
              .path("empty")
              .asBoolean())
          .isTrue();
      assertThat(client
              .get("/api/statuses?conversationId=" + other.conversationId())
              .json()
              .at("/content/0/messageId")
              .asString())
          .isEqualTo(sbd.messageId().toString());
    }

    @Test
    void isRefusedWhereTheDocumentNamesAnotherMessage() {
      Sbd sbd = aDraft();
      client.putJson("/out/messages/" + sbd.messageId(), new Sbd().json()).is(400);
    }

    @Test
    void validatesLikeCreating() {
      Sbd sbd = aDraft();
      JsonNode error = client
          .putJson(
              OUT + "/" + sbd.messageId(),
              sbd.without("/standardBusinessDocumentHeader/headerVersion").json())
          .is(400)
          .json();
      assertThat(error.at("/errors/0/code").asString()).isEqualTo("NotNull");
    }

    @Test
    void ofAMessageNobodyKnowsIsRefused() {
      client.putJson(OUT + "/" + UUID.randomUUID(), new Sbd().json()).is(404);
    }
  }

  @Nested
  class Deleting {
    @Test
    void byAConversationNeedsOneThatHasOneMessage() {
      Sbd first = aDraft();
      Sbd second =
          new Sbd().conversation("instanceIdentifier", first.conversationId().toString());
      client.postJson(OUT, second.json()).is(200);

      client.delete(OUT + "/" + first.conversationId()).is(404);
      client.get(OUT + "/" + first.messageId()).is(200);

      client.delete(OUT + "/" + first.messageId()).is(200);
      client.delete(OUT + "/" + first.conversationId()).is(200);
      client.get(OUT + "/" + second.messageId()).is(404);
    }

    @Test
    void takesTheDraftBack() {
      Sbd sbd = aDraft();
      assertThat(client.delete(OUT + "/" + sbd.messageId()).is(200).bytes()).isEmpty();
      client.get(OUT + "/" + sbd.messageId()).is(404);
    }

    @Test
    void whatIsNotThereIsFine() {
      client.delete(OUT + "/" + UUID.randomUUID()).is(200);
      client.delete(OUT + "/no-id").is(200);
    }
  }

  @Nested
  class Listing {
    @Test
    void findsADraftByEachOfItsFilters() {
      Sbd sbd = aDraft();
      for (String filter : List.of(
          "messageId=" + sbd.messageId(),
          "conversationId=" + sbd.conversationId(),
          "messageId=" + sbd.messageId() + "&processIdentifier=" + KnownReceivers.PROCESS,
          "messageId=" + sbd.messageId() + "&receiverIdentifier=" + FakeFiks.RECEIVER_ORG,
          "messageId=" + sbd.messageId() + "&senderIdentifier=987464291",
          "messageId=" + sbd.messageId() + "&serviceIdentifier=DPFIO&nonsense=1",
          "messageId=" + sbd.messageId() + "&conversationId=&processIdentifier=&serviceIdentifier=",
          "messageId=" + sbd.messageId() + "&serviceIdentifier=DPO&serviceIdentifier=DPFIO",
          "messageId=" + sbd.messageId() + "&direction=OUTGOING",
          "messageId=" + sbd.messageId() + "&direction=INCOMING&direction=OUTGOING",
          "messageId=" + UUID.randomUUID() + "&messageId=" + sbd.messageId(),
          "messageId=" + sbd.messageId() + "&direction=&direction=&senderIdentifier=,",
          "messageId=" + sbd.messageId() + "&receiverIdentifier=1&receiverIdentifier="
              + FakeFiks.RECEIVER_ORG,
          "messageId=" + sbd.messageId() + "&sort=serviceIdentifier")) {
        JsonNode page = client.get(OUT + "?" + filter).is(200).json();
        assertThat(page.path("totalElements").asInt()).as(filter).isEqualTo(1);
        assertThat(Sbd.identification(page.at("/content/0"))
                .path("instanceIdentifier")
                .asString())
            .isEqualTo(sbd.messageId().toString());
      }
    }

    @Test
    void findsNothingWhereOneFilterDoesNotFit() {
      Sbd sbd = aDraft();
      for (String filter : List.of(
          "messageId=" + UUID.randomUUID(),
          "messageId=no-id",
          "messageId=" + sbd.messageId() + "&receiverIdentifier=0192:" + FakeFiks.RECEIVER_ORG,
          "messageId=" + sbd.messageId() + "&direction=INCOMING",
          "messageId=" + sbd.messageId() + "&serviceIdentifier=DPO")) {
        assertThat(client.get(OUT + "?" + filter).is(200).json().path("empty").asBoolean())
            .as(filter)
            .isTrue();
      }
    }

    @Test
    void givesThePageInTheUsualShape() {
      String page = client.get(OUT + "?messageId=" + UUID.randomUUID()).is(200).text();
      assertThat(page.replaceAll("\\s", ""))
          .isEqualTo("{\"content\":[],\"pageable\":{\"pageNumber\":0,\"pageSize\":10,"
              + "\"sort\":{\"empty\":true,\"sorted\":false,\"unsorted\":true},\"offset\":0,"
              + "\"paged\":true,\"unpaged\":false},\"totalPages\":0,\"totalElements\":0,"
              + "\"last\":true,\"size\":10,\"number\":0,\"numberOfElements\":0,"
              + "\"sort\":{\"empty\":true,\"sorted\":false,\"unsorted\":true},"
              + "\"first\":true,\"empty\":true}");
    }

    @ParameterizedTest
    @CsvSource({"size=0, 0, 10", "page=-1, 0, 10", "size=5000, 0, 2000", "page=2&size=3, 2, 3"})
    void boundsThePage(String query, int number, int size) {
      JsonNode page = client.get(OUT + "?" + query).is(200).json();
      assertThat(page.path("number").asInt()).isEqualTo(number);
      assertThat(page.path("size").asInt()).isEqualTo(size);
      assertThat(page.at("/pageable/offset").asInt()).isEqualTo(number * size);
    }

    @Test
    void sortsByWhatClientsCallTheMembers() {
      aDraft();
      Sbd latest = aDraft();
      JsonNode page = client.get(OUT + "?sort=lastUpdated,desc").is(200).json();
      assertThat(Sbd.identification(page.at("/content/0"))
              .path("instanceIdentifier")
              .asString())
          .isEqualTo(latest.messageId().toString());
      assertThat(page.at("/sort/sorted").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"sort=nonsense", "serviceIdentifier=nonsense", "direction=SIDEWAYS"})
    void refusesWhatItDoesNotKnow(String query) {
      client.get(OUT + "?" + query).is(400);
    }
  }

  @Nested
  class Answering {
    @Test
    void aMessageWeNeverGotIsRefused() {
      JsonNode error = client
          .postJson(
              OUT,
              new Sbd()
                  .fiksio("{\"svarPaMelding\":\"" + UUID.randomUUID() + "\"}")
                  .json())
          .is(400)
          .json();
      assertThat(error.at("/errors/0/field").asString()).isEqualTo("fiksio.svarPaMelding");
    }

    @Test
    void keepsTheClientsHeadersAndKlientMeldingId() {
      UUID klientMeldingId = UUID.randomUUID();
      Sbd sbd = new Sbd()
          .fiksio("{\"sikkerhetsnivaa\":3,\"headere\":{\"sak\":\"7\"},\"klientMeldingId\":\""
              + klientMeldingId + "\",\"meldingId\":\"" + UUID.randomUUID() + "\"}");
      JsonNode answer = client.postJson(OUT, sbd.json()).is(200).json();
      assertThat(answer.path("fiksio").toString())
          .isEqualTo("{\"sikkerhetsnivaa\":3,\"headere\":{\"sak\":\"7\"},\"klientMeldingId\":\""
              + klientMeldingId + "\"}");
      client.upload(sbd.messageId(), "a.txt", "x").is(200);
      client.post(OUT + "/" + sbd.messageId()).is(200);
      await().untilAsserted(() -> assertThat(fiks.taken()).hasSize(1));
      assertThat(fiks.taken().get(0).forsendelse().headere())
          .containsEntry("sak", "7")
          .containsEntry("klientMeldingId", klientMeldingId.toString());
    }
  }
}
