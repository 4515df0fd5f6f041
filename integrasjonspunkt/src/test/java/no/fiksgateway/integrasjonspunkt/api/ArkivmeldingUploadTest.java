package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.ArkivmeldingXml;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A file named arkivmelding.xml that goes with an ordinary message. */
@ApiTest
class ArkivmeldingUploadTest {
  private static final String FILE = "arkivmelding.xml";
  private static final String MAPPE = "43fbe161-7aac-4c9f-a888-d8167aab4144";

  @Autowired
  private CaseSystem client;

  @Autowired
  private FakeFiks fiks;

  @AfterEach
  void thePlatformForgets() {
    fiks.forget();
  }

  private Sbd aDraft() {
    Sbd sbd = new Sbd();
    client.postJson("/api/messages/out", sbd.json()).is(200);
    return sbd;
  }

  private JsonNode conversationOf(Sbd sbd) {
    return client.get("/api/conversations/messageId/" + sbd.messageId()).is(200).json();
  }

  @Test
  void namesTheMessage() {
    Sbd sbd = aDraft();
    client
        .upload(
            sbd.messageId(),
            FILE,
            ArkivmeldingXml.noark5().offentligTittel("Nye lysrør").mappe(MAPPE).xml())
        .is(200);
    JsonNode conversation = conversationOf(sbd);
    assertThat(conversation.path("messageTitle").asString()).isEqualTo("Nye lysrør");
    assertThat(conversation.path("messageReference").asString()).isEqualTo(MAPPE + "-4");
  }

  @Test
  void namesAMessageThatIsSentInOneStep() {
    Sbd sbd = new Sbd();
    byte[] xml = ArkivmeldingXml.fiksArkiv().offentligTittel("Nye lysrør").bytes();
    client
        .oneStep(sbd.json(), List.of(new Part("a", FILE, "application/xml", xml)))
        .is(200);
    assertThat(conversationOf(sbd).path("messageTitle").asString()).isEqualTo("Nye lysrør");
  }

  @Test
  void stillNamesItWhenTheDraftIsReplaced() {
    Sbd sbd = aDraft();
    client
        .upload(
            sbd.messageId(),
            FILE,
            ArkivmeldingXml.noark5().offentligTittel("Lysrør").xml())
        .is(200);
    client.putJson("/api/messages/out/" + sbd.messageId(), sbd.json()).is(200);
    assertThat(conversationOf(sbd).path("messageTitle").asString()).isEqualTo("Lysrør");
  }

  @Test
  void withoutAPublicTitleLeavesTheMessageWithoutOne() {
    Sbd sbd = aDraft();
    String xml = ArkivmeldingXml.fiksArkiv()
        .xml()
        .replaceAll("<journalpostnummer>.*</journalpostnummer>", "");
    client.upload(sbd.messageId(), FILE, xml).is(200);
    JsonNode conversation = conversationOf(sbd);
    assertThat(conversation.path("messageTitle").asString()).isEmpty();
    assertThat(conversation.path("messageReference").asString())
        .isEqualTo(sbd.conversationId().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not XML", "<arkivmelding/>", "<!DOCTYPE a SYSTEM 'file:///'><a/>"})
  void isTakenWhateverIsInIt(String content) {
    Sbd sbd = aDraft();
    client.upload(sbd.messageId(), FILE, content).is(200);
    assertThat(conversationOf(sbd).path("messageTitle").asString()).isEmpty();
  }

  @Test
  void doesNotTakeATitleFromFilesOfOtherNames() {
    Sbd sbd = aDraft();
    UUID id = sbd.messageId();
    client
        .upload(
            id, "annet.xml", ArkivmeldingXml.noark5().offentligTittel("Lysrør").xml())
        .is(200);
    assertThat(conversationOf(sbd).path("messageTitle").asString()).isEmpty();
  }
}
