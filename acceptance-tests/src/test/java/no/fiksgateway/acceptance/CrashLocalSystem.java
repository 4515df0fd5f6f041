package no.fiksgateway.acceptance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A sak/arkiv system that outlives the gateway. It believes what it was answered and nothing else: a call without an
 * answer is made again once the gateway is back, as the API allows.
 */
final class CrashLocalSystem {
  private final Calls calls;
  private final GatewayApi gateway;
  private final UUID receiver;
  private final Queue<Letter> written = new ConcurrentLinkedQueue<>();
  private final Map<UUID, TestFile> taken = new ConcurrentHashMap<>();
  private final Set<UUID> deleted = ConcurrentHashMap.newKeySet();
  private final Set<UUID> offeredAgain = ConcurrentHashMap.newKeySet();
  private volatile boolean foundNothing;

  CrashLocalSystem(URI gatewayAddress, UUID receiver) {
    this.calls = new Calls(gatewayAddress);
    this.gateway = new GatewayApi(gatewayAddress);
    this.receiver = receiver;
  }

  /** A message out, and how far the gateway has said that it got. */
  static final class Letter {
    private enum Stage {
      WRITTEN,
      CREATED,
      UPLOADED,
      ACCEPTED
    }

    private final UUID messageId = UUID.randomUUID();
    private final TestFile file =
        TestFile.text("arkivmelding.xml", "<til-arkivet>" + messageId + "</til-arkivet>");
    private final boolean inOneStep;
    private final CrashTrial trial;
    private Stage stage = Stage.WRITTEN;
    private @Nullable String refusal;

    private Letter(CrashTrial trial, boolean inOneStep) {
      this.trial = trial;
      this.inOneStep = inOneStep;
    }

    UUID messageId() {
      return messageId;
    }

    TestFile file() {
      return file;
    }

    CrashTrial trial() {
      return trial;
    }

    synchronized boolean isAccepted() {
      return stage == Stage.ACCEPTED;
    }

    @Override
    public synchronized String toString() {
      return "message " + messageId + " (" + stage + (refusal == null ? "" : ", " + refusal) + ")";
    }
  }

  void write(CrashTrial trial, boolean inOneStep) {
    written.add(new Letter(trial, inOneStep));
  }

  List<Letter> written() {
    return List.copyOf(written);
  }

  /** Tries to hand over all that has not been accepted yet. */
  void handOver() {
    for (Letter letter : written) {
      synchronized (letter) {
        try {
          handOver(letter);
        } catch (AssertionError failed) {
          letter.refusal = failed.getMessage();
        }
      }
    }
  }

  private void handOver(Letter letter) {
    boolean again = letter.refusal != null;
    if (letter.stage == Letter.Stage.WRITTEN) {
      Map<String, Object> sbd = GatewayApi.sbd(letter.messageId, receiver, CrashPlatform.OPPRETT);
      if (letter.inOneStep) {
        calls.call(Multipart.post(
            calls.request("/api/messages/out/multipart"),
            "sbd",
            sbd,
            "dokument",
            List.of(letter.file)));
        letter.stage = Letter.Stage.ACCEPTED;
        return;
      }
      calls.post("/api/messages/out", sbd);
      letter.stage = Letter.Stage.CREATED;
    }
    if (letter.stage == Letter.Stage.CREATED) {
      gateway.upload(letter.messageId, letter.file);
      letter.stage = Letter.Stage.UPLOADED;
    }
    if (letter.stage == Letter.Stage.UPLOADED) {
      // Answered 404 once the platform has it: the statuses tell that from a message that is not
      // there.
      if (!again || !isOnItsWay(letter)) {
        calls.call(
            calls.request("/api/messages/out/" + letter.messageId).POST(BodyPublishers.noBody()));
      }
      letter.stage = Letter.Stage.ACCEPTED;
    }
  }

  private boolean isOnItsWay(Letter letter) {
    return gateway.statuses(letter.messageId).stream()
        .anyMatch(status -> !status.name().equals("OPPRETTET"));
  }

  /** Takes one message from the inbox; false when it is empty. */
  boolean takeOne() throws IOException {
    HttpResponse<byte[]> answer = calls.call(calls.request("/api/messages/in/peek"));
    foundNothing = answer.statusCode() == 204;
    if (foundNothing) {
      return false;
    }
    JsonNode sbd = Calls.json(answer);
    UUID meldingId = UUID.fromString(sbd.at("/fiksio/meldingId").stringValue());
    GatewayApi.Peeked peeked = new GatewayApi.Peeked(
        UUID.fromString(
            sbd.at("/standardBusinessDocumentHeader/documentIdentification/instanceIdentifier")
                .stringValue()),
        answer.headers().firstValue("Lock-Token").orElse(""),
        sbd);
    if (deleted.contains(meldingId)) {
      offeredAgain.add(meldingId);
    }
    List<TestFile> files = TestFile.unzipped(new ByteArrayInputStream(calls
        .call(calls
            .request("/api/messages/in/pop/" + peeked.messageId())
            .header("Lock-Token", peeked.lockToken()))
        .body()));
    taken.put(meldingId, files.get(0));
    gateway.delete(peeked);
    deleted.add(meldingId);
    return true;
  }

  /** Whether all it has written was accepted, and the inbox was empty when it looked last. */
  boolean hasNothingToDo() {
    return foundNothing && written.stream().allMatch(Letter::isAccepted);
  }

  /** What was popped, by Fiks message. */
  Map<UUID, TestFile> taken() {
    return Map.copyOf(taken);
  }

  /** What was offered although its deletion had been answered. */
  Set<UUID> offeredAgain() {
    return Set.copyOf(offeredAgain);
  }

  List<GatewayApi.Status> statuses(UUID messageId) {
    return gateway.statuses(messageId);
  }
}
