package no.fiksgateway.registrystub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RegistryStubTest {
  private static final String OPPRETT = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  private static RegistryStub stub;

  @BeforeAll
  static void start() throws IOException {
    stub = RegistryStub.start(0);
  }

  @AfterAll
  static void stop() throws IOException {
    stub.close();
  }

  @Nested
  class OneProcess {
    @ParameterizedTest
    @ValueSource(
        strings = {"no.digdir.einnsyn.v1", "no.ks.fiks.arkiv.v1", OPPRETT, "no.test.fiksio.v1"})
    void isServedByFiksIoUnderTheSameString(String process) {
      JsonNode record = record("/identifier/910077473/process/" + process);

      assertThat(record.at("/process").asString()).isEqualTo(process);
      assertThat(record.at("/documentTypes")).hasSize(1);
      assertThat(record.at("/documentTypes/0").asString()).isEqualTo(process);
      assertThat(record.at("/service/identifier").asString()).isEqualTo("DPFIO");
      assertThat(record.at("/organisationNumber").asString()).isEqualTo("910077473");
    }

    @ParameterizedTest
    @ValueSource(strings = {"910077473", "910075918"})
    void leadsToTheAccountTheSimulatorMakesForTheOrganisation(String organisation) {
      UUID account = UUID.nameUUIDFromBytes(("fiks-simulator:" + organisation).getBytes(UTF_8));

      JsonNode record = record("/identifier/" + organisation + "/process/" + OPPRETT);

      assertThat(record.at("/service/endpointUrl").asString()).isEqualTo(account.toString());
    }

    @Test
    void ignoresTheQueryThatGatewaysAdd() {
      HttpResponse<String> answer = get("/identifier/910077473/process/" + OPPRETT
          + "?securityLevel=3&conversationId=" + UUID.randomUUID());

      assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void isRefusedWhenTheOrganisationLacksIt() {
      HttpResponse<String> answer = get("/identifier/910077473/process/no.such.process.v1");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(json(answer)).isEqualTo(json("""
          {"error_code": "", "error_description": "Process no.such.process.v1 not found for receiver 910077473"}
          """));
    }
  }

  @Nested
  class EveryProcess {
    @ParameterizedTest
    @ValueSource(strings = {"910077473", "910075918", "0192:910077473", "0192%3A910077473"})
    void isListedWithTheProtocolsAndTheMessageTypesOfFiksArkiv(String identifier) {
      assertThat(json(get("/identifier/" + identifier))
              .at("/serviceRecords")
              .findValuesAsString("process"))
          .contains(
              "no.digdir.einnsyn.v1",
              "no.test.fiksio.v1",
              "no.ks.fiks.arkiv.v1",
              OPPRETT,
              OPPRETT + ".kvittering");
    }

    @ParameterizedTest
    @ValueSource(strings = {"910077473", "910075918"})
    void isAlsoAnsweredByItself(String organisation) {
      assertThat(json(get("/identifier/" + organisation)).at("/serviceRecords"))
          .isNotEmpty()
          .allSatisfy(listed -> assertThat(record("/identifier/" + organisation + "/process/"
                  + listed.get("process").asString()))
              .isEqualTo(listed));
    }

    @Test
    void isNothingForTheLocalOrganisation() {
      assertThat(json(get("/identifier/987464291")).at("/serviceRecords")).isEmpty();
    }
  }

  @Nested
  class WhoItIs {
    @ParameterizedTest
    @ValueSource(strings = {"910077473", "910075918", "987464291"})
    void isToldWithoutServices(String organisation) {
      JsonNode info = json(get("/info/0192:" + organisation));

      assertThat(info.at("/infoRecord/identifier").asString()).isEqualTo(organisation);
      assertThat(info.at("/serviceRecords").isArray()).isTrue();
      assertThat(info.at("/serviceRecords")).isEmpty();
    }

    @Test
    void isAnEmptyNotFoundForAnUnknownOrganisation() {
      HttpResponse<String> answer = get("/info/999999999");

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/identifier/999999999", "/identifier/999999999/process/no.test.fiksio.v1"})
  void anUnknownOrganisationIsNotFound(String path) {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer)).isEqualTo(json("""
        {"error_code": "", "error_description": "Entity with identifier '999999999' not found."}
        """));
  }

  @Nested
  class FilesOfYourOwn {
    @TempDir
    Path own;

    @Test
    void addAnOrganisation() throws IOException {
      write("mappings/311780735.json", """
          {"request": {"method": "GET", "urlPath": "/info/311780735"},
           "response": {"status": 200, "bodyFileName": "info-record.json",
             "transformerParameters": {"organisationNumber": "311780735", "organizationName": "Ours"}}}
          """);

      try (RegistryStub withOwn = RegistryStub.start(0, own)) {
        assertThat(json(get(withOwn, "/info/311780735"))
                .at("/infoRecord/organizationName")
                .asString())
            .isEqualTo("Ours");
        assertThat(get(withOwn, "/info/910077473").statusCode()).isEqualTo(200);
      }
    }

    @Test
    void replaceThoseOfTheSameName() throws IOException {
      write("__files/info-record.json", "{}");

      try (RegistryStub withOwn = RegistryStub.start(0, own)) {
        assertThat(get(withOwn, "/info/910077473").body()).isEqualTo("{}");
      }
    }

    @Test
    void areAskedForWhenTheirDirectoryIsMissing() {
      assertThatThrownBy(() -> RegistryStub.start(0, own.resolve("nowhere")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nowhere")
          .hasMessageContaining("REGISTRY_MAPPINGS");
    }

    private void write(String name, String content) throws IOException {
      Path file = own.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }
  }

  private static JsonNode record(String path) {
    JsonNode records = json(get(path)).at("/serviceRecords");
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private static HttpResponse<String> get(String path) {
    return get(stub, path);
  }

  private static HttpResponse<String> get(RegistryStub from, String path) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(from.url() + path)).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return json(answer.body());
  }

  private static JsonNode json(String body) {
    return JSON.readTree(body);
  }
}
