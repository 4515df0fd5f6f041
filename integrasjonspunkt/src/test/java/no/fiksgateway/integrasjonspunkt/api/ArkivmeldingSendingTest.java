package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.ArkivmeldingXml;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Answer;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Part;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@ApiTest
class ArkivmeldingSendingTest {
  private static final String OUT = "/out/messages";
  private static final String MAPPE = "43fbe161-7aac-4c9f-a888-d8167aab4144";

  @Autowired
  private CaseSystem client;

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private KnownReceivers receivers;

  @Autowired
  private OutgoingMessages messages;

  @Autowired
  private PayloadStore payloads;

  @Autowired
  private TransactionTemplate transaction;

  @Autowired
  private SettableClock clock;

  @AfterEach
  void theRegistryIsThere() {
    receivers.isAway(false);
  }

  /** With a title nobody else has, so that its bytes are those of no other test. */
  private static ArkivmeldingXml unique(ArkivmeldingXml xml) {
    return xml.offentligTittel("Sak " + UUID.randomUUID());
  }

  private static ArkivmeldingXml toBoth() {
    return unique(ArkivmeldingXml.fiksArkiv())
        .mappe(MAPPE)
        .kopimottaker(KnownReceivers.OTHER_ORG)
        .mottaker(FakeFiks.RECEIVER_ORG);
  }

  private Answer post(ArkivmeldingXml xml) {
    return client.postXml(OUT, xml.bytes());
  }

  private JsonNode begun(ArkivmeldingXml xml) {
    return post(xml).is(200).json();
  }

  private static String conversation(JsonNode begun) {
    return begun.path("conversationId").asString();
  }

  private static List<JsonNode> prototypes(JsonNode begun) {
    return begun.path("prototypes").valueStream().toList();
  }

  private static List<String> missing(JsonNode prototype) {
    return prototype.path("missing").valueStream().map(JsonNode::asString).toList();
  }

  private static String id(JsonNode prototype) {
    return prototype.path("messageId").asString();
  }

  private Answer upload(String id, String filename, String content) {
    return client.upload(UUID.fromString(id), filename, content);
  }

  private JsonNode shown(String id) {
    return client.get(OUT + "/" + id).is(200).json();
  }

  /** What the platform was given of the conversation. */
  private List<FakeFiks.Taken> taken(JsonNode begun) {
    Set<String> ours =
        prototypes(begun).stream().map(ArkivmeldingSendingTest::id).collect(Collectors.toSet());
    return fiks.taken().stream()
        .filter(taken -> ours.contains(taken.forsendelse().headere().get("klientMeldingId")))
        .toList();
  }

  private String statuses(String id) {
    return client.get("/statuses/" + id).is(200).text();
  }

  private List<Document> filesOf(String messageId) {
    return transaction.execute(status ->
        messages.findByMessageId(UUID.fromString(messageId)).orElseThrow().documents());
  }

  @Nested
  class Beginning {
    @Test
    void drawsUpAMessageForEachMottakerThenEachKopimottaker() {
      JsonNode begun = begun(toBoth());
      assertThat(begun.path("state").asString()).isEqualTo("OPEN");
      assertThat(begun.path("reference").asString()).isEqualTo(MAPPE + "-4");
      assertThat(prototypes(begun)).hasSize(2).allSatisfy(prototype -> {
        assertThat(prototype.path("chosen").asBoolean()).isTrue();
        assertThat(prototype.path("possible").asBoolean()).isTrue();
        assertThat(missing(prototype)).isEmpty();
        JsonNode sbd = prototype.path("sbd");
        assertThat(Sbd.identification(sbd).path("instanceIdentifier").asString())
            .isEqualTo(id(prototype));
        assertThat(Sbd.identification(sbd).path("standard").asString())
            .isEqualTo(KnownReceivers.ARKIVMELDING);
        assertThat(Sbd.conversation(sbd).path("instanceIdentifier").asString())
            .isEqualTo(conversation(begun));
      });
      assertThat(prototypes(begun))
          .extracting(ArkivmeldingSendingTest::receiver)
          .containsExactly("0192:" + FakeFiks.RECEIVER_ORG, "0192:" + KnownReceivers.OTHER_ORG);
    }

