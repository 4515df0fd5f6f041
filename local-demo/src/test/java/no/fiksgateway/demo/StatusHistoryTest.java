package no.fiksgateway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusHistoryTest {
  private static final String OPPRETTET = """
      {"status": "OPPRETTET", "evidence": {"source": "LOCAL_API"}}""";
  private static final String SENDT = """
      {"status": "SENDT", "evidence": {"source": "FIKS_ANSWER", "meldingId": "m-1"}}""";
  private static final String FEIL = """
      {"status": "FEIL", "description": "refused", "errorCode": "REFUSED"}""";

  private final Deque<String> answers = new ArrayDeque<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private HttpServer gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext("/api/statuses/", exchange -> {
      String content = answers.size() > 1 ? answers.remove() : answers.element();
      byte[] body = ("{\"content\": [" + content + "]}").getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    gateway.start();
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  @Test
  void everyStatusIsPrintedOnceWithItsEvidence() throws DemoFailed {
    answers.addAll(List.of("", OPPRETTET, OPPRETTET, OPPRETTET + "," + SENDT));

    List<String> statuses = history().followUntil(Set.of("SENDT"), Duration.ofSeconds(30));

    assertThat(statuses).containsExactly("OPPRETTET", "SENDT");
    assertThat(printed.toString(UTF_8).lines())
        .containsExactly(
            "12:00:00.000    OPPRETTET           source LOCAL_API",
            "12:00:00.000    SENDT               source FIKS_ANSWER, meldingId m-1");
  }

  @Test
  void longEvidenceGoesOnBelow() throws DemoFailed {
    String detail = "x".repeat(90);
    answers.add("{\"status\": \"LEST\", \"evidence\": {\"source\": \"FIKS_MESSAGE\", \"detail\": \""
        + detail + "\"}}");

    history().followUntil(Set.of("LEST"), Duration.ofSeconds(30));

    assertThat(printed.toString(UTF_8).lines())
        .containsExactly(
            "12:00:00.000    LEST                source FIKS_MESSAGE",
            " ".repeat(36) + "detail " + detail);
  }

  @Test
  void aFailureIsPrintedWithItsReason() throws DemoFailed {
    answers.add(FEIL);

    history().followUntil(Set.of("LEST", "FEIL"), Duration.ofSeconds(30));

    assertThat(printed.toString(UTF_8))
        .contains("FEIL", "errorCode REFUSED", "description refused");
  }

  @Test
  void patienceEndsWithTheStatusesThereWere() {
    answers.add(OPPRETTET);

    assertThatThrownBy(() -> history().followUntil(Set.of("LEST"), Duration.ofMillis(300)))
        .isInstanceOf(DemoFailed.class)
        .hasMessageContaining("[LEST]")
        .hasMessageContaining("[OPPRETTET]");
  }

  private StatusHistory history() {
    Clock noon = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
    return new StatusHistory(
        new GatewayApi(new Http(), address),
        new Screen(new PrintStream(printed, true, UTF_8), noon),
        UUID.randomUUID());
  }
}
