package no.fiksgateway.integrasjonspunkt.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.GeneratedDocs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Files written for Digdir's integrasjonspunkt, read as the gateway reads them at its start. */
@ExtendWith(OutputCaptureExtension.class)
class DigdirSettingsTest {
  @TempDir
  Path folder;

  @Configuration
  static class Nothing {}

  /** The settings of a gateway that finds this file. */
  private ConfigurableEnvironment read(String file, String... arguments) throws IOException {
    return read(file, Map.of(), arguments);
  }

  private ConfigurableEnvironment read(
      String file, Map<String, Object> variables, String... arguments) throws IOException {
    Path properties = Files.writeString(folder.resolve("integrasjonspunkt-local.properties"), file);
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    SpringApplication application = new SpringApplication(Nothing.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setEnvironment(environment);
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.add("--spring.config.additional-location=" + properties.toUri());
    try (ConfigurableApplicationContext context = application.run(all.toArray(String[]::new))) {
      return context.getEnvironment();
    }
  }

  @Test
  void aFileForDigdirsIntegrasjonspunktSaysEverythingTheGatewayNeeds(CapturedOutput output)
      throws IOException {
    ConfigurableEnvironment read = read("""
        difi.move.org.number=987464291
        difi.move.org.keystore.path=file:///etc/gateway/virksomhet.jks
        difi.move.org.keystore.type=JKS
        difi.move.org.keystore.alias=virksomhet
        difi.move.org.keystore.password=hemmelig-en
        difi.move.feature.enableDPFIO=true
        difi.move.feature.enableDPO=false
        difi.move.feature.statusQueueIncludes=DPO,DPFIO
        difi.move.fiks.io.konto-id=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e11
        difi.move.fiks.io.integrasjons-id=0b1e2c3d-0000-4000-8000-000000000001
        difi.move.fiks.io.integrasjons-passord=hemmelig-to
        difi.move.fiks.io.upload-size-limit=2GB
        difi.move.nextmove.default-ttl-hours=48
        difi.move.nextmove.lockTimeoutMinutes=7
        difi.move.webhooks.readTimeout=8000
        difi.move.nextmove.filedir=/var/lib/messages
        difi.datasource.url=jdbc:postgresql://localhost:5432/gateway
        difi.datasource.username=gateway
        difi.datasource.password=hemmelig-tre
        difi.ssl.enabled=false
        """, "--spring.profiles.active=staging");

    assertThat(read.getProperty("integrasjonspunkt.org-number")).isEqualTo("987464291");
    assertThat(read.getProperty("integrasjonspunkt.virksomhetssertifikat.path"))
        .isEqualTo("/etc/gateway/virksomhet.jks");
    assertThat(read.getProperty("integrasjonspunkt.virksomhetssertifikat.type")).isEqualTo("JKS");
    assertThat(read.getProperty("integrasjonspunkt.kontoer[0].integrasjon-passord"))
        .isEqualTo("hemmelig-to");
    assertThat(read.getProperty("integrasjonspunkt.outbound.max-message-size")).isEqualTo("2GB");
    assertThat(read.getProperty("integrasjonspunkt.outbound.default-ttl")).isEqualTo("48h");
    assertThat(read.getProperty("integrasjonspunkt.inbound.lock-time")).isEqualTo("7m");
    assertThat(read.getProperty("integrasjonspunkt.webhook.silence-timeout")).isEqualTo("8000ms");
    assertThat(read.getProperty("integrasjonspunkt.api.status-queue")).isEqualTo("true");
    assertThat(read.getProperty("integrasjonspunkt.payload.directory"))
        .isEqualTo("/var/lib/messages/fiks-gateway");
    assertThat(read.getProperty("spring.datasource.url"))
        .isEqualTo("jdbc:postgresql://localhost:5432/gateway");
    assertThat(read.getProperty("spring.datasource.password")).isEqualTo("hemmelig-tre");
    assertThat(read.getProperty("server.ssl.enabled")).isEqualTo("false");
    assertThat(read.getProperty("integrasjonspunkt.fiks.api-url"))
        .isEqualTo("https://api.fiks.test.ks.no");
    assertThat(read.getProperty("integrasjonspunkt.maskinporten.client-id"))
        .isEqualTo("MOVE_IP_987464291");
    assertThat(output.getAll()).doesNotContain("is not used").doesNotContain("hemmelig");
  }

  @Test
  void withoutAProfileTheAddressesAreThoseOfProductionAsDigdirsAre() throws IOException {
    ConfigurableEnvironment read =
        read("difi.move.org.number=987464291\ndifi.move.fiks.io.api-host=api.example.no\n");

    assertThat(read.getProperty("integrasjonspunkt.fiks.amqp.host")).isEqualTo("io.fiks.ks.no");
    assertThat(read.getProperty("integrasjonspunkt.maskinporten.token-uri"))
        .isEqualTo("https://maskinporten.no/token");
    assertThat(read.getProperty("integrasjonspunkt.fiks.api-url"))
        .as("what the user has set stays")
        .isEqualTo("https://api.example.no");
  }

  @Test
  void whereNoneOfDigdirsNamesIsUsedNothingIsAssumed() throws IOException {
    assertThat(read("server.port=9094\n").getProperty("integrasjonspunkt.fiks.api-url"))
        .isNull();
  }

  @Test
  void everySpellingSpringTakesIsUnderstood() throws IOException {
    ConfigurableEnvironment read = read(
        """
        difi.move.fiks.io.kontoId=konto
        difi.move.fiks.io.integrasjons_id=integrasjon
        """,
        Map.of(
            "DIFI_MOVE_ORG_NUMBER", "987464291",
            "DIFI_MOVE_FIKS_IO_INTEGRASJONS_PASSORD", "hemmelig",
            "DIFI_MOVE_NEXTMOVE_LOCKTIMEOUTMINUTES", "9"));

    assertThat(read.getProperty("integrasjonspunkt.org-number")).isEqualTo("987464291");
    assertThat(read.getProperty("integrasjonspunkt.kontoer[0].konto-id")).isEqualTo("konto");
    assertThat(read.getProperty("integrasjonspunkt.kontoer[0].integrasjon-id"))
        .isEqualTo("integrasjon");
    assertThat(read.getProperty("integrasjonspunkt.kontoer[0].integrasjon-passord"))
        .isEqualTo("hemmelig");
    assertThat(read.getProperty("integrasjonspunkt.inbound.lock-time")).isEqualTo("9m");
  }

  @Test
  void ourOwnNameGoesBeforeDigdirsAndAContradictionIsSaid(CapturedOutput output)
      throws IOException {
    ConfigurableEnvironment read = read("""
        difi.move.org.number=987464291
        integrasjonspunkt.org-number=910077473
        difi.move.nextmove.lockTimeoutMinutes=5
        integrasjonspunkt.inbound.lock-time=5m
        difi.move.fiks.io.konto-id=den-ene
        integrasjonspunkt.kontoer[0].integrasjon-passord=hemmelig
        """);

    assertThat(read.getProperty("integrasjonspunkt.org-number")).isEqualTo("910077473");
    assertThat(read.getProperty("integrasjonspunkt.kontoer[0].konto-id"))
        .as("a list is never put together from both")
        .isNull();
    assertThat(output.getAll().lines().filter(line -> line.contains("is not used")))
        .hasSize(2)
        .anySatisfy(line -> assertThat(line)
            .contains("difi.move.org.number")
            .contains("org-number (")
            .contains(" - 2:"))
        .anySatisfy(line -> assertThat(line).contains("difi.move.fiks.io.konto-id"));
    assertThat(output.getAll()).doesNotContain("hemmelig");
  }

  @Test
  void whatHasNoPlaceHereIsNamedInOneLineEach(CapturedOutput output) throws IOException {
    read("""
        difi.move.feature.enableDPO=true
        difi.move.dpo.username=bruker
        difi.move.dpo.password=hemmelig
        difi.activemq.broker-url=vm://localhost
        app.logger.enableLogstash=true
        difi.datasource.url=jdbc:h2:file:./integrasjonspunkt
        difi.datasource.username=sa
        difi.move.no.such.thing=1
        """);

    List<String> lines =
        output.getAll().lines().filter(line -> line.contains("is not used")).toList();
    assertThat(lines).hasSize(7);
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).contains("enableDPO").contains("Fiks IO only"))
        .anySatisfy(line -> assertThat(line).contains("broker-url").contains("no message broker"))
        .anySatisfy(line -> assertThat(line).contains("difi.datasource.url").contains("H2"))
        .anySatisfy(line -> assertThat(line).contains("no.such.thing").contains("migration.md"));
    assertThat(output.getAll()).doesNotContain("hemmelig");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://eformidling.no/adressetjeneste",
        "https://test.eformidling.no/adressetjeneste",
        "https://eformidling.no",
        "https://meldingsutveksling.difi.no/serviceregistry/"
      })
  void digdirsServiceRegistryIsNotAskedForItAnswersNobodyWithoutAToken(
      String address, CapturedOutput output) throws IOException {
    ConfigurableEnvironment read = read("difi.move.serviceregistryEndpoint=" + address + "\n");

    assertThat(read.getProperty("integrasjonspunkt.service-registry.url")).isNull();
    assertThat(output.getAll())
        .contains("serviceregistryEndpoint")
        .contains("is not used. Digdir's Service Registry");
  }

  @Test
  void aServiceRegistryOfOnesOwnIsAsked() throws IOException {
    assertThat(read("difi.move.serviceregistryEndpoint=https://noteformidling.no/register\n")
            .getProperty("integrasjonspunkt.service-registry.url"))
        .isEqualTo("https://noteformidling.no/register");
  }

  @Test
  void spaceAfterAValueIsNoPartOfItWhateverTheSettingIsCalled() throws IOException {
    ConfigurableEnvironment read = read("""
        difi.move.org.number=987464291\u0020\u0020
        difi.move.nextmove.lockTimeoutMinutes=5\t
        integrasjonspunkt.inbound.reply-grace=5m\u0020
        spring.datasource.password=hemmelig\u0020
        """, Map.of("SERVER_PORT", "9095 "));

    assertThat(read.getProperty("integrasjonspunkt.org-number")).isEqualTo("987464291");
    assertThat(read.getProperty("integrasjonspunkt.inbound.lock-time")).isEqualTo("5m");
    assertThat(read.getProperty("integrasjonspunkt.inbound.reply-grace")).isEqualTo("5m");
    assertThat(read.getProperty("spring.datasource.password")).isEqualTo("hemmelig");
    assertThat(read.getProperty("server.port")).isEqualTo("9095");
  }

  @Test
  void aValueThatCannotBeTakenOverStopsTheStartUnderTheNameTheUserKnows(CapturedOutput output) {
    assertThatThrownBy(() -> read("difi.move.nextmove.lockTimeoutMinutes=fem\n"))
        .isInstanceOf(UnusableSettingException.class);
    assertThatThrownBy(
            () -> read("difi.datasource.url=jdbc:mysql://localhost/efm?password=hemmelig\n"))
        .isInstanceOf(UnusableSettingException.class);
    assertThatThrownBy(() -> read("difi.move.org.keystore.password=vault:hemmelig\n"))
        .isInstanceOf(UnusableSettingException.class);

    assertThat(output.getAll())
        .contains("difi.move.nextmove.lockTimeoutMinutes", "whole number", " - 1:")
        .contains("difi.datasource.url", "PostgreSQL")
        .contains("difi.move.org.keystore.password", "Vault")
        .doesNotContain("hemmelig")
        .as("words, and no trace of the exception")
        .doesNotContain(UnusableSettingException.class.getName());
  }

  @Test
  void everySettingANameBecomesExists() throws IOException {
    String example = Files.readString(Path.of("../local.properties.example"));

    assertThat(DigdirName.ALL)
        .filteredOn(name -> name.ours() != null && name.ours().startsWith("integrasjonspunkt."))
        .allSatisfy(name -> assertThat(example).contains(name.ours() + "="));
  }

  @Test
  void theDocumentationListsTheNamesThatAreKnown() {
    StringBuilder table =
        new StringBuilder("| Digdir's | ours | unit | note |\n|---|---|---|---|\n");
    for (DigdirName name : DigdirName.ALL) {
      table
          .append("| `")
          .append(name.name())
          .append("` | ")
          .append(name.ours() == null ? "" : "`" + name.ours() + "`")
          .append(" | ")
          .append(name.unit())
          .append(" | ")
          .append(name.note())
          .append(" |\n");
    }
    GeneratedDocs.assertSection("docs/migration.md", "settings", table.toString());
  }
}