    @Test
    void sendsNothingAndShowsNoStatusYet() {
      JsonNode begun = begun(toBoth());
      assertThat(client
              .get("/statuses/" + conversation(begun))
              .json()
              .path("totalElements")
              .asInt())
          .isZero();
      assertThat(taken(begun)).isEmpty();
    }

    @Test
    void namesTheFilesThatAreNotHereYet() {
      JsonNode begun = begun(toBoth().file("brev.pdf"));
      assertThat(begun.path("files").toString()).contains("arkivmelding.xml", "brev.pdf");
      assertThat(prototypes(begun))
          .allSatisfy(
              prototype -> assertThat(missing(prototype))
                  .singleElement()
                  .asString()
                  .matches(
                      "The file brev.pdf, which arkivmelding.xml names in line \\d+ .*is not uploaded."));
    }

    @Test
    void saysWhichElementLacksAnOrganisationNumber() {
      JsonNode prototype = prototypes(
              begun(unique(ArkivmeldingXml.fiksArkiv()).part("EM", "Byen", "")))
          .get(0);
      assertThat(prototype.path("possible").asBoolean()).isFalse();
      assertThat(prototype.path("chosen").asBoolean()).isFalse();
      assertThat(missing(prototype))
          .singleElement()
          .asString()
          .matches(
              "The korrespondansepart in line \\d+ of arkivmelding.xml has no organisasjonid.*");
      assertThat(prototype.path("part").asString()).startsWith("Mottaker: Byen (line ");
    }

    @Test
    void saysThatAReceiverIsNotReachedOverFiksIo() {
      JsonNode prototype = prototypes(
              begun(unique(ArkivmeldingXml.fiksArkiv()).mottaker("999999999")))
          .get(0);
      assertThat(prototype.path("possible").asBoolean()).isFalse();
      assertThat(missing(prototype)).containsExactly("No service record for 0192:999999999");
    }

    @Test
    void saysThatAPersonIsNotReached() {
      JsonNode begun = begun(unique(ArkivmeldingXml.fiksArkiv())
          .part("EM", "Kari", "<personid>01010112345</personid>"));
      assertThat(missing(prototypes(begun).get(0))).singleElement().asString().contains("personid");
      assertThat(begun.toString()).doesNotContain("01010112345");
    }

    @Test
    void saysThatEformidlingsFormatHasToBeConverted() {
      List<JsonNode> prototypes = prototypes(begun(unique(ArkivmeldingXml.noark5())
          .mottaker(FakeFiks.RECEIVER_ORG)
          .part("Kopimottaker", "Fylket", "")));
      assertThat(prototypes)
          .extracting(prototype -> prototype.path("possible").asBoolean())
          .containsExactly(false, false);
      assertThat(missing(prototypes.get(0))).singleElement().asString().contains("converted");
      assertThat(missing(prototypes.get(1))).hasSize(2);
      assertThat(missing(prototypes.get(1)).get(0)).contains("organisasjonsnummer");
    }

    @Test
    void givesAnOrganisationThatIsNamedTwiceOneMessage() {
      JsonNode begun = begun(toBoth().kopimottaker(FakeFiks.RECEIVER_ORG));
      assertThat(prototypes(begun)).hasSize(2);
    }

    @Test
    void takesTheSenderFromTheDocumentWhereItIsOneOfOurs() {
      assertThat(prototypes(begun(toBoth().avsender("987654321"))))
          .extracting(ArkivmeldingSendingTest::sender)
          .containsOnly("0192:" + TestIdentity.ORG_NUMBER);
      assertThat(prototypes(begun(toBoth().avsender(TestIdentity.ORG_NUMBER))))
          .extracting(ArkivmeldingSendingTest::sender)
          .containsOnly("0192:" + TestIdentity.ORG_NUMBER);
    }

