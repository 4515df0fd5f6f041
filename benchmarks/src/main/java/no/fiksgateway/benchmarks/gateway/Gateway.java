package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import no.fiksgateway.benchmarks.gateway.Simulator.Account;

/** The gateway as a process, with the settings it cannot do without and the defaults for all others. */
final class Gateway implements AutoCloseable {
  private final Part process;
  private final Http http;

  /**
   * Starts it and waits until it is ready.
   *
   * @param root the checkout whose gateway it is
   * @param directory where its settings, its log and its data are; starting again there goes on with the same data
   * @param flags of the JVM
   * @param more settings
   */
  Gateway(
      Path root,
      Path directory,
      Simulator simulator,
      List<Account> accounts,
      List<String> flags,
      Map<String, String> more)
      throws IOException, InterruptedException {
    int port = Part.freePort();
    http = new Http(URI.create("http://127.0.0.1:" + port));
    process = Part.start(
        root,
        "integrasjonspunkt",
        directory,
        flags,
        Map.of(),
        "--server.port=" + port,
        "--spring.config.additional-location="
            + settings(directory, simulator, accounts, more).toUri());
    process.awaitReady(http, "/manage/health/readiness");
  }

  static Path data(Path directory) {
    return directory.resolve("data");
  }

  private static Path settings(
      Path directory, Simulator simulator, List<Account> accounts, Map<String, String> more)
      throws IOException, InterruptedException {
    Account first = accounts.get(0);
    Path keyStore = Files.write(directory.resolve("virksomhetssertifikat.p12"), first.pkcs12());
    Properties settings = new Properties();
    settings.putAll(Map.of(
        "server.address", "127.0.0.1",
        "integrasjonspunkt.data-dir", data(directory).toString(),
        "integrasjonspunkt.org-number", Simulator.OWN_ORGANISATION,
        "integrasjonspunkt.virksomhetssertifikat.path", keyStore.toString(),
        "integrasjonspunkt.virksomhetssertifikat.password", first.password()));
    settings.putAll(Map.of(
        "integrasjonspunkt.maskinporten.token-uri", simulator.address() + "/maskinporten/token",
        "integrasjonspunkt.maskinporten.audience", simulator.address() + "/maskinporten/",
        "integrasjonspunkt.maskinporten.client-id", first.maskinportenClientId(),
        "integrasjonspunkt.fiks.api-url", simulator.address().toString(),
        "integrasjonspunkt.fiks.amqp.host", "localhost",
        "integrasjonspunkt.fiks.amqp.port", Integer.toString(simulator.amqpPort()),
        "integrasjonspunkt.fiks.amqp.trust-certificates",
            simulator.trustAnchorIn(directory).toString()));
    for (int i = 0; i < accounts.size(); i++) {
      String konto = "integrasjonspunkt.kontoer[" + i + "].";
      settings.put(konto + "konto-id", accounts.get(i).kontoId().toString());
      settings.put(konto + "integrasjon-id", accounts.get(i).integrasjonId().toString());
      settings.put(konto + "integrasjon-passord", accounts.get(i).integrasjonPassord());
    }
    settings.putAll(more);
    Path file = directory.resolve("gateway.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }
    return file;
  }

  Http http() {
    return http;
  }

  void standStill() throws IOException, InterruptedException {
    process.standStill();
  }

  void goOn() throws IOException, InterruptedException {
    process.goOn();
  }

  double cpuSeconds() {
    return process.cpuSeconds();
  }

  long peakResident() throws IOException {
    return process.peakResident();
  }

  /** How many entries a list has. */
  long count(String list) throws IOException, InterruptedException {
    return http.get(list + (list.contains("?") ? "&" : "?") + "size=1")
        .required("totalElements")
        .asLong();
  }

  static Map<String, Object> sbd(UUID messageId, UUID sender, UUID receiver, String meldingstype) {
    return Map.of(
        "standardBusinessDocumentHeader",
        Map.of(
            "headerVersion",
            "1.0",
            "sender",
            List.of(partner("0192:" + Simulator.OWN_ORGANISATION)),
            "receiver",
            List.of(partner(receiver.toString())),
            "documentIdentification",
            Map.of(
                "standard",
                meldingstype,
                "typeVersion",
                "2.0",
                "type",
                "fiksio",
                "instanceIdentifier",
                messageId.toString()),
            "businessScope",
            Map.of(
                "scope",
                List.of(Map.of(
                    "type",
                    "ConversationId",
                    "identifier",
                    Simulator.PROTOCOL,
                    "instanceIdentifier",
                    messageId.toString())))),
        "fiksio",
        Map.of("avsenderKontoId", sender.toString()));
  }

  private static Map<String, Object> partner(String value) {
    return Map.of("identifier", Map.of("authority", "iso6523-actorid-upis", "value", value));
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
