package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class ConversationsTest {
  private static final String CONVERSATIONS = "/api/conversations";

  @Autowired
  private Clock clock;

  @Autowired
  private CaseSystem client;

  @Autowired
  private FiksSender sender;

  @Autowired
  private StatusChanges changes;

  private Sbd aMessageOut() {
    Sbd sbd = new Sbd();
    client.postJson("/api/messages/out", sbd.json()).is(200);
    return sbd;
  }

  private JsonNode found(String query) {
    return client.get(CONVERSATIONS + "?" + query).is(200).json();
  }

  @Test
  void oneHasItsMembersInTheUsualOrder() {
    Sbd sbd = aMessageOut();
    JsonNode conversation = found("messageId=" + sbd.messageId()).at("/content/0");
    assertThat(conversation.propertyNames())
        .containsExactly(
            "id",
            "conversationId",
            "messageId",
            "sender",
            "senderIdentifier",
            "receiver",
            "receiverIdentifier",
            "processIdentifier",
            "documentIdentifier",
            "messageReference",
            "messageTitle",
            "lastUpdate",
            "finished",
            "expiry",
            "direction",
            "serviceIdentifier",
            "messageStatuses");
    assertThat(conversation.path("sender").asString()).isEqualTo("0192:987464291");
    assertThat(conversation.path("senderIdentifier").asString()).isEqualTo("987464291");
    assertThat(conversation.path("messageReference").asString())
        .isEqualTo(sbd.conversationId().toString());
    assertThat(conversation.path("messageTitle").asString()).isEmpty();
    assertThat(conversation.path("finished").asBoolean()).isFalse();
    assertThat(conversation.path("direction").asString()).isEqualTo("OUTGOING");
    assertThat(conversation.path("serviceIdentifier").asString()).isEqualTo("DPFIO");
    assertThat(conversation.at("/messageStatuses/0").propertyNames())
        .containsExactly("id", "lastUpdate", "status");
  }

  @Test
  void oneIsFoundByItsNumberAndByItsMessageId() {
    Sbd sbd = aMessageOut();
    JsonNode byMessageId =
        client.get(CONVERSATIONS + "/messageId/" + sbd.messageId()).is(200).json();
    JsonNode byNumber = client
        .get(CONVERSATIONS + "/" + byMessageId.path("id").asLong())
        .is(200)
        .json();
    assertThat(byNumber).isEqualTo(byMessageId);
    long convId = client
        .get("/api/statuses/" + sbd.messageId())
        .json()
        .at("/content/0/convId")
        .asLong();
    assertThat(byNumber.path("id").asLong()).isEqualTo(convId);
  }

  @Test
  void aMessageInIsListedButNotFoundAlone() {
    UUID id = sender.sends(KnownReceivers.ARKIVMELDING, new byte[] {1});
    await()
        .untilAsserted(() ->
            assertThat(found("messageId=" + id).path("totalElements").asInt()).isEqualTo(1));
    JsonNode in = found("messageId=" + id + "&direction=INCOMING").at("/content/0");
    assertThat(in.path("direction").asString()).isEqualTo("INCOMING");
    assertThat(found("messageId=" + id + "&direction=OUTGOING").path("empty").asBoolean())
        .isTrue();
    client.get(CONVERSATIONS + "/messageId/" + id).is(404);
    assertThat(client
            .get(CONVERSATIONS + "/" + in.path("id").asLong())
            .is(404)
            .json()
            .path("exception")
            .asString())
        .isEqualTo("no.difi.meldingsutveksling.exceptions.ConversationNotFoundException");
  }

  @Test
  void everyFilterHasToFit() {
    Sbd sbd = aMessageOut();
    String mine = "messageId=" + sbd.messageId();
    LocalDate today = LocalDate.ofInstant(clock.instant(), OsloTime.ZONE);
    for (String fits : List.of(
        "conversationId=" + sbd.conversationId(),
        "sender=0192:987464291",
        "senderIdentifier=987464291",
        "receiver=0192:" + FakeFiks.RECEIVER_ORG,
        "receiverIdentifier=" + FakeFiks.RECEIVER_ORG,
        "serviceIdentifier=DPFIO",
        "messageReference=" + sbd.conversationId(),
        "finished=false",
        "conversationId=&receiver=&messageReference=&messageTitle=&serviceIdentifier=&pollable=",
        "pollable=false",
        "lastUpdateFrom=" + today.minusDays(1) + "&lastUpdateTo=" + today.plusDays(1))) {
      assertThat(found(mine + "&" + fits).path("totalElements").asInt())
          .as(fits)
          .isEqualTo(1);
    }
    for (String doesNot : List.of(
        "conversationId=" + UUID.randomUUID(),
        "sender=987464291",
        "receiverIdentifier=0192:" + FakeFiks.RECEIVER_ORG,
        "serviceIdentifier=DPO",
        "messageReference=x",
        "messageReference=,",
        "messageTitle=x",
        "finished=true",
        "pollable=true",
        "lastUpdateTo=2020-01-01",
        "lastUpdateFrom=2099-01-01")) {
      assertThat(found(mine + "&" + doesNot).path("empty").asBoolean())
          .as(doesNot)
          .isTrue();
    }
  }

  @Test
  void aReceiverIsFoundByItsNumberWhateverItsPart() {
    Sbd sbd = new Sbd().receiver("0192:" + FakeFiks.RECEIVER_ORG + ":skole");
    client.postJson("/api/messages/out", sbd.json()).is(200);

    JsonNode found =
        found("messageId=" + sbd.messageId() + "&receiverIdentifier=" + FakeFiks.RECEIVER_ORG);

    assertThat(found.at("/content/0/receiverIdentifier").asString())
        .isEqualTo(FakeFiks.RECEIVER_ORG);
    assertThat(found.at("/content/0/receiver").asString())
        .isEqualTo("0192:" + FakeFiks.RECEIVER_ORG + ":skole");
  }

  @Nested
  class Deleted {
    private boolean isListed(Sbd sbd) {
      return !found("messageId=" + sbd.messageId()).path("empty").asBoolean();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areNoLongerAmongConversationsAndStatuses(boolean byNumber) {
      Sbd sbd = aMessageOut();
      String byMessageId = CONVERSATIONS + "/messageId/" + sbd.messageId();
      String number =
          CONVERSATIONS + "/" + client.get(byMessageId).json().path("id").asLong();
      assertThat(client.delete(byNumber ? number : byMessageId).is(200).bytes()).isEmpty();
      assertThat(isListed(sbd)).isFalse();
      client.get(byMessageId).is(404);
      client.get(number).is(404);
      assertThat(client
              .get("/api/statuses/" + sbd.messageId())
              .json()
              .path("empty")
              .asBoolean())
          .isTrue();
      client.delete(number).is(200);
    }

    @Test
    void goOnAndStayOnRecord() {
      Sbd sbd = aMessageOut();
      client.delete(CONVERSATIONS + "/messageId/" + sbd.messageId()).is(200);
      client.upload(sbd.messageId(), "a.txt", "x").is(200);
      client.post("/api/messages/out/" + sbd.messageId()).is(200);
      await()
          .untilAsserted(() -> assertThat(history(sbd))
              .extracting(StatusChange::status)
              .containsExactly("OPPRETTET", "SENDT"));
      assertThat(history(sbd)).noneMatch(StatusChange::isShown);
      assertThat(isListed(sbd)).isFalse();
    }

    @Test
    void keepTheirIds() {
      Sbd sbd = aMessageOut();
      client.delete(CONVERSATIONS + "/messageId/" + sbd.messageId()).is(200);
      client
          .postJson("/api/messages/out", sbd.conversation("identifier", "other").json())
          .is(400);
    }

    @Test
    void noLongerCount() {
      Sbd staying = aMessageOut();
      Sbd going = aMessageOut();
      List<String> lists = List.of(
          CONVERSATIONS + "?size=1",
          CONVERSATIONS + "?size=1&direction=OUTGOING",
          "/api/statuses?size=1",
          "/api/statuses?size=1&status=OPPRETTET");
      List<Long> before = lists.stream().map(this::total).toList();

      client.delete(CONVERSATIONS + "/messageId/" + going.messageId()).is(200);
      client.delete(CONVERSATIONS + "/messageId/" + going.messageId()).is(200);

      assertThat(lists)
          .extracting(this::total)
          .containsExactlyElementsOf(before.stream().map(total -> total - 1).toList());
      assertThat(found("messageId=" + staying.messageId()).path("totalElements").asInt())
          .isOne();
    }

    private long total(String list) {
      return client.get(list).is(200).json().path("totalElements").asLong();
    }

    @Test
    void mayBeUnknown() {
      client.delete(CONVERSATIONS + "/999999999").is(200);
      client.delete(CONVERSATIONS + "/messageId/" + UUID.randomUUID()).is(200);
      client.delete(CONVERSATIONS + "/messageId/no-id").is(200);
      client.delete(CONVERSATIONS + "/no-number").is(400);
    }

    private List<StatusChange> history(Sbd sbd) {
      return changes.findByMessageIdOrderById(sbd.messageId());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serviceIdentifier", "pollable", "messageTitle", "expiry,desc"})
  void areSortedByWhatClientsCallTheMembers(String member) {
    aMessageOut();
    assertThat(found("sort=" + member).at("/sort/sorted").asBoolean()).isTrue();
  }

  @Test
  void newestComeFirst() {
    aMessageOut();
    Sbd latest = aMessageOut();
    JsonNode page = found("direction=OUTGOING");
    assertThat(page.at("/content/0/messageId").asString())
        .isEqualTo(latest.messageId().toString());
    assertThat(page.at("/sort/sorted").asBoolean()).isTrue();
  }

  @Test
  void nothingHasToBePolled() {
    aMessageOut();
    assertThat(client.get(CONVERSATIONS + "/queue").is(200).json().path("empty").asBoolean())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?direction=SIDEWAYS",
        "?lastUpdateFrom=yesterday",
        "?finished=perhaps",
        "?serviceIdentifier=NONSENSE",
        "?sort=nonsense",
        "?page=300000000",
        "/queue?sort=nonsense",
        "/nonsense"
      })
  void questionsWithoutSenseAreRefused(String question) {
    var answer = client.get(CONVERSATIONS + question).is(400);
    assertThat(answer.text()).doesNotContain("no.fiksgateway");
    assertThat(answer.json().path("errorCode").asString()).isEqualTo("INVALID_REQUEST");
  }

  @Test
  void unknownOnesAreNotFound() {
    client.get(CONVERSATIONS + "/999999999").is(404);
    client.get(CONVERSATIONS + "/messageId/" + UUID.randomUUID()).is(404);
    client.get(CONVERSATIONS + "/messageId/no-id").is(404);
  }
}
