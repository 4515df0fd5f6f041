package no.fiksgateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.acceptance.SimulatorAdmin.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The gateway is started where Digdir's integrasjonspunkt was, with its settings and its key store. Only what Digdir's one
 * could not say, and what the simulator needs, is added: another AMQP port and whom to trust there.
 */
@ExtendWith(LandscapeExtension.class)
class MigrationIT {
  private static final String OPPRETT = Landscape.PROTOCOL + ".arkivering.arkivmelding.opprett";

  private final Landscape landscape;
  private final Path folder;
  private final Account account;

  MigrationIT(Landscape landscape) throws IOException {
    this.landscape = landscape;
    this.folder =
        Files.createTempDirectory(Path.of("target", "acceptance").toAbsolutePath(), "migrated-");
    this.account = landscape
        .simulator()
        .openAccount("Migrated", Landscape.OWN_ORGANISATION, Landscape.PROTOCOL);
  }

  /** As such files are: a Java key store, old and new names of features, and white space where nobody sees it. */
  private String digdirSettings(int port) {
    return """
        server.port=%d
        difi.move.org.number=%s\u0020
        difi.move.org.keystore.path=file:virksomhet.jks
        difi.move.org.keystore.type=JKS
        difi.move.org.keystore.alias=%s
        difi.move.org.keystore.password=%s\u0020\u0020

        difi.move.feature.enableDPO=false
        difi.move.feature.enableDPFIO=true
        difi.move.feature.statusQueueIncludes=DPFIO

        difi.move.fiks.io.konto-id=%s
        difi.move.fiks.io.integrasjons-id=%s
        difi.move.fiks.io.integrasjons-passord=%s
        difi.move.fiks.io.sender-orgnr=%s
        difi.move.fiks.io.host=localhost
        difi.move.fiks.io.api-host=%s
        difi.move.oidc.url=%s/maskinporten/token
        difi.move.oidc.audience=%s/maskinporten/
        difi.move.oidc.clientId=%s

        difi.move.nextmove.useDbPersistence=true
        difi.datasource.url=jdbc:h2:file:./integrasjonspunkt
        difi.activemq.broker-url=vm://localhost
        difi.ssl.enabled=false
        """.formatted(
            port,
            Landscape.OWN_ORGANISATION,
            account.certificate().alias(),
            account.certificate().password(),
            account.kontoId(),
            account.integrasjonId(),
            account.integrasjonPassord(),
            Landscape.OTHER_ORGANISATION,
            landscape.platform(),
            landscape.platform(),
            landscape.platform(),
            account.maskinportenClientId());
  }

  private void writeJks() throws IOException, GeneralSecurityException {
    char[] password = account.certificate().password().toCharArray();
    String alias = account.certificate().alias();
    KeyStore pkcs12 = account.certificate().keyStore();
    KeyStore jks = KeyStore.getInstance("JKS");
    jks.load(null, null);
    jks.setKeyEntry(
        alias, pkcs12.getKey(alias, password), password, pkcs12.getCertificateChain(alias));
    try (OutputStream out = Files.newOutputStream(folder.resolve("virksomhet.jks"))) {
      jks.store(out, password);
    }
  }

  private RunningJar start(String settings) throws IOException {
    Files.writeString(folder.resolve("integrasjonspunkt-local.properties"), settings);
    return RunningJar.start(
        "integrasjonspunkt",
        folder,
        Map.of(
            "INTEGRASJONSPUNKT_FIKS_AMQP_PORT", Integer.toString(landscape.amqpPort()),
            "INTEGRASJONSPUNKT_FIKS_AMQP_TRUSTCERTIFICATES",
                landscape.simulator().trustAnchorIn(folder).toString()));
  }

  @Test
  void theSettingsOfDigdirsIntegrasjonspunktAreEnoughToSendAndReceive() throws Exception {
    writeJks();
    int port = FreePort.next();
    GatewayApi gateway = new GatewayApi(URI.create("http://127.0.0.1:" + port));

    try (RunningJar process = start(digdirSettings(port))) {
      process.awaitReady(gateway.readiness());
      UUID messageId = gateway.send(
          landscape.other().kontoId(), OPPRETT, List.of(TestFile.text("brev.txt", "Hei på deg")));
      landscape.other().receives(messageId).answers(OPPRETT + ".mottatt");

      assertThat(gateway.statusesUntil(messageId, "LEVERT")).hasSize(4);
      assertThat(process.complaints())
          .filteredOn(line -> line.contains(".migration."))
          .as("one line for each setting that has no place here")
          .satisfiesExactlyInAnyOrder(
              line -> assertThat(line).contains("sender-orgnr"),
              line -> assertThat(line).contains("useDbPersistence"),
              line -> assertThat(line).contains("difi.datasource.url"),
              line -> assertThat(line).contains("difi.activemq.broker-url"));
    }
  }

  @Test
  void whatIsMissingIsNamedAsDigdirNamesIt() throws Exception {
    writeJks();
    String settings =
        digdirSettings(FreePort.next()).replaceAll("difi.move.fiks.io.konto-id=.*\n", "");

    try (RunningJar process = start(settings)) {
      String log = process.logUntilItEnds();

      assertThat(log)
          .contains("APPLICATION FAILED TO START", "difi.move.fiks.io.konto-id")
          .doesNotContain("\tat ", account.integrasjonPassord());
    }
  }

  @Test
  void aKeyStoreThatCannotBeReadIsNamedAsDigdirNamesIt() throws Exception {
    try (RunningJar process = start(digdirSettings(FreePort.next()))) {
      assertThat(process.logUntilItEnds())
          .contains("APPLICATION FAILED TO START", "difi.move.org.keystore.path", "no such file")
          .doesNotContain("\tat ");
    }
  }
}
