package no.fiksgateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.acceptance.GatewayApi.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A sak/arkiv system posts an arkivmelding that says itself who it is for: an archive that answers, and one that does not. */
@ExtendWith(LandscapeExtension.class)
class ArkivmeldingIT {
  private static final String ROBOT_ARCHIVE = "910077473";
  private static final String SILENT_RECEIVER = "910075918";
  private static final String OPPRETT = Landscape.PROTOCOL + ".arkivering.arkivmelding.opprett";

  private static final String ARKIVMELDING = """
      <?xml version="1.0" encoding="UTF-8"?>
      <arkivmelding xmlns="https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1"
          xmlns:m="https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <system>Sakssystem</system>
        <antallFiler>1</antallFiler>
        <mappe xsi:type="saksmappe">
          <systemID>%s</systemID>
          <tittel>Lysrør på skolen</tittel>
        </mappe>
        <registrering xsi:type="journalpost">
          <dokumentbeskrivelse>
            <tittel>Bestilling</tittel>
            <tilknyttetRegistreringSom><m:kode>H</m:kode></tilknyttetRegistreringSom>
            <dokumentobjekt>
              <filnavn>Bestilling av lysrør.pdf</filnavn>
              <referanseDokumentfil>bestilling.pdf</referanseDokumentfil>
            </dokumentobjekt>
          </dokumentbeskrivelse>
          <tittel>Bestilling</tittel>
          <offentligTittel>Bestilling av lysrør</offentligTittel>
          <korrespondansepart>
            <korrespondanseparttype><m:kode>EK</m:kode></korrespondanseparttype>
            <korrespondansepartNavn>Den tause mottaker</korrespondansepartNavn>
            <organisasjonid>%s</organisasjonid>
          </korrespondansepart>
          <korrespondansepart>
            <korrespondanseparttype><m:kode>EM</m:kode></korrespondanseparttype>
            <korrespondansepartNavn>Robotarkivet</korrespondansepartNavn>
            <organisasjonid>%s</organisasjonid>
          </korrespondansepart>
          <journalpostnummer>4</journalpostnummer>
          <journalposttype><m:kode>U</m:kode></journalposttype>
        </registrering>
      </arkivmelding>
      """;

  private final Landscape landscape;
  private final GatewayApi gateway;

  ArkivmeldingIT(Landscape landscape) {
    this.landscape = landscape;
    this.gateway = landscape.gateway();
  }

  @Test
  void goesToEveryReceiverItNamesEachWithStatusesOfItsOwn() throws IOException {
    List<String> complaintsBefore = landscape.gatewayProcess().complaints();
    TestFile arkivmelding = TestFile.text(
        "arkivmelding.xml",
        ARKIVMELDING.formatted(UUID.randomUUID(), SILENT_RECEIVER, ROBOT_ARCHIVE));
    TestFile bestilling = TestFile.ofSize("bestilling.pdf", 20_000);

    JsonNode begun = gateway.begin(arkivmelding);

    UUID conversation = UUID.fromString(begun.required("conversationId").stringValue());
    List<JsonNode> prototypes = begun.required("prototypes").valueStream().toList();
    assertThat(prototypes)
        .as("the mottaker before the kopimottaker")
        .extracting(prototype -> prototype.required("part").stringValue())
        .satisfiesExactly(
            first -> assertThat(first).contains("Robotarkivet"),
            second -> assertThat(second).contains("Den tause mottaker"));
    assertThat(begun.toString()).contains("bestilling.pdf", "is not uploaded");

    gateway.upload(conversation, bestilling);
    gateway.send(conversation);
    gateway.send(conversation);

    UUID toRobot = messageId(prototypes.get(0));
    UUID toSilent = messageId(prototypes.get(1));
    List<Status> answered = gateway.statusesUntil(toRobot, "LEST");
    assertThat(answered)
        .extracting(Status::name)
        .containsExactly("OPPRETTET", "SENDT", "MOTTATT", "LEVERT", "LEST");
    assertThat(answered.get(4).type()).contains(OPPRETT + ".kvittering");

    List<Status> sent = gateway.statusesUntil(toSilent, "SENDT");
    assertThat(sent).extracting(Status::name).containsExactly("OPPRETTET", "SENDT");
    UUID silentMelding = sent.get(1).meldingId().orElseThrow();
    assertThat(sent.get(1))
        .isEqualTo(
            new Status("SENDT", "FIKS_ANSWER", Optional.of(silentMelding), Optional.empty()));
    assertThat(silentMelding).isNotEqualTo(answered.get(1).meldingId().orElseThrow());
    await("the silent receiver takes it")
        .atMost(Duration.ofSeconds(90))
        .until(() -> landscape.simulator().stateOf(silentMelding), "ACKED"::equals);

    for (Status status : List.of(answered.get(1), sent.get(1))) {
      assertThat(landscape.simulator().filesOf(status.meldingId().orElseThrow()))
          .containsExactlyInAnyOrder(arkivmelding, bestilling);
    }
    JsonNode after = gateway.begin(arkivmelding);
    assertThat(after.required("state").stringValue()).isEqualTo("SENT");
    assertThat(after.required("conversationId")).isEqualTo(begun.required("conversationId"));
    assertThat(landscape.gatewayProcess().complaints()).isEqualTo(complaintsBefore);
  }

  private static UUID messageId(JsonNode prototype) {
    return UUID.fromString(prototype.required("messageId").stringValue());
  }
}
