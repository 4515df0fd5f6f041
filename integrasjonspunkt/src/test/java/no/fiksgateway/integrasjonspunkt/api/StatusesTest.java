package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class StatusesTest {
  private static final String STATUSES = "/api/statuses";

  @Autowired
  private CaseSystem client;

  @Autowired
  private FakeFiks fiks;

  @AfterEach
  void thePlatformForgets() {
    fiks.forget();
  }

  private Sbd aSentMessage() {
    Sbd sbd = new Sbd();
    client
        .oneStep(sbd.json(), List.of(new Part("a", "a.txt", "text/plain", new byte[] {1})))
        .is(200);
    await().untilAsserted(() -> assertThat(statusesOf(sbd.messageId())).contains("SENDT"));
    return sbd;
  }

  private List<String> statusesOf(UUID id) {
    return names(client.get(STATUSES + "/" + id).is(200).json());
  }

  private static List<String> names(JsonNode page) {
    return page.path("content")
        .valueStream()
        .map(status -> status.path("status").asString())
        .toList();
  }

  @Nested
  class OfOneMessage {
    @Test
    void areItsHistoryOldestFirst() {
      Sbd sbd = aSentMessage();
      assertThat(statusesOf(sbd.messageId())).containsExactly("OPPRETTET", "SENDT");
    }

    @Test
    void haveTheUsualMembersAndTheirProof() {
      Sbd sbd = aSentMessage();
      var answer = client.get(STATUSES + "/" + sbd.messageId()).is(200);
      assertThat(answer.header("Content-Type")).isEqualTo("application/json;charset=utf-8");
      JsonNode sent = answer.json().at("/content/1");
      assertThat(sent.propertyNames())
          .containsExactly(
              "id", "lastUpdate", "status", "conversationId", "messageId", "convId", "evidence");
      assertThat(sent.at("/evidence/source").asString()).isEqualTo("FIKS_ANSWER");
      assertThat(sent.at("/evidence/meldingId").asString()).hasSize(36);
      OffsetDateTime at = OffsetDateTime.parse(sent.path("lastUpdate").asString());
      assertThat(at.getOffset()).isEqualTo(OsloTime.ZONE.getRules().getOffset(at.toInstant()));
    }

    @Test
    void areFoundByTheConversationIdToo() {
      Sbd sbd = aSentMessage();
      assertThat(statusesOf(sbd.conversationId())).containsExactly("OPPRETTET", "SENDT");
      assertThat(names(client.get("/statuses/" + sbd.conversationId()).json())).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11111111-0000-4000-8000-000000000000", "no-id"})
    void areAnEmptyPageWhereNobodyKnowsIt(String id) {
      assertThat(client.get(STATUSES + "/" + id).is(200).json().path("empty").asBoolean())
          .isTrue();
    }
  }

  @Nested
  class Listed {
    @Test
    void areFilteredByEachMember() {
      Sbd sbd = aSentMessage();
      String mine = "?messageId=" + sbd.messageId();
      long id = client.get(STATUSES + mine).json().at("/content/0/id").asLong();
      assertThat(names(client.get(STATUSES + mine + "&status=SENDT").json()))
          .containsExactly("SENDT");
      assertThat(names(client.get(STATUSES + mine + "&status=sendt").json()))
          .containsExactly("SENDT");
      assertThat(names(
              client.get(STATUSES + "?conversationId=" + sbd.conversationId()).json()))
          .hasSize(2);
      assertThat(names(client.get(STATUSES + "?id=" + id).json())).containsExactly("OPPRETTET");
      assertThat(names(client
              .get(STATUSES + mine + "&status=&conversationId=&fromDateTime=&toDateTime=&id=")
              .json()))
          .hasSize(2);
    }

    @Test
    void areFilteredByTimeWithOneEndOrBoth() {
      Sbd sbd = aSentMessage();
      JsonNode all = client.get(STATUSES + "?messageId=" + sbd.messageId()).json();
      String first = all.at("/content/0/lastUpdate").asString();
      String encoded = URLEncoder.encode(first, StandardCharsets.UTF_8);
      String mine = STATUSES + "?messageId=" + sbd.messageId();
      assertThat(names(client
              .get(mine + "&fromDateTime=" + encoded + "&toDateTime=" + encoded)
              .json()))
          .containsExactly("OPPRETTET");
      assertThat(names(client.get(mine + "&fromDateTime=" + encoded).json())).hasSize(2);
      assertThat(names(client.get(mine + "&toDateTime=" + encoded).json()))
          .containsExactly("OPPRETTET");
      assertThat(names(client.get(mine + "&fromDateTime=2099-01-01T00:00:00Z").json()))
          .isEmpty();
      assertThat(names(client
              .get(mine + "&fromDateTime=2099-01-01T00:00:00+01:00&toDateTime=2099-02-01T00:00:00Z")
              .json()))
          .isEmpty();
    }

    @Test
    void comeInPages() {
      Sbd sbd = aSentMessage();
      JsonNode page = client
          .get(STATUSES + "?messageId=" + sbd.messageId() + "&size=1&page=1")
          .json();
      assertThat(names(page)).containsExactly("SENDT");
      assertThat(page.path("totalElements").asInt()).isEqualTo(2);
      assertThat(page.path("totalPages").asInt()).isEqualTo(2);
      assertThat(page.path("last").asBoolean()).isTrue();
      assertThat(page.at("/sort/sorted").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"fromDateTime=yesterday&toDateTime=2026-01-01T00:00:00Z", "id=x", "sort=nonsense"
        })
    void areNotWhereTheQuestionMakesNoSense(String query) {
      client.get(STATUSES + "?" + query).is(400);
    }

    @Test
    void areNotFilteredByHeadersOfTheSameName() {
      Sbd sbd = aSentMessage();
      JsonNode page = client
          .get(
              STATUSES + "?messageId=" + sbd.messageId(),
              "Status",
              "LEST",
              "Id",
              "abc",
              "ConversationId",
              UUID.randomUUID().toString())
          .is(200)
          .json();
      assertThat(names(page)).contains("OPPRETTET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fromDateTime", "toDateTime", "id"})
    void areRefusedWithTheParameterThatCannotBeRead(String parameter) {
      JsonNode error =
          client.get(STATUSES + "?" + parameter + "=yesterday").is(400).json();

      assertThat(error.path("exception").asString())
          .isEqualTo("org.springframework.web.bind.MethodArgumentNotValidException");
      assertThat(error.at("/errors/0/field").asString()).isEqualTo(parameter);
      assertThat(error.at("/errors/0/rejectedValue").asString()).isEqualTo("yesterday");
      assertThat(error.at("/errors/0/bindingFailure").asBoolean()).isTrue();
      assertThat(error.at("/errors/0/code").asString()).isEqualTo("typeMismatch");
      assertThat(error.at("/errors/0/codes").isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"2026-01-01T00:00:00", "2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00Z", ""})
    void areFoundByADateInAnyFormThatCanMeanOneThing(String date) {
      Sbd sbd = aSentMessage();
      JsonNode page = client
          .get(STATUSES + "?messageId=" + sbd.messageId() + "&fromDateTime=" + date)
          .is(200)
          .json();
      assertThat(names(page)).contains("OPPRETTET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "lastUpdate", "status", "messageId", "conversationId", "convId"})
    void areSortedByAnyMember(String member) {
      aSentMessage();
      client.get(STATUSES + "?sort=" + member + ",desc").is(200);
    }
  }

  @Nested
  class Queued {
    @Test
    void areTakenOneByOneInTheOrderTheyCame() {
      emptyTheQueue();
      Sbd sbd = aSentMessage();
      JsonNode first = client.get(STATUSES + "/peek").is(200).json();
      assertThat(first).isEqualTo(client.get(STATUSES + "/peek").is(200).json());
      assertThat(first.path("status").asString()).isEqualTo("OPPRETTET");
      assertThat(first.path("messageId").asString()).isEqualTo(sbd.messageId().toString());

      client.delete(STATUSES + "/" + first.path("id").asLong()).is(200);
      assertThat(client.get(STATUSES + "/peek").json().path("status").asString())
          .isEqualTo("SENDT");
      assertThat(
              client.delete(STATUSES + "/" + first.path("id").asLong()).is(404).bytes())
          .isEmpty();
      assertThat(statusesOf(sbd.messageId())).hasSize(2);
    }

    @Test
    void areNoneWhenAllAreTaken() {
      emptyTheQueue();
      client.get(STATUSES + "/peek").is(204);
      client.delete(STATUSES + "/x").is(400);
    }

    private void emptyTheQueue() {
      for (var next = client.get(STATUSES + "/peek");
          next.status() == 200;
          next = client.get(STATUSES + "/peek")) {
        client.delete(STATUSES + "/" + next.json().path("id").asLong()).is(200);
      }
    }
  }

  @Test
  void theFlowIsDrawnFromTheHistory() {
    Sbd sbd = aSentMessage();
    var answer = client.get("/api/messages/" + sbd.messageId() + "/flow").is(200);
    assertThat(answer.header("Content-Type")).startsWith("text/vnd.mermaid");
    assertThat(answer.text()).startsWith("sequenceDiagram").contains("SENDT");
    client.get("/api/messages/" + UUID.randomUUID() + "/flow").is(404);
  }
}
