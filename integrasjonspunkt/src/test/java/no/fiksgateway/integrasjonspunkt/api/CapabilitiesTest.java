package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;

import no.fiksgateway.integrasjonspunkt.FakeFiks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class CapabilitiesTest {
  @Autowired
  private CaseSystem client;

  @Autowired
  private KnownReceivers mottakere;

  @AfterEach
  void theRegistryIsBack() {
    mottakere.isAway(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/capabilities/", "/capabilities/"})
  void sayWhatAReceiverTakes(String path) {
    String answer = client
        .get(path + FakeFiks.RECEIVER_ORG + "?process=" + KnownReceivers.PROCESS
            + "&securityLevel=3")
        .is(200)
        .text();
    assertThat(answer.replaceAll("\\s", ""))
        .isEqualTo("{\"capabilities\":[{\"process\":\"no.test.fiksio.v1\","
            + "\"serviceIdentifier\":\"DPFIO\",\"documentTypes\":[{\"type\":\"fiksio\","
            + "\"standard\":\"no.test.fiksio.v1\"}]}]}");
  }

  @Test
  void areNotFoundForSomebodyUnknown() {
    JsonNode error = client.get("/api/capabilities/999999999").is(404).json();
    assertThat(error.path("exception").asString())
        .isEqualTo("no.difi.meldingsutveksling.exceptions.IdentifierNotFoundException");
  }

  @Test
  void areNotFoundByANumberWithPrefix() {
    JsonNode error =
        client.get("/api/capabilities/0192:" + FakeFiks.RECEIVER_ORG).is(404).json();
    assertThat(error.path("exception").asString())
        .isEqualTo("no.difi.meldingsutveksling.exceptions.IdentifierNotFoundException");
    assertThat(error.path("message").asString()).contains("without 0192:");
  }

  @Test
  void areNotGuessedWhenTheRegistryCannotBeAsked() {
    mottakere.isAway(true);
    client.get("/api/capabilities/" + FakeFiks.RECEIVER_ORG).is(503);
  }

  @Test
  void needASecurityLevelThatIsANumber() {
    JsonNode error = client
        .get("/api/capabilities/" + FakeFiks.RECEIVER_ORG + "?securityLevel=abc")
        .is(400)
        .json();
    assertThat(error.path("exception").asString())
        .isEqualTo("org.springframework.web.method.annotation.MethodArgumentTypeMismatchException");
  }
}
