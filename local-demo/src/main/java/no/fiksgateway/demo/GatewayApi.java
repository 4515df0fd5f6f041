package no.fiksgateway.demo;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The gateway's eFormidling API, used as any case system would. */
final class GatewayApi {
  private static final String LOCK_TOKEN = "Lock-Token";

  private final Http http;
  private final URI base;

  GatewayApi(Http http, URI gateway) {
    this.http = http;
    this.base = gateway;
  }

  /** A message that peek locked for us. */
  record Peeked(UUID messageId, String lockToken) {}

  URI readiness() {
    return at("/manage/health/readiness");
  }

  /** Makes a draft; the ids are ours, so that doing it again makes no second message. */
  void create(UUID messageId, UUID conversationId, String sender, String receiver, String process)
      throws DemoFailed {
    http.post(
        at("/api/messages/out"),
        Map.of(
            "standardBusinessDocumentHeader",
            Map.of(
                "headerVersion", "1.0",
                "sender", List.of(partner(sender)),
                "receiver", List.of(partner(receiver)),
                "documentIdentification",
                    Map.of(
                        "standard",
                        process,
                        "typeVersion",
                        "2.0",
                        "type",
                        "fiksio",
                        "instanceIdentifier",
                        messageId),
                "businessScope",
                    Map.of(
                        "scope",
                        List.of(Map.of(
                            "type", "ConversationId",
                            "identifier", process,
                            "instanceIdentifier", conversationId)))),
            "fiksio",
            Map.of()));
  }

  void upload(UUID messageId, DemoFile file) throws DemoFailed {
    http.call(HttpRequest.newBuilder(at("/api/messages/out/" + messageId))
        .header("Content-Type", file.mimeType())
        .header(
            "Content-Disposition",
            "attachment; name=\"" + file.name() + "\"; filename=\"" + file.name() + "\"")
        .PUT(BodyPublishers.ofByteArray(file.content())));
  }

  void send(UUID messageId) throws DemoFailed {
    http.call(
        HttpRequest.newBuilder(at("/api/messages/out/" + messageId)).POST(BodyPublishers.noBody()));
  }

  /** The status history so far, oldest first. */
  List<JsonNode> statuses(UUID messageId) throws DemoFailed {
    List<JsonNode> statuses = new ArrayList<>();
    http.get(at("/api/statuses/" + messageId + "?size=100"))
        .json()
        .path("content")
        .forEach(statuses::add);
    return statuses;
  }

  /** Locks this message for us; nothing when it is gone or someone else has it. */
  Optional<Peeked> peek(UUID messageId) throws DemoFailed {
    Http.Answer answer = http.get(at("/api/messages/in/peek?messageId=" + messageId));
    if (answer.status() == 204) {
      return Optional.empty();
    }
    return Optional.of(new Peeked(messageId(answer.json()), answer.header(LOCK_TOKEN)));
  }

  /** The verified package, an ASiC-E. */
  byte[] pop(Peeked message) throws DemoFailed {
    return http.call(locked(message, "/api/messages/in/pop/").GET()).bytes();
  }

  void delete(Peeked message) throws DemoFailed {
    http.call(locked(message, "/api/messages/in/").DELETE());
  }

  private HttpRequest.Builder locked(Peeked message, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at(path + message.messageId()));
    return message.lockToken().isEmpty()
        ? request
        : request.header(LOCK_TOKEN, message.lockToken());
  }

  private static UUID messageId(JsonNode sbd) {
    return UUID.fromString(
        sbd.at("/standardBusinessDocumentHeader/documentIdentification/instanceIdentifier")
            .asString());
  }

  private static Map<String, Object> partner(String value) {
    return Map.of("identifier", Map.of("authority", "iso6523-actorid-upis", "value", value));
  }

  private URI at(String path) {
    return URI.create(base + path);
  }
}
