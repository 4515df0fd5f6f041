package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The Fiks platform's stand-in as a process. */
final class Simulator implements AutoCloseable {
  static final String PROTOCOL = "no.ks.fiks.arkiv.v1";
  static final String OPPRETT = PROTOCOL + ".arkivering.arkivmelding.opprett";
  static final String OWN_ORGANISATION = "987464291";

  private static final String ROBOT_ARCHIVE = "910077473";
  private static final String SILENT_RECEIVER = "910075918";
  private static final String BASE = "/simulator";

  private final Part process;
  private final int amqpPort = Part.freePort();
  private final URI address = URI.create("http://127.0.0.1:" + Part.freePort());
  private final Http http = new Http(URI.create(address + BASE));

  /** An account whose key only its owner has, with a virksomhetssertifikat of its organisation. */
  record Account(
      UUID kontoId,
      UUID integrasjonId,
      String integrasjonPassord,
      String maskinportenClientId,
      byte[] pkcs12,
      String password) {}

  Simulator(Path directory) throws IOException, InterruptedException {
    process = Part.start(
        Part.here(),
        "fiks-simulator",
        directory,
        List.of("-Djava.io.tmpdir=" + directory),
        Map.of(
            "SIMULATOR_PORT", Integer.toString(address.getPort()),
            "SIMULATOR_AMQP_PORT", Integer.toString(amqpPort)));
    process.awaitReady(http, "/accounts");
  }

  URI address() {
    return address;
  }

  int amqpPort() {
    return amqpPort;
  }

  Path trustAnchorIn(Path directory) throws IOException, InterruptedException {
    return http.call(
            http.request("/ca.pem"), BodyHandlers.ofFile(directory.resolve("simulator-ca.pem")))
        .body();
  }

  /** So many accounts of one owner, under one key. */
  List<Account> open(int count) throws IOException, InterruptedException {
    JsonNode certificate =
        http.post("/certificates", Map.of("organisationNumber", OWN_ORGANISATION));
    List<Account> opened = new ArrayList<>();
    while (opened.size() < count) {
      JsonNode konto = http.post(
          "/accounts",
          Map.of(
              "name",
              "Local organisation",
              "organisationNumber",
              OWN_ORGANISATION,
              "protocols",
              List.of(PROTOCOL),
              "publicKey",
              certificate.required("certificate").stringValue()));
      opened.add(account(konto, certificate));
    }
    return opened;
  }

  private static Account account(JsonNode opened, JsonNode certificate) {
    return new Account(
        UUID.fromString(opened.required("kontoId").stringValue()),
        UUID.fromString(opened.required("integrasjonId").stringValue()),
        opened.required("integrasjonPassord").stringValue(),
        opened.required("maskinportenClientId").stringValue(),
        Base64.getDecoder().decode(certificate.required("pkcs12").stringValue()),
        certificate.required("password").stringValue());
  }

  /** Answers with mottatt and kvittering. */
  UUID robotArchive() throws IOException, InterruptedException {
    return kontoOf(ROBOT_ARCHIVE);
  }

  UUID silentReceiver() throws IOException, InterruptedException {
    return kontoOf(SILENT_RECEIVER);
  }

  private UUID kontoOf(String organisation) throws IOException, InterruptedException {
    return http.get("/accounts")
        .valueStream()
        .filter(konto -> konto.required("organisationNumber").stringValue().equals(organisation))
        .map(konto -> UUID.fromString(konto.required("kontoId").stringValue()))
        .findFirst()
        .orElseThrow();
  }

  Set<UUID> kontoer() throws IOException, InterruptedException {
    return http.get("/accounts")
        .valueStream()
        .map(konto -> UUID.fromString(konto.required("kontoId").stringValue()))
        .collect(Collectors.toSet());
  }

  /** The robot archive writes to an account. */
  void writeTo(UUID konto, byte[] file) throws IOException, InterruptedException {
    Map<String, Object> metadata = Map.of(
        "mottakerKontoId",
        konto,
        "meldingType",
        OPPRETT,
        "ttl",
        86_400_000,
        "headere",
        Map.of("klientMeldingId", UUID.randomUUID().toString()));
    http.call(Http.form(
        http.request("/accounts/" + robotArchive() + "/send"),
        "metadata",
        metadata,
        "arkivmelding.xml",
        file));
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
