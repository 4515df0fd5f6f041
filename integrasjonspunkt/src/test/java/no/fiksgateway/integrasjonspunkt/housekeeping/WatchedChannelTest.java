package no.fiksgateway.integrasjonspunkt.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.Integrasjonspunkt;
import no.fiksgateway.integrasjonspunkt.SimulatedFiks;
import no.fiksgateway.integrasjonspunkt.housekeeping.CanaryFlight.Leg;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Messages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Health, readiness and metrics of a gateway whose canaries fly over the simulator, as an operator sees them. */
@SpringBootTest(
    classes = Integrasjonspunkt.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "integrasjonspunkt.jobs.polling=100ms",
      "integrasjonspunkt.watch.every=200ms",
      "integrasjonspunkt.canary.enabled=true",
      "integrasjonspunkt.canary.interval=4s",
      "integrasjonspunkt.canary.timeout=3s",
      "management.endpoint.health.group.readiness.include=readinessState,db,canary"
    })
@ContextConfiguration(initializers = SimulatedFiks.class)
class WatchedChannelTest {
  private static final Duration IN_THE_END = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.builder().build();

  @Autowired
  private SimulatedFiks.Admin platform;

  @Autowired
  private CanaryFlights flights;

  @Autowired
  private EgneKontoer kontoer;

  @Autowired
  private Messages messages;

  @LocalServerPort
  private int port;

  @BeforeEach
  void everythingWorks() {
    platform.worksAgain();
    await().atMost(IN_THE_END).until(() -> status("/health/readiness") == 200);
    await().atMost(IN_THE_END).until(() -> flight().succeededLast());
  }

  @Test
  void aCanaryThatComesBackIsHealthAndMetricAndNothingElse() throws Exception {
    await().atMost(IN_THE_END).until(() -> status("/health") == 200);

    JsonNode canary = components().path("canary").path("details").path(konto().toString());
    assertThat(canary.path("lastSuccess").asString()).isNotBlank();
    assertThat(prometheus())
        .contains(
            "fiks_canary_ok{konto=\"" + konto() + "\"} 1.0",
            "fiks_canary_success_age_seconds",
            "fiks_canary_round_trip_seconds",
            "fiks_amqp_consuming{konto=\"" + konto() + "\"} 1.0",
            "fiks_certificate_left_days{use=\"integrasjonspunkt.virksomhetssertifikat\"}");
    assertThat(messages.count()).isZero();
  }

  @Test
  void thePlatformsCountsAreAskedForInTheBackground() {
    await().atMost(IN_THE_END).untilAsserted(() -> {
      JsonNode counted =
          components().path("fiksIo").path("details").path(konto().toString()).path("platform");
      assertThat(counted.path("consumers").asInt(-1)).isEqualTo(1);
      assertThat(counted.path("unfetchedMessages").asInt(-1)).isZero();
    });
    assertThat(metric("fiks_queue_consumers")).isEqualTo(1.0);

    platform.fails("catalog", "delay", 1_000, 600_000);
    assertThat(components().path("fiksIo").path("status").asString()).isEqualTo("UP");
  }

  @Test
  void aCanaryThatStaysInTheQueueMakesTheInstanceUnreadyWhereThatIsAskedFor() {
    platform.fails("amqp", "delay", 1_000, 600_000);

    assertFailsAt(Leg.QUEUE);
    assertThat(status("/health/liveness")).isEqualTo(200);
  }

  @Test
  void aPlatformThatDoesNotAcceptItIsNamed() {
    platform.fails("send", "status:503", 1_000, 0);
    assertFailsAt(Leg.SEND);
    assertThat(flight().failure()).contains("503", "errorId");
  }

  @Test
  void maskinportenThatGivesNoTokenIsNamed() {
    platform.fails("token", "status:503", 1_000, 0);
    platform.simulator().forward(Duration.ofDays(1));
    assertFailsAt(Leg.TOKEN);
  }

  @Test
  void aPackageThatArrivesByHalfIsNamed() {
    platform.fails("amqp", "truncate", 1_000, 0);
    assertFailsAt(Leg.OPEN);
  }

  private void assertFailsAt(Leg leg) {
    await().atMost(IN_THE_END).until(() -> flight().failedLast() && flight().failedLeg() == leg);
    await().atMost(IN_THE_END).until(() -> status("/health/readiness") == 503);
    assertThat(metric("fiks_canary_ok")).isZero();
  }

  private KontoId konto() {
    return kontoer.all().get(0).kontoId();
  }

  private CanaryFlight flight() {
    return flights.findById(konto().value()).orElseGet(() -> new CanaryFlight(konto()));
  }

  private JsonNode components() {
    return json.readTree(get("/health").body()).path("components");
  }

  private String prometheus() {
    return get("/prometheus").body();
  }

  private double metric(String name) {
    List<String> lines =
        prometheus().lines().filter(line -> line.startsWith(name + "{")).toList();
    assertThat(lines).hasSize(1);
    return Double.parseDouble(lines.get(0).substring(lines.get(0).lastIndexOf(' ')));
  }

  private int status(String path) {
    return get(path).statusCode();
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/manage" + path))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
