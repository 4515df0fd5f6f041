package no.fiksgateway.integrasjonspunkt.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import no.fiksgateway.integrasjonspunkt.webhook.PushClient.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushClientTest {
  private final Endpoint endpoint = new Endpoint();
  private final PushClient client = client(Duration.ofMinutes(1), "127.0.0.0/8");

  private static PushClient client(Duration total, String... allowed) {
    WebhookSettings settings = TargetsTest.settings(total, allowed);
    return new PushClient(settings, new Targets(settings), Clock.systemUTC());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    endpoint.close();
  }

  private Outcome push(String url) {
    return client.push(url, SigningSecret.generate(), "id", "{}");
  }

  private static Outcome.Failed failed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return (Outcome.Failed) outcome;
  }

  @ParameterizedTest
  @CsvSource({"200", "202", "204"})
  void takesAnySuccessForAnAnswer(int status) {
    endpoint.answers(aResponse().withStatus(status));
    assertThat(push(endpoint.url())).isInstanceOf(Outcome.Delivered.class);
  }

  @ParameterizedTest
  @CsvSource({
    "302, false",
    "400, true",
    "401, false",
    "404, false",
    "410, false",
    "422, true",
    "500, false"
  })
  void tellsWhetherTheEventItselfWasRefused(int status, boolean refused) {
    endpoint.answers(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));
    Outcome.Failed failed = failed(push(endpoint.url()));
    assertThat(failed.refused()).isEqualTo(refused);
    assertThat(failed.reason()).startsWith("answered " + status);
    assertThat(endpoint.all()).hasSize(1);
  }

  @Test
  void passesOnHowLongItIsToWait() {
    endpoint.answers(aResponse().withStatus(503).withHeader("Retry-After", "120"));
    assertThat(failed(push(endpoint.url())).retryAfter()).isEqualTo(Duration.ofMinutes(2));
    endpoint.answers(aResponse().withStatus(503).withHeader("Retry-After", "soon"));
    assertThat(failed(push(endpoint.url())).retryAfter()).isNull();
  }

  /** Checked where the connection is made, so also where a name has come to mean something else. */
  @Test
  void connectsToNoAddressThatIsNotAllowed() throws IOException {
    try (PushClient strict = client(Duration.ofMinutes(1), "10.0.0.0/8")) {
      Outcome outcome = strict.push(endpoint.url(), SigningSecret.generate(), "id", "{}");
      assertThat(failed(outcome).reason()).contains("not allowed");
      assertThat(endpoint.all()).isEmpty();
    }
  }

  @Test
  void saysWhyNobodyWasThere() {
    String url = endpoint.url();
    endpoint.close();
    assertThat(failed(push(url)).reason()).contains("refused");
    assertThat(failed(push("http://nobody.invalid/")).reason()).contains("nobody.invalid");
  }

  @Test
  void waitsForAnAnswerThatNeverEndsNoLongerThanAllowed() throws Exception {
    try (ServerSocket server = new ServerSocket(0);
        PushClient impatient = client(Duration.ofSeconds(2))) {
      CompletableFuture<Void> trickling = CompletableFuture.runAsync(() -> trickle(server));
      String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
      Outcome outcome = impatient.push(url, SigningSecret.generate(), "id", "{}");
      assertThat(failed(outcome).reason()).isEqualTo("not finished after PT2S");
      trickling.join();
    }
  }

  /** One letter of a header after the other, until the other side has gone. */
  private static void trickle(ServerSocket server) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write('a');
        out.flush();
        socket.setSoTimeout(50);
        try {
          if (socket.getInputStream().read() < 0) {
            return;
          }
        } catch (SocketTimeoutException nothingYet) {
          continue;
        }
      }
    } catch (IOException gone) {
      assertThat(gone).isNotNull();
    }
  }
}
