package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/**
 * Every member that clients of eFormidling find in an answer is there, with the type they know. A list of an answer is
 * described by its first element.
 */
@ApiTest
class ContractTest {
  private static final String PAGE = """
      pageable.pageNumber number
      pageable.pageSize number
      pageable.sort.empty boolean
      pageable.sort.sorted boolean
      pageable.sort.unsorted boolean
      pageable.offset number
      pageable.paged boolean
      pageable.unpaged boolean
      totalPages number
      totalElements number
      last boolean
      size number
      number number
      numberOfElements number
      sort.empty boolean
      sort.sorted boolean
      sort.unsorted boolean
      first boolean
      empty boolean
      """;

  private static final String SBD = """
      standardBusinessDocumentHeader.headerVersion string
      standardBusinessDocumentHeader.sender[].identifier.value string
      standardBusinessDocumentHeader.sender[].identifier.authority string
      standardBusinessDocumentHeader.receiver[].identifier.value string
      standardBusinessDocumentHeader.receiver[].identifier.authority string
      standardBusinessDocumentHeader.documentIdentification.standard string
      standardBusinessDocumentHeader.documentIdentification.typeVersion string
      standardBusinessDocumentHeader.documentIdentification.instanceIdentifier string
      standardBusinessDocumentHeader.documentIdentification.type string
      standardBusinessDocumentHeader.documentIdentification.creationDateAndTime string
      standardBusinessDocumentHeader.businessScope.scope[].type string
      standardBusinessDocumentHeader.businessScope.scope[].instanceIdentifier string
      standardBusinessDocumentHeader.businessScope.scope[].identifier string
      standardBusinessDocumentHeader.businessScope.scope[].scopeInformation[].expectedResponseDateTime string
      """;

  private static final String STATUS = """
      id number
      lastUpdate string
      status string
      conversationId string
      messageId string
      convId number
      """;

  private static final String CONVERSATION = """
      id number
      conversationId string
      messageId string
      sender string
      senderIdentifier string
      receiver string
      receiverIdentifier string
      processIdentifier string
      documentIdentifier string
      messageReference string
      messageTitle string
      lastUpdate string
      finished boolean
      expiry string
      direction string
      serviceIdentifier string
      messageStatuses[].id number
      messageStatuses[].lastUpdate string
      messageStatuses[].status string
      """;

  private static final String ERROR = """
      timestamp string
      exception string
      message string
      status number
      error string
      path string
      """;

  @Autowired
  private CaseSystem client;

  @Autowired
  private FiksSender sender;

  @Autowired
  private FakeFiks fiks;

  @AfterEach
  void thePlatformForgets() {
    fiks.forget();
  }

  private Sbd aMessageOut() {
    Sbd sbd = new Sbd();
    client.postJson("/api/messages/out", sbd.json()).is(200);
    return sbd;
  }

  private UUID aMessageIn() {
    UUID id = sender.sends(KnownReceivers.ARKIVMELDING, new byte[] {1});
    await()
        .untilAsserted(() -> assertThat(client
                .get("/api/messages/in?messageId=" + id)
                .json()
                .path("totalElements")
                .asInt())
            .isEqualTo(1));
    return id;
  }

  private static void has(CaseSystem.Answer answer, String... members) {
    assertThat(members(answer.json())).contains(String.join("", members).split("\n"));
  }

  private static String each(String members) {
    return members.replaceAll("(?m)^", "content[].").replaceAll("content\\[\\]\\.$", "");
  }

  /** One line for each value: the path to it and its type. */
  private static List<String> members(JsonNode json) {
    List<String> lines = new ArrayList<>();
    collect("", json, lines);
    return lines;
  }

