package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The account of this gateway never gets a connection: nobody listens where its platform should be. */
@ApiTest
class ProbesTest {
  private final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort
  private int port;

  @Test
  void anAccountInTroubleIsToldByHealthAndTurnsNobodyAway() throws Exception {
    HttpResponse<String> health = await()
        .until(
            () -> get("/health"),
            answer -> answer.body().contains("could not be asked for a token"));

    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(get("/health/readiness").statusCode()).isEqualTo(200);
    assertThat(get("/health/liveness").statusCode()).isEqualTo(200);
  }

  @Test
  void withoutCanariesNothingIsSaidOfThem() throws Exception {
    assertThat(get("/health").body())
        .contains("\"canary\":{\"details\":{\"enabled\":false},\"status\":\"UNKNOWN\"}");
    assertThat(get("/prometheus").body()).doesNotContain("fiks_canary");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/manage" + path))
            .build(),
        BodyHandlers.ofString());
  }
}
