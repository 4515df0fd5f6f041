package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.Secret;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.simulator.FiksSimulator;
import tools.jackson.databind.JsonNode;

/** The simulator with one account that is ours, and the module's parts pointed at it. */
final class SimulatedPlatform implements AutoCloseable {
  static final String OUR_ORGANISATION = "987464291";

  final FiksSimulator simulator;
  final EgenKonto konto;
  final FiksParts parts;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path trust;

  SimulatedPlatform() throws Exception {
    simulator = FiksSimulator.start();
    trust = Files.createTempFile("trust", ".pem");
    Files.writeString(trust, admin("GET", "/ca.pem", ""));
    JsonNode account = open(Map.of("name", "Vår konto", "organisationNumber", OUR_ORGANISATION));
    Virksomhetssertifikat ours = simulator.virksomhetssertifikat(OUR_ORGANISATION);
    konto = new EgenKonto(
        KontoId.of(account.get("kontoId").asString()),
        new Organisasjonsnummer(OUR_ORGANISATION),
        UUID.fromString(account.get("integrasjonId").asString()),
        new Secret(account.get("integrasjonPassord").asString()),
        DecryptionKeys.of(List.of(ours.privateKey())),
        ours);
    parts = new FiksParts(
        konto,
        settings(simulator.amqpPort()),
        FiksParts.maskinporten(
            simulator.httpAddress().resolve("/maskinporten/token"),
            account.get("maskinportenClientId").asString()));
  }

  /** As {@code parts} has them, with another AMQP port. */
  FiksSettings settings(int amqpPort) {
    return FiksParts.settings(simulator.httpAddress(), amqpPort, trust, Duration.ofSeconds(20));
  }

  /** Opens one more account. */
  JsonNode open(Map<String, Object> account) throws Exception {
    return FiksParts.JSON.readTree(
        admin("POST", "/accounts", FiksParts.JSON.writeValueAsString(account)));
  }

  JsonNode ourAccount() throws Exception {
    return FiksParts.JSON.readTree(admin("GET", "/accounts/" + konto.kontoId(), ""));
  }

  JsonNode message(Object meldingId) throws Exception {
    return FiksParts.JSON
        .readTree(admin("GET", "/messages?meldingId=" + meldingId, ""))
        .get(0);
  }

  /** What the receiver reads: the opened package, byte by byte as text. */
  String content(Object meldingId) throws Exception {
    return admin("GET", "/messages/" + meldingId + "/content", "");
  }

  /** The next {@code count} times, {@code where} fails so. */
  void fails(String where, String what, int count) throws Exception {
    admin(
        "POST",
        "/faults",
        FiksParts.JSON.writeValueAsString(Map.of("where", where, "what", what, "count", count)));
  }

  /** Nothing more fails. */
  void worksAgain() throws Exception {
    admin("DELETE", "/faults", "");
  }

  /** Has the simulator seal a file as another account and send it to ours; answers with its meldingId. */
  UUID sendsToUs(JsonNode sender, byte[] file) throws Exception {
    String metadata = FiksParts.JSON.writeValueAsString(Map.of(
        "mottakerKontoId",
        konto.kontoId().toString(),
        "meldingType",
        "no.test.fiksio.v1",
        "headere",
        Map.of("klientMeldingId", "m-1")));
    byte[] head = ("--grense\r\nContent-Disposition: form-data; name=\"metadata\"\r\n"
            + "Content-Type: application/json\r\n\r\n" + metadata
            + "\r\n--grense\r\nContent-Disposition: form-data; name=\"files\";"
            + " filename=\"brev.txt\"\r\nContent-Type: text/plain\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer = http.send(
        HttpRequest.newBuilder(adminUri("/accounts/" + sender.get("kontoId").asString() + "/send"))
            .header("Content-Type", "multipart/form-data; boundary=grense")
            .POST(BodyPublishers.concat(
                BodyPublishers.ofByteArray(head),
                BodyPublishers.ofByteArray(file),
                BodyPublishers.ofString("\r\n--grense--\r\n")))
            .build(),
        BodyHandlers.ofString());
    return UUID.fromString(
        FiksParts.JSON.readTree(succeeded(answer)).get("meldingId").asString());
  }

  private String admin(String method, String path, String body) throws Exception {
    return succeeded(http.send(
        HttpRequest.newBuilder(adminUri(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString()));
  }

  private URI adminUri(String path) {
    return simulator.httpAddress().resolve("/simulator" + path);
  }

  private static String succeeded(HttpResponse<String> answer) {
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() throws IOException {
    parts.close();
    simulator.close();
    Files.delete(trust);
  }
}
