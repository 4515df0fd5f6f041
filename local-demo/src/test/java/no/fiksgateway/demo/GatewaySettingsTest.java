package no.fiksgateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySettingsTest {
  @TempDir
  Path folder;

  @Test
  void areReadBackFromTheFileAsTheyWere() throws Exception {
    GatewaySettings settings = settings(Path.of("C:\\arkiv\\nøkkel = 1.p12"));
    Path file = folder.resolve("gateway.properties");

    settings.writeTo(file);

    Properties read = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      read.load(in);
    }
    assertThat(read).isEqualTo(settings.toProperties());
    assertThat(read.getProperty("integrasjonspunkt.virksomhetssertifikat.path"))
        .isEqualTo("C:\\arkiv\\nøkkel = 1.p12");
  }

  @Test
  void pointTheGatewayAtTheSimulatorAndTheRegistry() throws DemoFailed {
    Properties properties = settings(Path.of("key.p12")).toProperties();

    assertThat(properties)
        .containsEntry("server.port", "9093")
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("integrasjonspunkt.fiks.api-url", "http://127.0.0.1:9098")
        .containsEntry("integrasjonspunkt.fiks.amqp.port", "9671")
        .containsEntry("integrasjonspunkt.service-registry.url", "http://127.0.0.1:9099")
        .containsEntry("integrasjonspunkt.maskinporten.client-id", "the-client")
        .containsEntry("integrasjonspunkt.kontoer[0].integrasjon-passord", "hemmelig")
        .containsEntry("integrasjonspunkt.kontoer[0].private-keys[0].path", "key.p12");
  }

  private static GatewaySettings settings(Path keyStore) throws DemoFailed {
    return new GatewaySettings(
        LocalSettings.from(Map.of()),
        "987464291",
        new SimulatorAdmin.Account(UUID.randomUUID(), UUID.randomUUID(), "hemmelig", "the-client"),
        keyStore,
        "passord",
        Path.of("ca.pem"));
  }
}
