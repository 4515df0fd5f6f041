package no.fiksgateway.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The settings the gateway is started with, in a file it reads beside its own. Environment variables win over the file
 * (Spring Boot: Externalized Configuration), so that any setting can be changed from outside.
 */
record GatewaySettings(
    LocalSettings local,
    String organisationNumber,
    SimulatorAdmin.Account account,
    Path keyStore,
    String keyStorePassword,
    Path trustAnchor) {

  Properties toProperties() {
    Properties all = new Properties();
    set(all, "server.port", local.gateway().number());
    set(all, "server.address", "127.0.0.1");
    set(all, "integrasjonspunkt.org-number", organisationNumber);
    set(all, "integrasjonspunkt.data-dir", local.data().resolve("gateway"));
    setKeyStore(all, "integrasjonspunkt.virksomhetssertifikat");
    set(
        all,
        "integrasjonspunkt.maskinporten.token-uri",
        local.simulator().url() + "/maskinporten/token");
    set(all, "integrasjonspunkt.maskinporten.audience", local.simulator().url() + "/maskinporten/");
    set(all, "integrasjonspunkt.maskinporten.client-id", account.maskinportenClientId());
    set(all, "integrasjonspunkt.fiks.api-url", local.simulator().url());
    set(all, "integrasjonspunkt.fiks.amqp.host", "localhost");
    set(all, "integrasjonspunkt.fiks.amqp.port", local.simulatorAmqp().number());
    set(all, "integrasjonspunkt.fiks.amqp.trust-certificates", trustAnchor);
    set(all, "integrasjonspunkt.kontoer[0].konto-id", account.kontoId());
    set(all, "integrasjonspunkt.kontoer[0].integrasjon-id", account.integrasjonId());
    set(all, "integrasjonspunkt.kontoer[0].integrasjon-passord", account.integrasjonPassord());
    set(all, "integrasjonspunkt.kontoer[0].organisasjonsnummer", organisationNumber);
    setKeyStore(all, "integrasjonspunkt.kontoer[0].private-keys[0]");
    set(all, "integrasjonspunkt.service-registry.url", local.registry().url());
    return all;
  }

  /** Writes them as a properties file. */
  void writeTo(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      toProperties().store(out, "Written anew by every start of the local demo; changes are lost");
    }
  }

  private void setKeyStore(Properties all, String prefix) {
    set(all, prefix + ".path", keyStore);
    set(all, prefix + ".type", "PKCS12");
    set(all, prefix + ".password", keyStorePassword);
  }

  private static void set(Properties all, String name, Object value) {
    all.setProperty(name, value.toString());
  }
}
