package no.fiksgateway.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The gateway's eFormidling API, used as a sak/arkiv system uses it. */
final class GatewayApi {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Calls calls;

  GatewayApi(URI gateway) {
    this.calls = new Calls(gateway);
  }

  /** A status as it is shown, with what proves it. */
  record Status(String name, String source, Optional<UUID> meldingId, Optional<String> type) {
    static Status of(JsonNode json) {
      JsonNode evidence = json.required("evidence");
      return new Status(
          json.required("status").stringValue(),
          evidence.required("source").stringValue(),
          Optional.of(evidence.path("meldingId").asString(""))
              .filter(id -> !id.isEmpty())
              .map(UUID::fromString),
          Optional.of(evidence.path("meldingstype").asString("")).filter(type -> !type.isEmpty()));
    }
  }

  /** A message that is locked for us. */
  record Peeked(UUID messageId, String lockToken, JsonNode sbd) {}

  URI readiness() {
    return calls.at("/manage/health/readiness");
  }

  /** Drafts, uploads and sends; answers the message id. */
  UUID send(UUID receiverKonto, String meldingstype, List<TestFile> files) {
    UUID messageId = UUID.randomUUID();
    create(messageId, receiverKonto, meldingstype);
    files.forEach(file -> upload(messageId, file));
    send(messageId);
    return messageId;
  }

  void create(UUID messageId, UUID receiverKonto, String meldingstype) {
    calls.post("/api/messages/out", sbd(messageId, receiverKonto, meldingstype));
  }

  /** Posts an arkivmelding and answers what could be sent of it. */
  JsonNode begin(TestFile arkivmelding) {
    return Calls.json(calls.call(calls
        .request("/out/messages")
        .header("Content-Type", "application/xml")
        .POST(BodyPublishers.ofByteArray(arkivmelding.content()))));
  }

  /** @param id of a message, or of a conversation begun by an arkivmelding */
  void send(UUID id) {
    calls.call(calls.request("/api/messages/out/" + id).POST(BodyPublishers.noBody()));
  }

  void upload(UUID messageId, TestFile file) {
    calls.call(calls
        .request("/api/messages/out/" + messageId)
        .header("Content-Type", "application/octet-stream")
        .header(
            "Content-Disposition",
            "attachment; name=\"%1$s\"; filename=\"%1$s\"".formatted(file.name()))
        .PUT(BodyPublishers.ofByteArray(file.content())));
  }

  static Map<String, Object> sbd(UUID messageId, UUID receiverKonto, String meldingstype) {
    return Map.of(
        "standardBusinessDocumentHeader",
        Map.of(
            "headerVersion",
            "1.0",
            "sender",
            List.of(partner("0192:" + Landscape.OWN_ORGANISATION)),
            "receiver",
            List.of(partner(receiverKonto.toString())),
            "documentIdentification",
            Map.of(
                "standard",
                meldingstype,
                "typeVersion",
                "2.0",
                "type",
                "fiksio",
                "instanceIdentifier",
                messageId.toString()),
            "businessScope",
            Map.of(
                "scope",
                List.of(Map.of(
                    "type",
                    "ConversationId",
                    "identifier",
                    meldingstype,
                    "instanceIdentifier",
                    messageId.toString())))),
        "fiksio",
        Map.of());
  }

  private static Map<String, Object> partner(String value) {
    return Map.of("identifier", Map.of("authority", "iso6523-actorid-upis", "value", value));
  }

  /** The history so far, oldest first. */
  List<Status> statuses(UUID messageId) {
    return content("/api/statuses/" + messageId + "?size=100").map(Status::of).toList();
  }

  /** The history up to and with the status, once it has come. */
  List<Status> statusesUntil(UUID messageId, String status) {
    return await(status + " of " + messageId)
        .atMost(PATIENCE)
        .until(
            () -> statuses(messageId),
            all -> all.stream().anyMatch(one -> one.name().equals(status)));
  }

  /** Locks the message that came as this Fiks message, once it has come. */
  Peeked peek(UUID meldingId) {
    UUID messageId = await("arrival of " + meldingId)
        .atMost(PATIENCE)
        .until(() -> arrived(meldingId), Optional::isPresent)
        .orElseThrow();
    HttpResponse<byte[]> answer =
        calls.call(calls.request("/api/messages/in/peek?messageId=" + messageId));
    return new Peeked(
        messageId, answer.headers().firstValue("Lock-Token").orElse(""), Calls.json(answer));
  }

  /** The id under which a Fiks message is in the inbox; locks nothing. */
  Optional<UUID> arrived(UUID meldingId) {
    return content("/api/messages/in?size=100")
        .filter(sbd -> sbd.at("/fiksio/meldingId").asString("").equals(meldingId.toString()))
        .map(sbd -> UUID.fromString(
            sbd.at("/standardBusinessDocumentHeader/documentIdentification/instanceIdentifier")
                .stringValue()))
        .findFirst();
  }

  /** The documents of a locked message. */
  List<TestFile> pop(Peeked message) throws IOException {
    return TestFile.unzipped(new ByteArrayInputStream(calls
        .call(calls
            .request("/api/messages/in/pop/" + message.messageId())
            .header("Lock-Token", message.lockToken()))
        .body()));
  }

  void delete(Peeked message) {
    calls.call(calls
        .request("/api/messages/in/" + message.messageId())
        .header("Lock-Token", message.lockToken())
        .DELETE());
  }

  /** The quarantined case of a Fiks message, once it is there. */
  JsonNode quarantined(UUID meldingId) {
    return await(meldingId + " in quarantine")
        .atMost(PATIENCE)
        .until(
            () -> content("/api/quarantine?size=100")
                .filter(entry -> entry.path("meldingId").asString("").equals(meldingId.toString()))
                .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private Stream<JsonNode> content(String path) {
    return calls.get(path).required("content").valueStream();
  }
}
