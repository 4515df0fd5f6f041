package no.fiksgateway.integrasjonspunkt.housekeeping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.simulator.FiksSimulator;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.support.TestPropertySourceUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole gateway on the simulator: one account, with the organisation's certificate the simulator gave. */
final class SimulatedFiks implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final TestIdentity identity = new TestIdentity();

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    identity.initialize(context);
    try {
      FiksSimulator simulator = FiksSimulator.start();
      context.getBeanFactory().registerSingleton("platform", new Admin(simulator));
      context
          .getEnvironment()
          .getPropertySources()
          .addAfter(
              TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME,
              new MapPropertySource("simulatedFiks", properties(simulator)));
      context.addApplicationListener(event -> {
        if (event instanceof ContextClosedEvent) {
          close(simulator);
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> properties(FiksSimulator simulator) throws IOException {
    Admin admin = new Admin(simulator);
    Path folder = Files.createTempDirectory("gateway-on-simulator");
    Path trust = Files.writeString(folder.resolve("ca.pem"), admin.call("GET", "/ca.pem", ""));
    JsonNode certificate = JSON.readTree(admin.call(
        "POST", "/certificates", "{\"organisationNumber\":\"" + TestIdentity.ORG_NUMBER + "\"}"));
    Path keyStore = Files.write(
        folder.resolve("virksomhet.p12"),
        Base64.getDecoder().decode(certificate.get("pkcs12").asString()));
    JsonNode account = JSON.readTree(admin.call(
        "POST",
        "/accounts",
        JSON.writeValueAsString(Map.of(
            "name",
            "Vår konto",
            "organisationNumber",
            TestIdentity.ORG_NUMBER,
            "publicKey",
            certificate.get("certificate").asString()))));
    URI http = simulator.httpAddress();
    Map<String, Object> properties = new HashMap<>();
    properties.put("integrasjonspunkt.virksomhetssertifikat.path", keyStore.toString());
    properties.put(
        "integrasjonspunkt.virksomhetssertifikat.password",
        certificate.get("password").asString());
    properties.put("integrasjonspunkt.maskinporten.token-uri", http.resolve("/maskinporten/token"));
    properties.put("integrasjonspunkt.maskinporten.audience", http.resolve("/maskinporten/"));
    properties.put(
        "integrasjonspunkt.maskinporten.client-id",
        account.get("maskinportenClientId").asString());
    properties.put("integrasjonspunkt.fiks.api-url", http);
    properties.put("integrasjonspunkt.fiks.amqp.host", "localhost");
    properties.put("integrasjonspunkt.fiks.amqp.port", simulator.amqpPort());
    properties.put("integrasjonspunkt.fiks.amqp.trust-certificates", trust.toString());
    properties.put("integrasjonspunkt.fiks.amqp.shortest-pause", "100ms");
    properties.put(
        "integrasjonspunkt.kontoer[0].konto-id", account.get("kontoId").asString());
    properties.put(
        "integrasjonspunkt.kontoer[0].integrasjon-id",
        account.get("integrasjonId").asString());
    properties.put(
        "integrasjonspunkt.kontoer[0].integrasjon-passord",
        account.get("integrasjonPassord").asString());
    return properties;
  }

  private static void close(FiksSimulator simulator) {
    try {
      simulator.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a test may ask of the simulator. */
  record Admin(FiksSimulator simulator) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    void fails(String where, String what, int count, int delayMs) {
      call(
          "POST",
          "/faults",
          JSON.writeValueAsString(
              Map.of("where", where, "what", what, "count", count, "delayMs", delayMs)));
    }

    void worksAgain() {
      call("DELETE", "/faults", "");
    }

    private String call(String method, String path, String body) {
      try {
        HttpResponse<String> answer = HTTP.send(
            HttpRequest.newBuilder(simulator.httpAddress().resolve("/simulator" + path))
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
          throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
