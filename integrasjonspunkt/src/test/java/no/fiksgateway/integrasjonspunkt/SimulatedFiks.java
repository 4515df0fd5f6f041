package no.fiksgateway.integrasjonspunkt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.simulator.FiksSimulator;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.support.TestPropertySourceUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole gateway on the simulator: one account, in the middle of a change of keys. The new key comes first among its
 * private keys, and the one that senders still encrypt for comes second.
 */
public final class SimulatedFiks
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
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
    JsonNode certificate = certificate(admin);
    Path keyStore = keyStore(folder.resolve("virksomhet.p12"), certificate);
    JsonNode notYetPublished = certificate(admin);
    Path newKey = keyStore(folder.resolve("new.p12"), notYetPublished);
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
    properties.put("integrasjonspunkt.kontoer[0].private-keys[0].path", newKey.toString());
    properties.put(
        "integrasjonspunkt.kontoer[0].private-keys[0].password",
        notYetPublished.get("password").asString());
    properties.put("integrasjonspunkt.kontoer[0].private-keys[1].path", keyStore.toString());
    properties.put(
        "integrasjonspunkt.kontoer[0].private-keys[1].password",
        certificate.get("password").asString());
    return properties;
  }

  private static JsonNode certificate(Admin admin) {
    return JSON.readTree(admin.call(
        "POST", "/certificates", "{\"organisationNumber\":\"" + TestIdentity.ORG_NUMBER + "\"}"));
  }

  private static Path keyStore(Path file, JsonNode certificate) throws IOException {
    return Files.write(
        file, Base64.getDecoder().decode(certificate.get("pkcs12").asString()));
  }

  private static void close(FiksSimulator simulator) {
    try {
      simulator.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a test may ask of the simulator. */
  public record Admin(FiksSimulator simulator) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The next {@code count} times, {@code where} fails so. */
    public void fails(String where, String what, int count, int delayMs) {
      call(
          "POST",
          "/faults",
          JSON.writeValueAsString(
              Map.of("where", where, "what", what, "count", count, "delayMs", delayMs)));
    }

    /** Nothing more fails. */
    public void worksAgain() {
      call("DELETE", "/faults", "");
    }

    /** Opens an account for somebody else. */
    public KontoId open(String name, String organisationNumber) {
      return KontoId.of(JSON.readTree(call(
              "POST",
              "/accounts",
              JSON.writeValueAsString(
                  Map.of("name", name, "organisationNumber", organisationNumber))))
          .get("kontoId")
          .asString());
    }

    /** Has the simulator seal a file as an account and send it; answers with its meldingId. */
    public MeldingId sends(KontoId from, KontoId to, String type, byte[] file) {
      String metadata =
          JSON.writeValueAsString(Map.of("mottakerKontoId", to.toString(), "meldingType", type));
      byte[] head = ("--grense\r\nContent-Disposition: form-data; name=\"metadata\"\r\n"
              + "Content-Type: application/json\r\n\r\n" + metadata
              + "\r\n--grense\r\nContent-Disposition: form-data; name=\"files\";"
              + " filename=\"arkivmelding.xml\"\r\nContent-Type: application/xml\r\n\r\n")
          .getBytes(StandardCharsets.UTF_8);
      return MeldingId.of(JSON.readTree(
              answer(HttpRequest.newBuilder(uri("/accounts/" + from + "/send"))
                  .header("Content-Type", "multipart/form-data; boundary=grense")
                  .POST(BodyPublishers.concat(
                      BodyPublishers.ofByteArray(head),
                      BodyPublishers.ofByteArray(file),
                      BodyPublishers.ofString("\r\n--grense--\r\n")))
                  .build()))
          .get("meldingId")
          .asString());
    }

    /** What the platform took for an account. */
    public List<JsonNode> messagesTo(KontoId konto) {
      List<JsonNode> messages = new ArrayList<>();
      JSON.readTree(call("GET", "/messages?kontoId=" + konto, "")).forEach(messages::add);
      return messages;
    }

    private URI uri(String path) {
      return simulator.httpAddress().resolve("/simulator" + path);
    }

    private String call(String method, String path, String body) {
      return answer(HttpRequest.newBuilder(uri(path))
          .method(method, BodyPublishers.ofString(body))
          .build());
    }

    private static String answer(HttpRequest request) {
      try {
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
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
