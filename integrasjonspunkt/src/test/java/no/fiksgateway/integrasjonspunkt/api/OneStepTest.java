package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class OneStepTest {
  private static final int FIVE_MIB = 5 * 1024 * 1024;

  @Autowired
  private CaseSystem client;

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private KnownReceivers mottakere;

  @AfterEach
  void thePlatformForgets() {
    fiks.forget();
    mottakere.isAway(false);
  }

  private static Part file(String name, String content) {
    return new Part("En tittel", name, "text/plain", content.getBytes(StandardCharsets.UTF_8));
  }

  private String statusesOf(Sbd sbd) {
    return client.get("/api/statuses/" + sbd.messageId()).is(200).text();
  }

  @Test
  void createsUploadsAndSends() {
    Sbd sbd = new Sbd();
    JsonNode answer = client
        .oneStep(sbd.json(), List.of(file("a.txt", "x"), file("b.txt", "y")))
        .is(200)
        .json();
    assertThat(Sbd.identification(answer).path("instanceIdentifier").asString())
        .isEqualTo(sbd.messageId().toString());
    await().untilAsserted(() -> assertThat(statusesOf(sbd)).contains("SENDT"));
    assertThat(fiks.taken()).hasSize(1);
  }

  @Test
  void takesTheDocumentAsAJsonPartToo() {
    Sbd sbd = new Sbd();
    Part document = new Part(
        "sbd", "sbd.json", "application/json", sbd.json().getBytes(StandardCharsets.UTF_8));
    client.oneStep(null, List.of(document, file("a.txt", "x"))).is(200);
    await().untilAsserted(() -> assertThat(statusesOf(sbd)).contains("SENDT"));
  }

  @Test
  void askedAgainWithTheSameNeedNotBeKnownToTheRegistryAnyMore() {
    Sbd sbd = new Sbd();
    JsonNode first =
        client.oneStep(sbd.json(), List.of(file("a.txt", "x"))).is(200).json();
    mottakere.isAway(true);

    assertThat(client.oneStep(sbd.json(), List.of(file("a.txt", "x"))).is(200).json())
        .isEqualTo(first);
    client.oneStep(sbd.json(), List.of(file("a.txt", "other"))).is(400);
    client.oneStep(sbd.json(), List.of()).is(400);
  }

  @Test
  void askedAgainWithTheSameSendsNoSecondMessage() {
    Sbd sbd = new Sbd();
    JsonNode first =
        client.oneStep(sbd.json(), List.of(file("a.txt", "x"))).is(200).json();
    JsonNode again =
        client.oneStep(sbd.json(), List.of(file("a.txt", "x"))).is(200).json();
    assertThat(again).isEqualTo(first);
    await().untilAsserted(() -> assertThat(statusesOf(sbd)).contains("SENDT"));
    assertThat(fiks.taken()).hasSize(1);
    client.oneStep(sbd.json(), List.of(file("a.txt", "other"))).is(400);
  }

  @Test
  void takesFilesOfFiveMebibytesAndNotAByteMore() {
    Part largest = new Part("x", "5m.bin", "application/octet-stream", new byte[FIVE_MIB]);
    client.oneStep(new Sbd().json(), List.of(largest)).is(200);

    Part tooLarge = new Part("x", "5m1.bin", "application/octet-stream", new byte[FIVE_MIB + 1]);
    Sbd sbd = new Sbd();
    JsonNode error = client.oneStep(sbd.json(), List.of(tooLarge)).is(400).json();
    assertThat(error.path("exception").asString())
        .isEqualTo("no.difi.meldingsutveksling.exceptions.MultipartFileToLargeException");
    assertThat(error.path("message").asString())
        .isEqualTo(
            "The attachment named '5m1.bin' is too large. The maximum size for multipart"
                + " requests is 5,242,880 bytes. Please use the non-multipart API to avoid such problems.");
  }

  @Test
  void leavesNothingBehindWhenItIsRefused() {
    Sbd sbd = new Sbd();
    assertThat(client
            .oneStep(sbd.json(), List.of())
            .is(400)
            .json()
            .path("exception")
            .asString())
        .isEqualTo("no.difi.meldingsutveksling.exceptions.MissingFileException");
    client.get("/api/messages/out/" + sbd.messageId()).is(404);
    client.oneStep(sbd.json(), List.of(file("a.txt", "x"))).is(200);
  }

  @Test
  void refusesTwoFilesOfOneName() {
    assertThat(client
            .oneStep(new Sbd().json(), List.of(file("a.txt", "x"), file("a.txt", "y")))
            .is(400)
            .json()
            .path("exception")
            .asString())
        .isEqualTo("no.difi.meldingsutveksling.exceptions.DuplicateFilenameException");
  }

  @Test
  void namesEveryFindingInThePeersOtherLayout() {
    JsonNode error = client
        .oneStep(new Sbd().deadline("2020-01-01T00:00:00Z").json(), List.of(file("a.txt", "x")))
        .is(400)
        .json();
    assertThat(error.path("exception").asString())
        .isEqualTo("jakarta.validation.ConstraintViolationException");
    String field = "createAndSendMessage.sbd.standardBusinessDocumentHeader.businessScope.scope[0]"
        + ".scopeInformation[0].expectedResponseDateTime";
    assertThat(error.at("/errors/0/field").asString()).isEqualTo(field);
    assertThat(error.at("/errors/0/code").asString()).isEqualTo("Future");
    assertThat(error.path("message").asString()).isEqualTo(field + ": must be a future date");
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    JsonNode error = client
        .oneStep(
            new Sbd()
                .deadline("2020-01-01T00:00:00Z")
                .receiver("0192:999999999")
                .json(),
            List.of(file("a.txt", "x")))
        .is(400)
        .json();
    assertThat(Sbd.findings(error, "code")).containsExactly("Future", "InServiceRegistry");
    assertThat(Sbd.findings(error, "field"))
        .allSatisfy(field -> assertThat(field)
            .startsWith("createAndSendMessage.sbd.standardBusinessDocumentHeader."));
  }

  @Test
  void isMadeOfParts() {
    client.postJson("/api/messages/out/multipart", new Sbd().json()).is(415);
  }

  @Test
  void needsADocument() {
    JsonNode error = client.oneStep(null, List.of(file("a.txt", "x"))).is(400).json();
    assertThat(error.path("exception").asString())
        .isEqualTo("org.springframework.web.bind.MissingServletRequestParameterException");
    assertThat(error.path("message").asString())
        .isEqualTo("Required parameter 'sbd' is not present.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "null"})
  void needsADocumentThatCanBeRead(String sbd) {
    assertThat(client
            .oneStep(sbd, List.of(file("a.txt", "x")))
            .is(400)
            .json()
            .path("exception")
            .asString())
        .isEqualTo("org.springframework.web.method.annotation.MethodArgumentTypeMismatchException");
  }
}