    @Test
    void isRefusedWhereNobodyIsNamed() {
      JsonNode error = post(unique(ArkivmeldingXml.fiksArkiv()).avsender("910077473"))
          .is(400)
          .json();
      assertThat(error.path("errorCode").asString()).isEqualTo("INVALID_ARKIVMELDING");
      assertThat(error.path("message").asString()).contains("korrespondansepart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vedlegg/brev.pdf", "..", "mimetype", "C:brev.pdf"})
    void isRefusedWhereItNamesAFileThatCannotBeUploaded(String name) {
      JsonNode error = post(toBoth().file(name)).is(400).json();
      assertThat(error.path("errorCode").asString()).isEqualTo("INVALID_ARKIVMELDING");
      assertThat(error.path("message").asString())
          .matches("arkivmelding.xml, line \\d+, element referanseDokumentfil: .*")
          .contains(name);
    }

    @Test
    void isRefusedWithLineAndElementWhereTheXmlIsBroken() {
      JsonNode error = client
          .postXml(
              OUT,
              toBoth()
                  .xml()
                  .replace("</korrespondansepartNavn>", "")
                  .getBytes(StandardCharsets.UTF_8))
          .is(400)
          .json();
      assertThat(error.path("exception").asString())
          .isEqualTo("no.difi.meldingsutveksling.exceptions.UnmarshalArkivmeldingException");
      assertThat(error.path("message").asString())
          .matches("arkivmelding.xml, line \\d+, element .*");
    }

    @Test
    void leavesNothingWhereTheReceiverCannotBeAskedFor() {
      ArkivmeldingXml xml = toBoth();
      receivers.isAway(true);
      assertThat(post(xml).is(503).json().path("errorCode").asString())
          .isEqualTo("REGISTRY_UNAVAILABLE");
      receivers.isAway(false);
      assertThat(prototypes(begun(xml))).hasSize(2);
    }

    @Test
    void withTheSameBytesAgainIsTheSameConversation() {
      ArkivmeldingXml xml = toBoth();
      JsonNode first = begun(xml);
      assertThat(begun(xml)).isEqualTo(first);
      assertThat(conversation(begun(toBoth()))).isNotEqualTo(conversation(first));
    }

