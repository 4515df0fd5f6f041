package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.webhook.Journal;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

@ApiTest
@ExtendWith(OutputCaptureExtension.class)
@Import(Journal.class)
class EventsTest {
  private static final byte[] LISTENS =
      "GET /api/events HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Autowired
  private CaseSystem client;

  @Autowired
  private Journal journal;

  @Autowired
  private Transactions transactions;

  @Autowired
  private SettableClock clock;

  @Autowired
  private EventStreams streams;

  @LocalServerPort
  private int port;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void everybodyLeaves() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    streams.closing();
  }

  private static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private Listener listens(String query, String lastEventId) throws IOException {
    Listener listener = Listener.at(port, query, lastEventId);
    open.add(listener);
    eventually()
        .untilAsserted(() ->
            assertThat(listener.comments().size() + listener.events().size()).isPositive());
    return listener;
  }

  private MessageId aMessageIsDelivered() {
    return transactions.once(
        () -> journal.goesThrough(List.of(OutgoingStatus.SENDT, OutgoingStatus.LEVERT)));
  }

  private List<Long> idsOf(MessageId id) {
    return client
        .get("/api/statuses?size=100&messageId=" + id)
        .json()
        .path("content")
        .valueStream()
        .map(status -> status.path("id").asLong())
        .toList();
  }

  private static List<Long> ids(Listener listener) {
    return listener.events().stream().map(Listener.Event::id).toList();
  }

  @Test
  void everyStatusIsOneOfThemUnderItsOwnNumber() throws IOException {
    Listener listener = listens("", null);
    MessageId id = aMessageIsDelivered();
    eventually()
        .untilAsserted(() -> assertThat(listener.statuses())
            .containsExactly("OPPRETTET", "SENDT", "MOTTATT", "LEVERT"));
    assertThat(ids(listener)).isEqualTo(idsOf(id));
    JsonNode last = listener.events().get(3).data();
    assertThat(listener.events()).extracting(Listener.Event::name).containsOnly("status");
    assertThat(last.path("messageId").asString()).isEqualTo(id.toString());
    assertThat(last.path("statusId").asLong())
        .isEqualTo(listener.events().get(3).id());
    assertThat(last.path("event").asString()).isEqualTo("status");
  }

  @Test
  void goOnAfterTheLastOneAClientHasSeen() throws IOException {
    Listener first = listens("", null);
    aMessageIsDelivered();
    eventually().untilAsserted(() -> assertThat(first.events()).hasSize(4));
    first.close();
    aMessageIsDelivered();

    String second = Long.toString(first.events().get(1).id());
    Listener again = listens("", second);
    eventually()
        .untilAsserted(() -> assertThat(again.statuses())
            .containsExactly("MOTTATT", "LEVERT", "OPPRETTET", "SENDT", "MOTTATT", "LEVERT"));
    Listener byQuery = listens("?from=" + second, null);
    eventually().untilAsserted(() -> assertThat(ids(byQuery)).isEqualTo(ids(again)));
    Listener reconnected =
        listens("?from=0", Long.toString(again.events().get(4).id()));
    eventually().untilAsserted(() -> assertThat(reconnected.statuses()).containsExactly("LEVERT"));
  }

  @Test
  void beginAtTheVeryBeginningWith0() throws IOException {
    aMessageIsDelivered();
    long all = client.get("/api/statuses?size=1").json().path("totalElements").asLong();
    Listener listener = listens("?from=0", null);
    eventually().untilAsserted(() -> assertThat(listener.events()).hasSize((int) all));
    assertThat(ids(listener)).doesNotHaveDuplicates();
  }

  @Test
  void areFilteredAsThoseOfASubscription() throws IOException {
    Listener listener =
        listens("?status=sendt,LEVERT&direction=OUTGOING&serviceIdentifier=DPFIO", null);
    Listener nothing = listens("?direction=INCOMING", null);
    aMessageIsDelivered();
    aMessageIsDelivered();
    eventually()
        .untilAsserted(() ->
            assertThat(listener.statuses()).containsExactly("SENDT", "LEVERT", "SENDT", "LEVERT"));
    assertThat(nothing.events()).isEmpty();
  }

  @Test
  void areNotTakenByThoseWhoOnlyAskWhetherTheyAreThere() throws IOException {
    for (int i = 0; i < 250; i++) {
      assertThat(client.other("HEAD", "/api/events").is(200).header("Content-Type"))
          .startsWith("text/event-stream");
    }
    listens("", null);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "?status=LEVRT, -, 400, INVALID_REQUEST",
        "?statuses=LEVERT, -, 400, INVALID_REQUEST",
        "?from=yesterday, -, 400, INVALID_REQUEST",
        "'', x, 400, INVALID_REQUEST",
        "?from=-1, -, 404, EVENT_NOT_FOUND",
        "'', 99999999999, 404, EVENT_NOT_FOUND"
      })
  void areNoneWhereTheQuestionMakesNoSense(
      String query, String lastEventId, int status, String code) {
    String[] headers = lastEventId == null
        ? new String[] {"Accept", "text/event-stream"}
        : new String[] {"Accept", "text/event-stream", "Last-Event-ID", lastEventId};
    JsonNode error = client.get("/api/events" + query, headers).is(status).json();
    assertThat(error.path("errorCode").asString()).isEqualTo(code);
  }

  @Test
  void showThatTheyLiveWhereNothingHappens() throws IOException {
    Listener listener = listens("?direction=INCOMING", null);
    assertThat(listener.comments()).containsExactly("listening");
    clock.forward(Duration.ofSeconds(16));
    eventually()
        .untilAsserted(() -> assertThat(listener.comments()).contains("listening", "heartbeat"));
  }

  @Test
  void aListenerThatDoesNotReadHoldsUpNobody(CapturedOutput output) throws IOException {
    MessageId id = transactions.once(journal::opens);
    Listener listener = listens("", null);
    try (Socket lazy = new Socket()) {
      lazy.setReceiveBufferSize(4096);
      lazy.connect(new InetSocketAddress("127.0.0.1", port));
      lazy.getOutputStream().write(LISTENS);
      assertThat(lazy.getInputStream().read()).isEqualTo('H');
      IntStream.range(0, 80).forEach(note -> isNoted(id, "x".repeat(200_000)));
      eventually().untilAsserted(() -> assertThat(listener.events()).hasSize(80));
    }
    isNoted(id, "it has left");
    eventually().untilAsserted(() -> assertThat(listener.events()).hasSize(81));
    assertThat(output).doesNotContain("Call refused: GET /api/events");
  }

  private void isNoted(MessageId id, String words) {
    transactions.once(() -> {
      journal
          .ledger()
          .note(
              journal.messages().findByMessageId(id.value()).orElseThrow(),
              Evidence.gateway("test"),
              words);
      return true;
    });
  }

  @Test
  void holdNoThreadAndAreOnlySoMany() throws IOException {
    for (int number = 1; number <= 200; number++) {
      open.add(listensBriefly());
    }
    client.get("/api/statuses?size=1").is(200);
    JsonNode refused = client.get("/api/events").is(503).json();
    assertThat(refused.path("errorCode").asString()).isEqualTo("TOO_MANY_STREAMS");
    everyoneIsToldOf(transactions.once(journal::opens).value());
  }

  private Socket listensBriefly() throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(LISTENS);
    readUntil(socket, ": listening");
    return socket;
  }

  private void everyoneIsToldOf(UUID messageId) throws IOException {
    for (AutoCloseable each : open) {
      readUntil((Socket) each, messageId.toString());
    }
  }

  private static void readUntil(Socket socket, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    byte[] some = new byte[4096];
    while (read.indexOf(text) < 0) {
      int count = socket.getInputStream().read(some);
      assertThat(count).as("end after %s", read).isPositive();
      read.append(new String(some, 0, count, StandardCharsets.UTF_8));
    }
  }

  @Test
  void endWhenTheGatewayStops() throws IOException {
    Listener listener = listens("", null);
    streams.closing();
    eventually().untilAsserted(() -> assertThat(listener.hasEnded()).isTrue());
  }
}
