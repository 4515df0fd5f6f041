package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class CreatingTest {
  private static final String OUT = "/api/messages/out";

  @Autowired
  private CaseSystem client;

  @Autowired
  private KnownReceivers mottakere;

  @Autowired
  private SettableClock clock;

  @AfterEach
  void theRegistryIsBack() {
    mottakere.isAway(false);
  }

  private JsonNode creates(Sbd sbd) {
    return client.postJson(OUT, sbd.json()).is(200).json();
  }

  private JsonNode isRefused(Sbd sbd) {
    return client.postJson(OUT, sbd.json()).is(400).json();
  }

  @Nested
  class WhatComesBack {
    @Test
    void isTheDocumentWithItsMembersInTheUsualOrder() {
      Sbd sbd = new Sbd();
      String answer = client.postJson(OUT, sbd.json()).is(200).text();
      assertThat(answer)
          .containsSubsequence(
              "standardBusinessDocumentHeader",
              "headerVersion",
              "sender",
              "value",
              "authority",
              "receiver",
              "documentIdentification",
              "standard",
              "typeVersion",
              "instanceIdentifier",
              "\"type\"",
              "creationDateAndTime",
              "businessScope",
              "\"type\"",
              "instanceIdentifier",
              "\"identifier\"",
              "scopeInformation",
              "expectedResponseDateTime",
              "fiksio")
          .contains("\n")
          .doesNotContain("null");
    }

    @Test
    void hasTheIdsTheClientChose() {
      Sbd sbd = new Sbd();
      JsonNode answer = creates(sbd);
      assertThat(Sbd.identification(answer).path("instanceIdentifier").asString())
          .isEqualTo(sbd.messageId().toString());
      assertThat(Sbd.conversation(answer).path("instanceIdentifier").asString())
          .isEqualTo(sbd.conversationId().toString());
    }

    @Test
    void hasRandomIdsWhereTheClientChoseNone() {
      JsonNode answer = creates(new Sbd()
          .without("/standardBusinessDocumentHeader/documentIdentification/instanceIdentifier")
          .without("/standardBusinessDocumentHeader/businessScope/scope/0/instanceIdentifier"));
      assertThat(Sbd.identification(answer).path("instanceIdentifier").asString())
          .hasSize(36);
      assertThat(Sbd.conversation(answer).path("instanceIdentifier").asString()).hasSize(36);
    }

    @Test
    void keepsWhatElseTheClientSaysOfItsScopes() {
      JsonNode information = Sbd.conversation(creates(new Sbd()
              .withJson(
                  "/standardBusinessDocumentHeader/businessScope/scope/0/scopeInformation",
                  "[{\"requestingDocumentCreationDateTime\":\"2026-11-21T10:00:00+01:00\","
                      + "\"requestingDocumentInstanceIdentifier\":\"sak-7\"},{}]")))
          .path("scopeInformation");

      assertThat(information).hasSize(2);
      assertThat(information.at("/0/requestingDocumentCreationDateTime").asString())
          .isEqualTo("2026-11-21T10:00:00+01:00");
      assertThat(information.at("/0/requestingDocumentInstanceIdentifier").asString())
          .isEqualTo("sak-7");
      assertThat(information.at("/0/expectedResponseDateTime").isString()).isTrue();
    }

    @Test
    void hasADeadlineADayAheadInNorwegianTimeWhereTheClientSetNone() {
      String deadline = Sbd.conversation(creates(new Sbd()))
          .at("/scopeInformation/0/expectedResponseDateTime")
          .asString();
      OffsetDateTime parsed = OffsetDateTime.parse(deadline);
      assertThat(parsed.getOffset())
          .isEqualTo(OsloTime.ZONE.getRules().getOffset(parsed.toInstant()));
      assertThat(ChronoUnit.MINUTES.between(clock.instant(), parsed.toInstant()))
          .isBetween(23L * 60, 24L * 60);
    }

    @ParameterizedTest
    @CsvSource({
      "2099-11-21T10:00:00+00:00, 2099-11-21T10:00:00Z",
      "2099-11-21T10:00:00.25+05:00, 2099-11-21T10:00:00.25+05:00",
      "2099-11-21T10:00:00, 2099-11-21T10:00:00+01:00",
      "2099-06-21T10:00:00, 2099-06-21T10:00:00+02:00"
    })
    void givesTheClientsDatesAsItWroteThem(String sent, String given) {
      assertThat(Sbd.conversation(creates(new Sbd().deadline(sent)))
              .at("/scopeInformation/0/expectedResponseDateTime")
              .asString())
          .isEqualTo(given);
    }

    @Test
    void inventsNoReferences() {
      JsonNode scope = creates(new Sbd().scope("{\"type\":\"SenderRef\",\"identifier\":\"sak 7\"}"))
          .at("/standardBusinessDocumentHeader/businessScope/scope/1");
      assertThat(scope.toString()).isEqualTo("{\"type\":\"SenderRef\",\"identifier\":\"sak 7\"}");
    }
  }

  @Nested
  class TheSender {
    private String senderOf(Sbd sbd) {
      return creates(sbd)
          .at("/standardBusinessDocumentHeader/sender/0/identifier/value")
          .asString();
    }

    @Test
    void isUsWhereNoneIsNamed() {
      assertThat(senderOf(new Sbd().without("/standardBusinessDocumentHeader/sender")))
          .isEqualTo("0192:" + TestIdentity.ORG_NUMBER);
    }

    @Test
    void keepsItsContactInformation() {
      Sbd sbd = new Sbd()
          .withJson(
              "/standardBusinessDocumentHeader/sender/0/contactInformation",
              "[{\"contact\":\"Kari\"}]");

      assertThat(creates(sbd)
              .at("/standardBusinessDocumentHeader/sender/0/contactInformation/0/contact")
              .asString())
          .isEqualTo("Kari");
    }

    @Test
    void becomesOurPartWhereItIsAnotherOrganisation() {
      assertThat(senderOf(new Sbd().sender("0192:910075918")))
          .isEqualTo("0192:" + TestIdentity.ORG_NUMBER + ":910075918");
    }

    @Test
    void mayBeOurAccount() {
      assertThat(senderOf(new Sbd().sender(TestIdentity.KONTO.toString())))
          .isEqualTo(TestIdentity.KONTO.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"11111111-0000-4000-8000-000000000000", "0192:910075918:1", "somebody"})
    void isRefusedWhereItIsNotOurs(String sender) {
      assertThat(isRefused(new Sbd().sender(sender)).path("errorCode").asString())
          .isEqualTo("SENDER_NOT_OURS");
    }

    @Test
    void mayNotSendFromAnAccountThatIsNotOurs() {
      JsonNode error = isRefused(
          new Sbd().fiksio("{\"avsenderKontoId\":\"11111111-0000-4000-8000-000000000000\"}"));
      assertThat(error.path("errorCode").asString()).isEqualTo("SENDER_NOT_OURS");
    }
  }

  @Nested
  class TheReceiver {
    @Test
    void mayBeAnAccount() {
      creates(new Sbd().receiver(FakeFiks.RECEIVER.toString()));
    }

    @Test
    void isEchoedAsTheClientSpeltIt() {
      assertThat(creates(new Sbd().receiver(FakeFiks.RECEIVER_ORG))
              .at("/standardBusinessDocumentHeader/receiver/0/identifier/value")
              .asString())
          .isEqualTo(FakeFiks.RECEIVER_ORG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0192:999999999", "0192:abc", "11111111-0000-4000-8000-000000000000"})
    void isRefusedWhereItIsUnknown(String receiver) {
      JsonNode error = isRefused(new Sbd().receiver(receiver));
      assertThat(error.path("exception").asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.ReceiverDoesNotAcceptProcessException");
      assertThat(error.path("message").asString())
          .isEqualTo("Receiver do not accept the document process no.test.fiksio.v1");
      assertThat(error.path("description").asString()).isNotBlank();
    }

    @Test
    void isRefusedWhereItDoesNotTakeTheProcess() {
      assertThat(isRefused(new Sbd()
                  .documentIdentification("standard", "no.other.v1")
                  .conversation("identifier", "no.other.v1"))
              .path("errorCode")
              .asString())
          .isEqualTo("RECEIVER_DOES_NOT_ACCEPT");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isRequired(boolean anEmptyList) {
      Sbd sbd = anEmptyList
          ? new Sbd().withJson("/standardBusinessDocumentHeader/receiver", "[]")
          : new Sbd().without("/standardBusinessDocumentHeader/receiver");
      JsonNode error = isRefused(sbd);
      assertThat(error.path("exception").asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.ServiceNotEnabledException");
      assertThat(error.path("message").asString()).isEqualTo("Service UNKNOWN is not enabled");
    }

    @Test
    void thatCannotBeLookedUpNowMayBeTriedAgainLater() {
      mottakere.isAway(true);
      Sbd sbd = new Sbd();
      JsonNode error = client.postJson(OUT, sbd.json()).is(503).json();
      assertThat(error.path("errorCode").asString()).isEqualTo("REGISTRY_UNAVAILABLE");

      mottakere.isAway(false);
      creates(sbd);
    }
  }

  @Nested
  class TheSameIdAgain {
    @Test
    void withTheSameContentGivesTheSameAnswer() {
      Sbd sbd = new Sbd();
      assertThat(creates(sbd)).isEqualTo(creates(sbd));
    }

    @Test
    void withTheSameContentGivesTheSameAnswerWhateverHasChangedSince() {
      Sbd sbd = new Sbd().deadline("2099-01-01T00:00:00+01:00");
      JsonNode first = creates(sbd);
      mottakere.isAway(true);

      assertThat(creates(sbd)).isEqualTo(first);
    }

    @Test
    void withOtherContentIsRefused() {
      Sbd sbd = new Sbd();
      creates(sbd);
      JsonNode error = isRefused(sbd.conversation("instanceIdentifier", UUID.randomUUID() + ""));
      assertThat(error.path("exception").asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.MessageAlreadyExistsException");
      assertThat(error.path("message").asString())
          .isEqualTo("Message with messageId = " + sbd.messageId() + " already exists");
    }

    @Test
    void staysTakenAfterTheMessageWasDeleted() {
      Sbd sbd = new Sbd();
      creates(sbd);
      client.delete(OUT + "/" + sbd.messageId()).is(200);
      isRefused(sbd);
    }
  }

  @Nested
  class Validation {
    private JsonNode firstFinding(Sbd sbd) {
      JsonNode error = isRefused(sbd);
      assertThat(error.path("exception").asString())
          .isEqualTo("org.springframework.web.bind.MethodArgumentNotValidException");
      return error.at("/errors/0");
    }

    @Test
    void namesAnIdThatIsNoUuid() {
      JsonNode finding =
          firstFinding(new Sbd().documentIdentification("instanceIdentifier", "my-own-id"));
      assertThat(finding.path("code").asString()).isEqualTo("UUID");
      assertThat(finding.path("defaultMessage").asString()).isEqualTo("'my-own-id' is not a UUID.");
      assertThat(finding.path("field").asString())
          .isEqualTo("standardBusinessDocumentHeader.documentIdentification.instanceIdentifier");
      assertThat(finding.path("objectName").asString()).isEqualTo("standardBusinessDocument");
      assertThat(finding.path("rejectedValue").asString()).isEqualTo("my-own-id");
      assertThat(finding.path("bindingFailure").asBoolean(true)).isFalse();
    }

    @Test
    void neverEvaluatesWhatTheClientWrites() {
      String expression = "${7*7} {value} #{7*7}";
      assertThat(List.of(
              firstFinding(new Sbd().documentIdentification("instanceIdentifier", expression)),
              firstFinding(new Sbd().conversation("instanceIdentifier", expression))))
          .allSatisfy(finding -> assertThat(finding.path("defaultMessage").asString())
              .isEqualTo("'" + expression + "' is not a UUID."));
    }

    @Test
    void namesAConversationIdThatIsNoUuid() {
      JsonNode finding = firstFinding(new Sbd().conversation("instanceIdentifier", "mine"));
      assertThat(finding.path("code").asString()).isEqualTo("UUID");
      assertThat(finding.path("field").asString())
          .isEqualTo("standardBusinessDocumentHeader.businessScope.scope[0].instanceIdentifier");
    }

    @Test
    void namesADeadlineInThePast() {
      JsonNode finding = firstFinding(new Sbd().deadline("2020-01-01T00:00:00Z"));
      assertThat(finding.path("code").asString()).isEqualTo("Future");
      assertThat(finding.path("defaultMessage").asString()).isEqualTo("must be a future date");
    }

    @ParameterizedTest
    @CsvSource({
      "/standardBusinessDocumentHeader/businessScope, NotNull",
      "/standardBusinessDocumentHeader/headerVersion, NotNull",
      "/standardBusinessDocumentHeader/documentIdentification/standard, NotNull",
      "/standardBusinessDocumentHeader/documentIdentification/type, NotNull",
      "/standardBusinessDocumentHeader/receiver/0/identifier, NotNull",
      "/standardBusinessDocumentHeader/receiver/0/identifier/authority, NotNull",
      "/standardBusinessDocumentHeader/businessScope/scope/0/type, NotNull",
      "/standardBusinessDocumentHeader/businessScope/scope/0/identifier, HasConversation"
    })
    void namesWhatIsMissing(String member, String code) {
      JsonNode error = isRefused(new Sbd().without(member));
      assertThat(Sbd.findings(error, "code")).contains(code);
      assertThat(error.toString()).doesNotContain("no.fiksgateway");
    }

    @Test
    void goesByTheFirstConversation() {
      Sbd sbd = new Sbd()
          .without("/standardBusinessDocumentHeader/businessScope/scope/0/identifier")
          .scope("{\"type\":\"ConversationId\",\"identifier\":\"" + KnownReceivers.PROCESS + "\"}");

      assertThat(Sbd.findings(isRefused(sbd), "code")).contains("HasConversation");
    }

    @Test
    void namesWhatOthersSayTogetherWithWhatTheDocumentShows() {
      JsonNode error = isRefused(new Sbd()
          .receiver("0192:999999999")
          .sender("somebody")
          .deadline("2020-01-01T00:00:00Z")
          .conversation("type", "SenderRef")
          .fiksio("{\"svarPaMelding\":\"" + UUID.randomUUID() + "\"}"));
      assertThat(error.path("exception").asString())
          .isEqualTo("org.springframework.web.bind.MethodArgumentNotValidException");
      assertThat(Sbd.findings(error, "code"))
          .containsExactlyInAnyOrder(
              "Future", "HasConversation", "SenderValue", "InServiceRegistry", "svarPaMelding");
    }

    @Test
    void namesAllThatOthersSay() {
      JsonNode error = isRefused(new Sbd().receiver("0192:999999999").sender("somebody"));
      assertThat(error.path("errorCode").asString()).isEqualTo("SENDER_NOT_OURS");
      assertThat(Sbd.findings(error, "field"))
          .containsExactly(
              "standardBusinessDocumentHeader.sender[0].identifier.value",
              "standardBusinessDocumentHeader.receiver[0].identifier.value");
    }

    @Test
    void isNotKeptBackByARegistryThatCannotBeAsked() {
      mottakere.isAway(true);
      JsonNode error = isRefused(new Sbd().deadline("2020-01-01T00:00:00Z"));
      assertThat(Sbd.findings(error, "code")).containsExactly("Future");
    }

    @Test
    void asksNobodyAboutWhatIsAtFaultAlready() {
      JsonNode error = isRefused(
          new Sbd().without("/standardBusinessDocumentHeader/receiver/0/identifier/value"));
      assertThat(Sbd.findings(error, "code")).containsExactly("NotNull");
    }

    @Test
    void showsWhatWasRejectedAsItWasSent() {
      JsonNode error = isRefused(
          new Sbd().withJson("/standardBusinessDocumentHeader/businessScope/scope", "[]"));
      assertThat(error.at("/errors/0/rejectedValue").isArray()).isTrue();
      JsonNode late = isRefused(new Sbd().deadline("2020-01-01T00:00:00Z"));
      assertThat(late.at("/errors/0/rejectedValue").asString()).isEqualTo("2020-01-01T00:00:00Z");
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
      JsonNode error = isRefused(new Sbd()
          .without("/standardBusinessDocumentHeader/headerVersion")
          .documentIdentification("instanceIdentifier", "x")
          .conversation("type", "Nonsense"));
      assertThat(Sbd.findings(error, "code"))
          .contains("NotNull", "UUID", "OneOf", "HasConversation");
      assertThat(error.path("message").asString())
          .isEqualTo("Validation failed for object='standardBusinessDocument'. Error count: 4");
    }
  }

  @Nested
  class TheJson {
    private JsonNode isRefused(String json) {
      return client.postJson(OUT, json).is(400).json();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{}|Expected token FIELD_NAME, but found END_OBJECT",
          "{\"fiksio\":{}}|I/O error while reading input message",
          "{\"standardBusinessDocumentHeader\":{},\"fiksio\":{}}|I/O error while reading input message"
        })
    void hasAHeaderAndAMessage(String json, String message) {
      assertThat(isRefused(json).path("message").asString()).isEqualTo(message);
    }

    @Test
    void mayHaveNoThirdMember() {
      JsonNode error = CreatingTest.this.isRefused(new Sbd().withJson("/extra", "{}"));
      assertThat(error.path("message").asString())
          .isEqualTo("Expected token END_OBJECT, but found FIELD_NAME");
    }

    @Test
    void namesTheMessageAsItsTypeDoes() {
      JsonNode error =
          CreatingTest.this.isRefused(new Sbd().without("/fiksio").withJson("/foo", "{}"));
      assertThat(error.path("message").asString())
          .isEqualTo("Expected to find field named fiksio, but found foo");
    }

    @Test
    void isOfAKnownType() {
      JsonNode error =
          CreatingTest.this.isRefused(new Sbd().documentIdentification("type", "nosuchtype"));
      assertThat(error.path("message").asString())
          .startsWith("Unknown BusinessMessageType = nosuchtype. Expecting one of ");
    }

    @Test
    void mayNameTheMessageFirst() {
      String json = new Sbd().json();
      String reordered = "{\"fiksio\":{}," + json.substring(1).replace(",\"fiksio\":{}", "");
      client.postJson(OUT, reordered).is(200);
    }

    @Test
    void mayHaveMembersNobodyKnowsAndRawControlCharacters() {
      client
          .postJson(
              OUT,
              new Sbd()
                  .json()
                  .replace(
                      "\"headerVersion\":\"1.0\"", "\"headerVersion\":\"1\t0\",\"novelty\":[]"))
          .is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"standard", "[]", "\"text\"", "{\"a\":1}}"})
    void isReadable(String json) {
      assertThat(isRefused(json).path("exception").asString())
          .containsAnyOf("HttpMessageNotReadableException", "IllegalArgumentException");
    }

    @Test
    void saysWhereAValueIsOfTheWrongKind() {
      JsonNode error = CreatingTest.this.isRefused(
          new Sbd().withJson("/standardBusinessDocumentHeader/receiver", "{\"identifier\":{}}"));
      assertThat(error.path("message").asString())
          .startsWith("JSON parse error: ")
          .contains("receiver")
          .doesNotContain("no.fiksgateway");
    }

    @Test
    void saysWhichDateIsNone() {
      JsonNode error = CreatingTest.this.isRefused(new Sbd().deadline("tomorrow"));
      assertThat(error.path("exception").asString())
          .isEqualTo("org.springframework.http.converter.HttpMessageNotReadableException");
      assertThat(error.path("message").asString()).contains("'tomorrow' is not a valid value");
    }

    @Test
    void isNotWithoutEnd() {
      String endless = "x".repeat(2_000_000);
      client
          .postJson(OUT, new Sbd().with("/fiksio/hoveddokument", endless).json())
          .is(400);
    }

    @Test
    void isRequired() {
      assertThat(isRefused("").path("message").asString())
          .isEqualTo("Required request body is missing");
    }
  }
}
