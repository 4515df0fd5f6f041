package no.fiksgateway.integrasjonspunkt.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.receipt.FeilmeldingReader.Reported;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeilmeldingReaderTest {
  private static final String FEIL_ID = "9f1d7c2e-0000-4000-8000-0000000000aa";
  private static final String KORRELASJON = "2c9b0f11-0000-4000-8000-0000000000bb";
  private static final String ARKIV =
      "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/";
  private static final String MATRIKKEL = "http://rep.geointegrasjon.no/Matrikkel/";

  private final FeilmeldingReader reader = new FeilmeldingFiles();

  @Nested
  class Xml {
    @ParameterizedTest
    @ValueSource(strings = {"ugyldigforespoersel", "serverfeil", "ikkefunnet"})
    void theErrorsOfArkivAreRead(String kind) throws IOException {
      String xml = """
          <?xml version="1.0" encoding="UTF-8"?>
          <%1$s xmlns="%2$sfeil/%1$s/v1" xmlns:f="%2$sfeil/feilmelding/v1">
            <f:feilId>%3$s</f:feilId>
            <f:feilmelding>arkivmelding.xml er ikke gyldig</f:feilmelding>
          </%1$s>
          """.formatted(kind, ARKIV, FEIL_ID);

      assertThat(read("feilmelding.xml", xml))
          .contains(new Reported(FEIL_ID, "arkivmelding.xml er ikke gyldig", null));
    }

    @Test
    void theErrorsOfMatrikkelCarryACorrelationId() throws IOException {
      String xml = """
          <serverfeil xmlns="%1$sfeilmelding/serverfeil/v2" xmlns:b="%1$sfeilmeldingbase/v2">
            <b:feilId>%2$s</b:feilId>
            <b:feilmelding>Matrikkelen svarer ikke</b:feilmelding>
            <b:korrelasjonsid>%3$s</b:korrelasjonsid>
          </serverfeil>
          """.formatted(MATRIKKEL, FEIL_ID, KORRELASJON);

      assertThat(read("feilmelding.xml", xml))
          .contains(new Reported(FEIL_ID, "Matrikkelen svarer ikke", KORRELASJON));
    }

    @Test
    void aFailureInsideAnArkivKvitteringIsFound() throws IOException {
      String xml = """
          <arkivmeldingKvittering xmlns="%1$sarkivmelding/opprett/kvittering/v1"
              xmlns:f="%1$sfeil/feilmelding/v1">
            <mappeFeilet>
              <f:feilId>%2$s</f:feilId>
              <f:feilmelding>Mappen er avsluttet</f:feilmelding>
            </mappeFeilet>
            <registreringFeilet>
              <f:feilId>en-annen-id</f:feilId>
              <f:feilmelding>Mangler mappe</f:feilmelding>
            </registreringFeilet>
          </arkivmeldingKvittering>
          """.formatted(ARKIV, FEIL_ID);

      assertThat(read("arkivmelding-kvittering.xml", xml))
          .contains(new Reported(
              FEIL_ID, "mappeFeilet: Mappen er avsluttet registreringFeilet: Mangler mappe", null));
    }

    @Test
    void aSuccessfulArkivKvitteringReportsNothing() throws IOException {
      String xml = """
          <arkivmeldingKvittering xmlns="%sarkivmelding/opprett/kvittering/v1">
            <registreringKvittering>
              <systemID>5b1c</systemID>
              <opprettetEllerEksisterende>Opprettet</opprettetEllerEksisterende>
            </registreringKvittering>
          </arkivmeldingKvittering>
          """.formatted(ARKIV);

      assertThat(read("arkivmelding-kvittering.xml", xml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "feilet, true",
      "delvisFoert, true",
      "manglendeOpplysninger, true",
      "velykket, false",
      "skalIkkeMatrikkelfoeres, false"
    })
    void aMatrikkelKvitteringReportsWhatWasLeftUndone(String status, boolean isFailure)
        throws IOException {
      String xml = """
          <KvitteringMatrikkel xmlns="%sfoeringskvittering/v2">
            <saksnummer><saksaar>2026</saksaar></saksnummer>
            <status>%s</status>
            <melding>Bygningsnummer finnes ikke</melding>
          </KvitteringMatrikkel>
          """.formatted(MATRIKKEL, status);

      assertThat(read("kvittering.xml", xml).map(Reported::text))
          .isEqualTo(
              isFailure
                  ? Optional.of("status " + status + ": Bygningsnummer finnes ikke")
                  : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"arkivmelding.xml", "resultat.xml"})
    void otherDocumentsReportNothing(String name) throws IOException {
      assertThat(read(name, "<mappe><feilmelding>et felt i mappen</feilmelding></mappe>"))
          .isEmpty();
    }

    @Test
    void anErrorWithoutWordsIsStillAnError() throws IOException {
      assertThat(read("feilmelding.xml", "<serverfeil/>").map(Reported::text))
          .contains("The receiver gave no explanation.");
    }

    @Test
    void whatStandsBeforeABreakStillCounts() throws IOException {
      assertThat(read(
              "feilmelding.xml",
              "<serverfeil><feilId>" + FEIL_ID + "</feilId><feilmelding>Disken er full</feil"))
          .contains(new Reported(FEIL_ID, "Disken er full", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "ikke xml", "<", "<?xml version='1.0'?>"})
    void whatIsNoXmlReportsNothing(String content) throws IOException {
      assertThat(read("feilmelding.xml", content)).isEmpty();
    }

    @Test
    void aFileOfTheMachineIsNeverReadIn(@TempDir Path home) throws IOException {
      Path secret = Files.writeString(home.resolve("secret.txt"), "hemmelig");
      String xml = """
          <!DOCTYPE serverfeil [<!ENTITY x SYSTEM "%s">]>
          <serverfeil><feilmelding>&x;</feilmelding></serverfeil>
          """.formatted(secret.toUri());

      assertThat(read("feilmelding.xml", xml)).isEmpty();
    }

    @Test
    void entitiesThatGrowAreNotExpanded() throws IOException {
      StringBuilder dtd = new StringBuilder("<!DOCTYPE serverfeil [<!ENTITY a0 \"haha\">");
      for (int i = 1; i < 30; i++) {
        dtd.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
      }

      assertThat(read(
              "feilmelding.xml",
              dtd + "]><serverfeil><feilmelding>&a29;</feilmelding></serverfeil>"))
          .isEmpty();
    }
  }

  @Nested
  class Json {
    @Test
    void theErrorsOfPlanAreRead() throws IOException {
      String json = """
          {"errorId":"%s","feilmelding":"planident mangler","correlationId":"%s"}
          """.formatted(FEIL_ID, KORRELASJON);

      assertThat(read("feilmelding.json", json))
          .contains(new Reported(FEIL_ID, "planident mangler", KORRELASJON));
      assertThat(read("payload.json", json)).isPresent();
    }

    @Test
    void theErrorsOfBekymringsmeldingAreRead() throws IOException {
      assertThat(read("feilmelding.json", "{\"melding\":\"Import feilet\"}"))
          .contains(new Reported(null, "Import feilet", null));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"{}", "[]", "", "null", "{\"feilmelding\":", "{\"feilmelding\":{}}", "42"})
    void whatSaysNothingReportsNothing(String json) throws IOException {
      assertThat(read("feilmelding.json", json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"planer\":[],\"melding\":\"Fant to\"}",
          "{\"feilmelding\":\"et felt i resultatet\"}"
        })
    void aResultThatOnlyResemblesAnErrorReportsNothing(String json) throws IOException {
      assertThat(read("payload.json", json)).isEmpty();
    }
  }

  @Nested
  class PlainText {
    @Test
    void olderProtocolsWriteWords() throws IOException {
      assertThat(read("feil.txt", "Ukjent mottaker\r\nPrøv igjen senere"))
          .contains(new Reported(null, "Ukjent mottaker Prøv igjen senere", null));
    }

    @Test
    void wordsInLatin1AreReadToo() throws IOException {
      byte[] latin1 = "Ugyldig forespørsel".getBytes(StandardCharsets.ISO_8859_1);

      assertThat(reader.read("feil.txt", new ByteArrayInputStream(latin1)).map(Reported::text))
          .contains("Ugyldig forespørsel");
    }

    @Test
    void jsonUnderThisNameIsReadAsJson() throws IOException {
      assertThat(
              read("feil.txt", "{\"errorId\":\"%s\",\"feilmelding\":\"nei\"}".formatted(FEIL_ID)))
          .contains(new Reported(FEIL_ID, "nei", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notat.txt", "feil.pdf", "dokument"})
    void otherFilesAreNotLookedAt(String name) throws IOException {
      assertThat(reader.read(name, untouchable())).isEmpty();
    }
  }

  @Nested
  class Bounds {
    @Test
    void theTextIsCutAtAKilobyteBetweenCharacters() throws IOException {
      String text = read("feil.txt", "æøå".repeat(1000)).orElseThrow().text();

      assertThat(text).startsWith("æøåæøå").doesNotContain("\uFFFD");
      assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(1024);
    }

    @Test
    void theTextCannotForgeALogLine() throws IOException {
      assertThat(read("feil.txt", "nei\u001B[2J\n2026-11-21 INFO alt er vel\u202E")
              .map(Reported::text))
          .contains("nei [2J 2026-11-21 INFO alt er vel");
    }

    @Test
    void aHugeFileIsReadInPartOnly() throws IOException {
      Endless endless = new Endless();

      assertThat(reader.read("feil.txt", endless)).isPresent();
      assertThat(endless.read).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void aFileThatCannotBeReadIsTheCallersToKnow() {
      assertThatThrownBy(() -> reader.read("feilmelding.xml", untouchable()))
          .isInstanceOf(IOException.class)
          .hasMessage("the disk failed");
    }

    private static final class Endless extends InputStream {
      private int read;

      @Override
      public int read() {
        read++;
        return 'x';
      }
    }
  }

  private Optional<Reported> read(String name, String content) throws IOException {
    return reader.read(
        name, new ByteArrayInputStream(content.strip().getBytes(StandardCharsets.UTF_8)));
  }

  private static InputStream untouchable() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("the disk failed");
      }
    };
  }
}