  private static void collect(String path, JsonNode node, List<String> lines) {
    if (node.isObject()) {
      node.properties()
          .forEach(member -> collect(
              path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
              member.getValue(),
              lines));
    } else if (node.isArray()) {
      if (!node.isEmpty()) {
        collect(path + "[]", node.get(0), lines);
      }
    } else {
      lines.add(path + " " + node.getNodeType().name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void ofAMessageOut() {
    Sbd sbd = new Sbd();
    has(client.postJson("/api/messages/out", sbd.json()).is(200), SBD);
    has(client.get("/api/messages/out/" + sbd.messageId()), SBD);
    has(client.get("/api/messages/out?messageId=" + sbd.messageId()), PAGE, each(SBD));
    has(
        client.postJson(
            "/api/messages/out",
            new Sbd()
                .fiksio("{\"sikkerhetsnivaa\":3,\"hoveddokument\":\"a.txt\"}")
                .json()),
        SBD,
        "fiksio.sikkerhetsnivaa number\nfiksio.hoveddokument string\n");
    has(
        client.oneStep(
            new Sbd().json(),
            List.of(new CaseSystem.Part("a", "a.txt", "text/plain", new byte[] {1}))),
        SBD);
  }

  @Test
  void ofAMessageIn() {
    UUID id = aMessageIn();
    has(client.get("/api/messages/in?messageId=" + id), PAGE, each(SBD));
    has(client.get("/api/messages/in/peek?messageId=" + id), SBD);
    has(client.delete("/api/messages/in/" + id), SBD);
  }

  @Test
  void ofStatuses() {
    Sbd sbd = aMessageOut();
    has(client.get("/api/statuses?messageId=" + sbd.messageId()), PAGE, each(STATUS));
    has(client.get("/api/statuses/" + sbd.messageId()), PAGE, each(STATUS));
    has(client.get("/api/statuses/" + UUID.randomUUID()), PAGE);
    has(client.get("/api/statuses/peek"), STATUS);
  }

  @Test
  void ofConversations() {
    Sbd sbd = aMessageOut();
    has(client.get("/api/conversations?messageId=" + sbd.messageId()), PAGE, each(CONVERSATION));
    has(client.get("/api/conversations/messageId/" + sbd.messageId()), CONVERSATION);
    has(client.get("/api/conversations/queue"), PAGE);
  }

  @Test
  void ofCapabilities() {
    has(client.get("/api/capabilities/" + FakeFiks.RECEIVER_ORG), """
        capabilities[].process string
        capabilities[].serviceIdentifier string
        capabilities[].documentTypes[].type string
        capabilities[].documentTypes[].standard string
        """);
  }

  @Test
  void ofErrors() {
    has(client.get("/api/messages/out/" + UUID.randomUUID()).is(404), ERROR);
    has(
        client
            .postJson("/api/messages/out", new Sbd().receiver("0192:999999999").json())
            .is(400),
        ERROR,
        "description string\n");
    String finding = """
        errors[].objectName string
        errors[].field string
        errors[].rejectedValue string
        errors[].codes[] string
        errors[].defaultMessage string
        errors[].bindingFailure boolean
        errors[].code string
        """;
    Sbd bad = new Sbd().documentIdentification("instanceIdentifier", "my-own-id");
    has(client.postJson("/api/messages/out", bad.json()).is(400), ERROR, finding, """
        errors[].arguments[].codes[] string
        errors[].arguments[].defaultMessage string
        errors[].arguments[].code string
        """);
    has(client.oneStep(bad.json(), List.of()).is(400), ERROR, finding);
  }

  @Test
  void ofHealth() {
    has(client.get("/manage/health"), """
        status string
        components.db.status string
        components.db.details.database string
        components.diskSpace.status string
        components.diskSpace.details.free number
        components.jms.status string
        components.messageStatus.status string
        components.messageStatus.details.pollable number
        components.nextMoveQueue.status string
        components.nextMoveQueue.details.outgoing number
        components.nextMoveQueue.details.incoming number
        components.ping.status string
        """);
    client.get("/manage/health/liveness").is(200);
    client.get("/manage/health/readiness").is(200);
  }

  @Test
  void ofManagement() {
    has(client.get("/manage").is(200), "_links.self.href string\n_links.health.href string\n");
    has(client.get("/manage/info").is(200), "build.version string\nbuild.artifact string\n");
    assertThat(client.get("/manage/info").json().at("/git/commit/id/full").isString())
        .as("what is built from a repository says which commit it is")
        .isEqualTo(getClass().getResource("/git.properties") != null);
    has(client.get("/manage/metrics").is(200), "names[] string\n");
    has(client.get("/manage/loggers").is(200), "levels[] string\n");
    client.get("/manage/scheduledtasks").is(200);
    client.get("/manage/prometheus").is(200);
    client.get("/manage/env").is(404);
  }
}
