package no.fiksgateway.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** What a gateway has to be told to work with one account of the simulator. */
final class GatewaySettings {
  private GatewaySettings() {}

  /**
   * Writes a settings file, with the keys it names beside it.
   *
   * @param port where the gateway is to listen
   * @param more settings of the one test
   */
  static Path write(
      Path directory,
      int port,
      URI platform,
      int amqpPort,
      SimulatorAdmin simulator,
      SimulatorAdmin.Account account,
      Map<String, String> more)
      throws IOException {
    Path keyStore = directory.resolve("virksomhetssertifikat.p12");
    Files.write(keyStore, account.certificate().pkcs12());
    Path trustAnchor = simulator.trustAnchorIn(directory);

    Properties settings = new Properties();
    settings.putAll(Map.of(
        "server.port", Integer.toString(port),
        "server.address", "127.0.0.1",
        "integrasjonspunkt.data-dir", directory.resolve("data").toString(),
        "integrasjonspunkt.org-number", Landscape.OWN_ORGANISATION,
        "integrasjonspunkt.virksomhetssertifikat.path", keyStore.toString(),
        "integrasjonspunkt.virksomhetssertifikat.type", "PKCS12",
        "integrasjonspunkt.virksomhetssertifikat.password",
            account.certificate().password()));
    settings.putAll(Map.of(
        "integrasjonspunkt.maskinporten.token-uri", platform + "/maskinporten/token",
        "integrasjonspunkt.maskinporten.audience", platform + "/maskinporten/",
        "integrasjonspunkt.maskinporten.client-id", account.maskinportenClientId(),
        "integrasjonspunkt.fiks.api-url", platform.toString(),
        "integrasjonspunkt.fiks.amqp.host", "localhost",
        "integrasjonspunkt.fiks.amqp.port", Integer.toString(amqpPort),
        "integrasjonspunkt.fiks.amqp.trust-certificates", trustAnchor.toString()));
    settings.putAll(Map.of(
        "integrasjonspunkt.kontoer[0].konto-id", account.kontoId().toString(),
        "integrasjonspunkt.kontoer[0].integrasjon-id", account.integrasjonId().toString(),
        "integrasjonspunkt.kontoer[0].integrasjon-passord", account.integrasjonPassord()));
    settings.putAll(more);
    Path file = directory.resolve("gateway.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }
    return file;
  }
}