    @Test
    void atOnceFromSeveralSidesIsOneConversation() {
      ArkivmeldingXml xml = toBoth();
      List<CompletableFuture<String>> calls = Stream.generate(
              () -> CompletableFuture.supplyAsync(() -> conversation(begun(xml))))
          .limit(4)
          .toList();
      assertThat(calls.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    @Test
    void underAConversationOfTheClientsOwnIsKnownByIt() {
      ArkivmeldingXml xml = toBoth();
      JsonNode other = begun(xml);
      String mine = UUID.randomUUID().toString();
      JsonNode first =
          client.postXml(OUT + "?conversationId=" + mine, xml.bytes()).is(200).json();
      assertThat(conversation(first)).isEqualTo(mine).isNotEqualTo(conversation(other));
      assertThat(client
              .postXml(OUT + "?conversationId=" + mine, xml.bytes())
              .is(200)
              .json())
          .isEqualTo(first);
      assertThat(client
              .postXml(OUT + "?conversationId=" + mine, toBoth().bytes())
              .is(400)
              .json()
              .path("errorCode")
              .asString())
          .isEqualTo("MESSAGE_ID_TAKEN");
      client.postXml(OUT + "?conversationId=nonsense", xml.bytes()).is(400);
    }

    @Test
    void takesFilesAlong() {
      byte[] xml = toBoth().file("brev.txt").bytes();
      Part arkivmelding = new Part("fil", "arkivmelding.xml", "application/xml", xml);
      Part brev = new Part("Et brev", "brev.txt", "text/plain", new byte[] {1, 2});
      JsonNode begun = client.form(OUT, List.of(brev, arkivmelding)).is(200).json();
      assertThat(prototypes(begun))
          .allSatisfy(prototype -> assertThat(missing(prototype)).isEmpty());
      assertThat(client.form(OUT, List.of(arkivmelding, brev)).is(200).json()).isEqualTo(begun);
      assertThat(client
              .form(
                  OUT, List.of(arkivmelding, new Part("x", "brev.txt", "text/plain", new byte[1])))
              .is(400)
              .json()
              .path("errorCode")
              .asString())
          .isEqualTo("DUPLICATE_FILENAME");
    }

    @Test
    void takesTheDocumentAsAPartOfItsOwnName() {
      byte[] xml = toBoth().bytes();
      JsonNode begun = client
          .form(OUT, List.of(new Part("arkivmelding", "sak.xml", "application/xml", xml)))
          .is(200)
          .json();
      assertThat(begun.path("files")).hasSize(1);
      assertThat(client.postXml(OUT, xml).is(200).json()).isEqualTo(begun);
    }

    @Test
    void takesAlongAFileInAPartOfTheDocumentsName() {
      byte[] xml = toBoth().file("brev.txt").bytes();
      JsonNode begun = client
          .form(
              OUT,
              List.of(
                  new Part("arkivmelding", "brev.txt", "text/plain", new byte[] {1, 2}),
                  new Part("arkivmelding", "arkivmelding.xml", "application/xml", xml)))
          .is(200)
          .json();
      assertThat(prototypes(begun))
          .allSatisfy(prototype -> assertThat(missing(prototype)).isEmpty());
    }

    @Test
    void takesTheDocumentAsAFormField() {
      byte[] xml = toBoth().bytes();
      JsonNode begun = client
          .form(OUT, List.of(new Part("arkivmelding", null, "application/xml", xml)))
          .is(200)
          .json();
      assertThat(begun(xml)).isEqualTo(begun);
    }

    private JsonNode begun(byte[] xml) {
      return client.postXml(OUT, xml).is(200).json();
    }

    private JsonNode begun(ArkivmeldingXml xml) {
      return ArkivmeldingSendingTest.this.begun(xml);
    }

    @Test
    void needsTheDocumentInAForm() {
      assertThat(client
              .form(OUT, List.of(new Part("x", "brev.txt", "text/plain", new byte[1])))
              .is(400)
              .json()
              .path("message")
              .asString())
          .contains("arkivmelding");
    }
  }

  private static String receiver(JsonNode prototype) {
    return prototype
        .at("/sbd/standardBusinessDocumentHeader/receiver/0/identifier/value")
        .asString("");
  }

  private static String sender(JsonNode prototype) {
    return prototype
        .at("/sbd/standardBusinessDocumentHeader/sender/0/identifier/value")
        .asString("");
  }

  @Nested
  class Sending {
    @Test
    void makesEachChosenPrototypeAMessageWithStatusesOfItsOwn() {
      ArkivmeldingXml xml = toBoth().file("brev.txt");
      JsonNode begun = begun(xml);
      upload(conversation(begun), "brev.txt", "Hei").is(200);

      assertThat(client.post(OUT + "/" + conversation(begun)).is(200).bytes()).isEmpty();

      for (JsonNode prototype : prototypes(begun)) {
        await()
            .untilAsserted(
                () -> assertThat(statuses(id(prototype))).contains("OPPRETTET", "SENDT"));
      }
      assertThat(taken(begun))
          .extracting(taken -> taken.forsendelse().mottaker())
          .containsExactlyInAnyOrder(FakeFiks.RECEIVER, KnownReceivers.OTHER_ACCOUNT);
      JsonNode sent = shown(conversation(begun));
      assertThat(sent.path("state").asString()).isEqualTo("SENT");
      assertThat(prototypes(sent)).allSatisfy(prototype -> {
        assertThat(prototype.path("status").asString()).isEqualTo("SENDT");
        assertThat(missing(prototype)).isEmpty();
      });
      JsonNode conversations = client
          .get("/api/conversations?conversationId=" + conversation(begun))
          .is(200)
          .json();
      assertThat(conversations.path("totalElements").asInt()).isEqualTo(2);
      assertThat(conversations.at("/content/0/messageTitle").asString())
          .isEqualTo(begun.path("title").asString());
      assertThat(conversations.at("/content/0/messageReference").asString())
          .isEqualTo(MAPPE + "-4");
    }

    @Test
    void sendsTheArkivmeldingByteForByteAndStoresNoFileTwice() throws Exception {
      ArkivmeldingXml xml = toBoth().file("brev.txt");
      JsonNode begun = begun(xml);
      upload(conversation(begun), "brev.txt", "Hei").is(200);
      client.post(OUT + "/" + conversation(begun)).is(200);
      List<Document> first = filesOf(id(prototypes(begun).get(0)));
      List<Document> second = filesOf(id(prototypes(begun).get(1)));
      assertThat(first)
          .extracting(Document::filename)
          .containsExactly("arkivmelding.xml", "brev.txt");
      assertThat(second)
          .extracting(Document::payload)
          .containsExactlyElementsOf(first.stream().map(Document::payload).toList());
      try (var stored = payloads.open(new PayloadId(first.get(0).payload()))) {
        assertThat(stored).hasSameContentAs(new ByteArrayInputStream(xml.bytes()));
      }
    }

    @Test
    void askedForAgainSendsNothingAgain() {
      ArkivmeldingXml xml = toBoth();
      JsonNode begun = begun(xml);
      client.post(OUT + "/" + conversation(begun)).is(200);
      client.post(OUT + "/" + conversation(begun)).is(200);
      await().untilAsserted(() -> assertThat(taken(begun)).hasSize(2));
      client.post(OUT + "/" + conversation(begun)).is(200);
      JsonNode again = begun(xml);
      assertThat(conversation(again)).isEqualTo(conversation(begun));
      assertThat(again.path("state").asString()).isEqualTo("SENT");
      assertThat(taken(begun)).hasSize(2);
    }

    @Test
    void sendsOnlyWhatIsChosen() {
      JsonNode begun = begun(toBoth());
      JsonNode left = prototypes(begun).get(1);
      choose(conversation(begun), "{\"messageId\":\"" + id(left) + "\",\"chosen\":false}")
          .is(200);
      client.post(OUT + "/" + conversation(begun)).is(200);
      await().untilAsserted(() -> assertThat(taken(begun)).hasSize(1));
      JsonNode shown = prototypes(shown(conversation(begun))).get(1);
      assertThat(shown.has("status")).isFalse();
      assertThat(missing(shown)).containsExactly("It was not chosen when the others were sent.");
      assertThat(
              client.get("/statuses/" + id(left)).json().path("totalElements").asInt())
          .isZero();
    }

    @Test
    void sendsNothingWhereAnythingIsMissingAndNamesAllOfIt() {
      JsonNode begun = begun(toBoth().mottaker("999999999").file("brev.txt").file("kart.txt"));
      JsonNode unknown = prototypes(begun).get(1);
      assertThat(unknown.path("possible").asBoolean()).isFalse();
      choose(conversation(begun), "{\"messageId\":\"" + id(unknown) + "\",\"chosen\":true}")
          .is(200);

      JsonNode error = client.post(OUT + "/" + conversation(begun)).is(400).json();

      assertThat(error.path("errorCode").asString()).isEqualTo("ARKIVMELDING_INCOMPLETE");
      assertThat(error.path("errors").valueStream().map(e -> e.path("field").asString()))
          .containsExactly("files", "files", "prototypes[1]");
      assertThat(shown(conversation(begun)).path("state").asString()).isEqualTo("OPEN");
      assertThat(taken(begun)).isEmpty();
    }

    @Test
    void sendsNothingWhereNothingIsChosen() {
      JsonNode begun = begun(unique(ArkivmeldingXml.fiksArkiv()).mottaker("999999999"));
      assertThat(client.post(OUT + "/" + conversation(begun)).is(400).text())
          .contains("None of the prototypes is chosen.");
    }

    @Test
    void isForTheWholeConversation() {
      JsonNode begun = begun(toBoth());
      assertThat(client
              .post(OUT + "/" + id(prototypes(begun).get(0)))
              .is(404)
              .json()
              .path("message")
              .asString())
          .contains(conversation(begun));
    }

    @Test
    void isTooLateAfterTheDeadline() {
      ArkivmeldingXml xml = toBoth();
      JsonNode begun = begun(xml);
      clock.forward(Duration.ofHours(25));
      client.post(OUT + "/" + conversation(begun)).is(400);
      await()
          .untilAsserted(() ->
              assertThat(shown(conversation(begun)).path("state").asString()).isEqualTo("EXPIRED"));
      assertThat(client
              .post(OUT + "/" + conversation(begun))
              .is(400)
              .json()
              .path("errorCode")
              .asString())
          .isEqualTo("DEADLINE_PASSED");
      client.delete(OUT + "/" + conversation(begun)).is(200);
      assertThat(begun(xml).path("state").asString()).isEqualTo("OPEN");
    }
  }

  private Answer choose(String conversation, String choices) {
    return client.putJson(OUT + "/" + conversation, "{\"prototypes\":[" + choices + "]}");
  }

  @Nested
  class Editing {
    @Test
    void takesItsOwnAnswerBackUnchanged() {
      JsonNode begun = begun(toBoth().mottaker("999999999").part("EM", "Byen", ""));
      JsonNode after = client
          .putJson(OUT + "/" + conversation(begun), begun.toString())
          .is(200)
          .json();
      assertThat(prototypes(after))
          .extracting(one -> one.path("possible").asBoolean())
          .containsExactly(true, false, false, true);
    }

    @Test
    void makesAPrototypePossibleAndChosenByGivingItAReceiver() {
      JsonNode begun = begun(unique(ArkivmeldingXml.fiksArkiv()).part("EM", "Byen", ""));
      ObjectNode sbd = (ObjectNode) prototypes(begun).get(0).path("sbd");
      address(sbd, FakeFiks.RECEIVER.toString());
      JsonNode after = choose(
              conversation(begun),
              "{\"messageId\":\"" + id(prototypes(begun).get(0)) + "\",\"sbd\":" + sbd + "}")
          .is(200)
          .json();
      assertThat(prototypes(after).get(0).path("possible").asBoolean()).isTrue();
      assertThat(prototypes(after).get(0).path("chosen").asBoolean()).isTrue();
      client.post(OUT + "/" + conversation(begun)).is(200);
      await().untilAsserted(() -> assertThat(taken(begun)).hasSize(1));
    }

    private void address(ObjectNode sbd, String receiver) {
      ((ObjectNode) sbd.path("standardBusinessDocumentHeader"))
          .putArray("receiver")
          .addObject()
          .putObject("identifier")
          .put("authority", "iso6523-actorid-upis")
          .put("value", receiver);
    }

    @Test
    void replacesTheDocumentOfOnePrototypeLikeThatOfAnyDraft() {
      JsonNode begun = begun(toBoth());
      JsonNode prototype = prototypes(begun).get(1);
      ObjectNode sbd = (ObjectNode) prototype.path("sbd");
      address(sbd, KnownReceivers.OTHER_ACCOUNT.toString());
      for (String id : List.of(id(prototype), conversation(begun))) {
        assertThat(client.putJson(OUT + "/" + id, sbd.toString()).is(200).json().toString())
            .contains(KnownReceivers.OTHER_ACCOUNT.toString());
      }
      assertThat(shown(id(prototype)).toString()).contains(KnownReceivers.OTHER_ACCOUNT.toString());
      address(sbd, "0192:999999999");
      client.putJson(OUT + "/" + id(prototype), sbd.toString()).is(400);
      assertThat(shown(id(prototype)).toString()).doesNotContain("999999999");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"messageId\":\"5d1b0d8e-0000-4000-8000-000000000000\",\"chosen\":true}",
          "{\"chosen\":true}",
          "null",
          "{\"messageId\":\"nonsense\"}"
        })
    void refusesAChoiceOfNothing(String choice) {
      JsonNode begun = begun(toBoth());
      int status = choose(conversation(begun), choice).status();
      assertThat(status).isBetween(400, 404);
      assertThat(shown(conversation(begun))).isEqualTo(begun);
    }

    @Test
    void refusesAnotherConversation() {
      JsonNode begun = begun(toBoth());
      JsonNode prototype = prototypes(begun).get(0);
      String other = prototype
          .path("sbd")
          .toString()
          .replace(conversation(begun), UUID.randomUUID().toString());
      client.putJson(OUT + "/" + id(prototype), other).is(400);
    }

    @Test
    void validatesDocumentsAsAlways() {
      JsonNode begun = begun(toBoth());
      JsonNode prototype = prototypes(begun).get(0);
      ObjectNode sbd = (ObjectNode) prototype.path("sbd");
      ((ObjectNode) sbd.path("standardBusinessDocumentHeader")).remove("headerVersion");
      assertThat(client
              .putJson(OUT + "/" + id(prototype), sbd.toString())
              .is(400)
              .json()
              .at("/errors/0/field")
              .asString())
          .isEqualTo("standardBusinessDocumentHeader.headerVersion");
      choose(conversation(begun), "{\"messageId\":\"" + id(prototype) + "\",\"sbd\":" + sbd + "}")
          .is(400);
    }

    @Test
    void isOverOnceItIsSent() {
      JsonNode begun = begun(toBoth());
      client.post(OUT + "/" + conversation(begun)).is(200);
      assertThat(
              choose(conversation(begun), "").is(409).json().path("errorCode").asString())
          .isEqualTo("NOT_A_DRAFT");
      upload(conversation(begun), "mer.txt", "x").is(409);
    }

    @Test
    void takesAFileOnceAndRefusesAnotherOfItsName() {
      JsonNode begun = begun(toBoth());
      upload(conversation(begun), "a.txt", "one").is(200);
      upload(id(prototypes(begun).get(1)), "a.txt", "one").is(200);
      assertThat(upload(conversation(begun), "a.txt", "two")
              .is(400)
              .json()
              .path("errorCode")
              .asString())
          .isEqualTo("DUPLICATE_FILENAME");
      assertThat(shown(conversation(begun)).path("files")).hasSize(2);
    }

    @Test
    void endsWithATakingBack() {
      ArkivmeldingXml xml = toBoth();
      JsonNode begun = begun(xml);
      client.delete(OUT + "/" + conversation(begun)).is(200);
      client.get(OUT + "/" + conversation(begun)).is(404);
      assertThat(conversation(begun(xml))).isNotEqualTo(conversation(begun));
    }
  }

  @Test
  void doesNotDisturbOrdinaryConversations() {
    Sbd sbd = new Sbd();
    client.postJson(OUT, sbd.json()).is(200);
    client
        .put(
            OUT + "/" + sbd.conversationId(),
            BodyPublishers.ofString("x"),
            "Content-Type",
            "text/plain",
            "Content-Disposition",
            "attachment; filename=a.txt")
        .is(200);
    client.post(OUT + "/" + sbd.conversationId()).is(200);
    client.putJson(OUT + "/" + UUID.randomUUID(), "{\"prototypes\":[]}").is(404);
  }
}
