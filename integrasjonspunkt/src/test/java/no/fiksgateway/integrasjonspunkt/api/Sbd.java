package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An SBD as a client writes it: complete and valid, until a test changes something about it. */
final class Sbd {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String COMPLETE = """
      {"standardBusinessDocumentHeader":{
        "headerVersion":"1.0",
        "sender":[{"identifier":{"value":"0192:%s","authority":"iso6523-actorid-upis"}}],
        "receiver":[{"identifier":{"value":"0192:%s","authority":"iso6523-actorid-upis"}}],
        "documentIdentification":{"standard":"%s","typeVersion":"2.0","instanceIdentifier":"%s","type":"fiksio"},
        "businessScope":{"scope":[{"type":"ConversationId","instanceIdentifier":"%s","identifier":"%s"}]}},
       "fiksio":{}}
      """;

  private final UUID messageId = UUID.randomUUID();
  private final UUID conversationId = UUID.randomUUID();
  private final ObjectNode document = (ObjectNode) JSON.readTree(COMPLETE.formatted(
      TestIdentity.ORG_NUMBER,
      FakeFiks.RECEIVER_ORG,
      KnownReceivers.PROCESS,
      messageId,
      conversationId,
      KnownReceivers.PROCESS));

  UUID messageId() {
    return messageId;
  }

  UUID conversationId() {
    return conversationId;
  }

  Sbd without(String pointer) {
    at(parentOf(pointer)).remove(nameOf(pointer));
    return this;
  }

  Sbd with(String pointer, String value) {
    at(parentOf(pointer)).put(nameOf(pointer), value);
    return this;
  }

  /** @param json a value written in JSON */
  Sbd withJson(String pointer, String json) {
    at(parentOf(pointer)).set(nameOf(pointer), JSON.readTree(json));
    return this;
  }

  Sbd sender(String value) {
    return with("/standardBusinessDocumentHeader/sender/0/identifier/value", value);
  }

  Sbd receiver(String value) {
    return with("/standardBusinessDocumentHeader/receiver/0/identifier/value", value);
  }

  Sbd deadline(String dateTime) {
    return withJson(
        "/standardBusinessDocumentHeader/businessScope/scope/0/scopeInformation",
        "[{\"expectedResponseDateTime\":\"" + dateTime + "\"}]");
  }

  Sbd documentIdentification(String member, String value) {
    return with("/standardBusinessDocumentHeader/documentIdentification/" + member, value);
  }

  Sbd conversation(String member, String value) {
    return with("/standardBusinessDocumentHeader/businessScope/scope/0/" + member, value);
  }

  Sbd scope(String json) {
    ((ArrayNode) document.at("/standardBusinessDocumentHeader/businessScope/scope"))
        .add(JSON.readTree(json));
    return this;
  }

  Sbd fiksio(String json) {
    document.set("fiksio", JSON.readTree(json));
    return this;
  }

  String json() {
    return document.toString();
  }

  static JsonNode identification(JsonNode sbd) {
    return sbd.at("/standardBusinessDocumentHeader/documentIdentification");
  }

  static JsonNode conversation(JsonNode sbd) {
    return sbd.at("/standardBusinessDocumentHeader/businessScope/scope/0");
  }

  /** What each finding of an error body has under a name. */
  static List<String> findings(JsonNode error, String member) {
    return error
        .path("errors")
        .valueStream()
        .map(finding -> finding.path(member).asString())
        .toList();
  }

  private ObjectNode at(String pointer) {
    return (ObjectNode) document.at(pointer);
  }

  private static String parentOf(String pointer) {
    return pointer.substring(0, pointer.lastIndexOf('/'));
  }

  private static String nameOf(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }
}
