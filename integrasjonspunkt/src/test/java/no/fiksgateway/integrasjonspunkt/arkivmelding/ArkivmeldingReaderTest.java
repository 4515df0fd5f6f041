package no.fiksgateway.integrasjonspunkt.arkivmelding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.ArkivmeldingXml;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Dokumentfil;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Format;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Korrespondansepart;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Rolle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ArkivmeldingReaderTest {
  private static final String MAPPE = "43fbe161-7aac-4c9f-a888-d8167aab4144";

  private final ArkivmeldingReader reader =
      new ArkivmeldingReader(new ArkivmeldingSettings(DataSize.ofKilobytes(20), 12, 3, 3));

  private Arkivmelding read(String xml) throws Exception {
    return reader.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private Arkivmelding read(ArkivmeldingXml xml) throws Exception {
    return read(xml.xml());
  }

  static Stream<ArkivmeldingXml> formats() {
    return Stream.of(ArkivmeldingXml.fiksArkiv(), ArkivmeldingXml.noark5());
  }

  @ParameterizedTest
  @MethodSource("formats")
  void readsTitleReferenceAndFilesInEitherFormat(ArkivmeldingXml xml) throws Exception {
    Arkivmelding read = read(xml.offentligTittel("Bestilling av lysrør")
        .mappe(MAPPE)
        .file("brev.pdf")
        .file("kart.pdf"));
    assertThat(read.offentligTittel()).isEqualTo("Bestilling av lysrør");
    assertThat(read.reference()).contains(MAPPE + "-4");
    assertThat(read.saksnummer()).isEqualTo("2026/17");
    assertThat(read.dokumentfiler())
        .extracting(Dokumentfil::name)
        .containsExactly("brev.pdf", "kart.pdf");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void inventsNothing(ArkivmeldingXml xml) throws Exception {
    Arkivmelding read = read(xml);
    assertThat(read.offentligTittel())
        .as("the other tittel may be unfit to be shown")
        .isNull();
    assertThat(read.mappeSystemId()).isNull();
    assertThat(read.reference()).as("without a systemID").contains("2026/17-4");
    assertThat(read.dokumentfiler()).isEmpty();
    assertThat(read.mottakere()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void addressesMottakereFirstThenKopimottakere(ArkivmeldingXml xml) throws Exception {
    Arkivmelding read =
        read(xml.kopimottaker("910075918").avsender("987464291").mottaker("910077473"));
    assertThat(read.mottakere())
        .extracting(Korrespondansepart::rolle, Korrespondansepart::organisasjon)
        .containsExactly(
            tuple(Rolle.MOTTAKER, "910077473"), tuple(Rolle.KOPIMOTTAKER, "910075918"));
  }

  @Test
  void knowsTheFormatByTheNamespace() throws Exception {
    assertThat(read(ArkivmeldingXml.fiksArkiv()).format()).isEqualTo(Format.FIKS_ARKIV_V1);
    assertThat(read(ArkivmeldingXml.noark5()).format()).isEqualTo(Format.NOARK5);
  }

  @Test
  void saysWhereAPartBeginsAndThatItHasNoNumber() throws Exception {
    String xml = ArkivmeldingXml.fiksArkiv().part("EM", "Kommunen", "").xml();
    Korrespondansepart part = read(xml).mottakere().get(0);
    assertThat(part.organisasjonsnummer()).isEmpty();
    assertThat(xml.lines().toList().get(part.line() - 1)).contains("<korrespondansepart>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Kommunen", "91007747", "9100774733"})
  void takesNothingButNineDigitsForAnOrganisationNumber(String organisasjon) throws Exception {
    Korrespondansepart part =
        read(ArkivmeldingXml.fiksArkiv().mottaker(organisasjon)).mottakere().get(0);
    assertThat(part.organisasjonsnummer()).isEmpty();
    assertThat(part.organisasjon()).isEqualTo(organisasjon);
  }

  @Test
  void readsAnOrganisationNumberInGroups() throws Exception {
    assertThat(read(ArkivmeldingXml.fiksArkiv().mottaker("910 077 473"))
            .mottakere()
            .get(0)
            .organisasjonsnummer())
        .hasToString("Optional[910077473]");
  }

  @Test
  void doesNotReadThePersonidOfAPerson() throws Exception {
    Korrespondansepart part = read(ArkivmeldingXml.fiksArkiv()
            .part("EM", "Kari Nordmann", "<personid>01010112345</personid>"))
        .mottakere()
        .get(0);
    assertThat(part.isPerson()).isTrue();
    assertThat(part.toString()).doesNotContain("01010112345");
  }

  @Test
  void isNotMisledByElementsOfTheSameNameInOtherPlaces() throws Exception {
    String elsewhere = """
        <virksomhetsspesifikkeMetadata>
          <korrespondansepart><korrespondanseparttype>EM</korrespondanseparttype></korrespondansepart>
          <dokumentobjekt/><registrering><offentligTittel>Falsk</offentligTittel></registrering>
        </virksomhetsspesifikkeMetadata>
        <korrespondansepart>""";
    Arkivmelding read = read(ArkivmeldingXml.fiksArkiv()
        .mottaker("910077473")
        .xml()
        .replaceFirst("<korrespondansepart>", elsewhere));
    assertThat(read.mottakere()).hasSize(1);
    assertThat(read.offentligTittel()).isNull();
  }

  @Test
  void isAddressedByTheFirstJournalpostOnly() throws Exception {
    String other = """
        <basisregistrering xsi:type="arkivnotat"><tittel>Et notat</tittel></basisregistrering>
        <basisregistrering xsi:type="journalpost">""";
    String third = """
        </basisregistrering>
        <basisregistrering xsi:type="journalpost"><korrespondansepart>
          <korrespondanseparttype>Mottaker</korrespondanseparttype>
        </korrespondansepart></basisregistrering>""";
    Arkivmelding read = read(ArkivmeldingXml.noark5()
        .offentligTittel("Den første")
        .mottaker("910077473")
        .xml()
        .replace("<basisregistrering xsi:type=\"journalpost\">", other)
        .replaceFirst("</basisregistrering>\n    <saksaar>", third + "\n    <saksaar>"));
    assertThat(read.offentligTittel()).isEqualTo("Den første");
    assertThat(read.mottakere()).hasSize(1);
  }

  @Test
  void isAddressedByTheFirstRegistreringWhereNoneIsAJournalpost() throws Exception {
    String notat = ArkivmeldingXml.fiksArkiv()
        .offentligTittel("Et notat")
        .mottaker("910077473")
        .xml()
        .replace("xsi:type=\"journalpost\"", "xsi:type=\"arkivnotat\"");
    assertThat(read(notat).offentligTittel()).isEqualTo("Et notat");
    assertThat(read(notat).mottakere()).hasSize(1);
  }

  @Test
  void findsTheFolderOfAJournalpostThatComesAlone() throws Exception {
    String alone = ArkivmeldingXml.fiksArkiv()
        .xml()
        .replaceAll("(?s)<mappe.*</mappe>", "")
        .replace(
            "<tittel>Bestilling",
            "<referanseForelderMappe><m:systemID>" + MAPPE
                + "</m:systemID></referanseForelderMappe><tittel>Bestilling");
    assertThat(read(alone).reference()).contains(MAPPE + "-4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "ISO-8859-1"})
  void readsWhateverEncodingTheFileDeclares(String encoding) throws Exception {
    byte[] xml = ArkivmeldingXml.fiksArkiv()
        .offentligTittel("Lysrør")
        .xml()
        .replace("encoding=\"UTF-8\"", "encoding=\"" + encoding + "\"")
        .getBytes(Charset.forName(encoding));
    assertThat(reader.read(new ByteArrayInputStream(xml)).offentligTittel()).isEqualTo("Lysrør");
  }

  @Test
  void fetchesNothingAndExpandsNothing() {
    String document = ArkivmeldingXml.fiksArkiv().offentligTittel("&x;").xml();
    for (String definition : new String[] {
      "<!DOCTYPE arkivmelding [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
      "<!DOCTYPE arkivmelding SYSTEM 'http://127.0.0.1:1/a.dtd'>",
      "<!DOCTYPE arkivmelding [<!ENTITY y 'yyyyyyyyyy'><!ENTITY x '&y;&y;&y;&y;'>]>"
    }) {
      assertThatThrownBy(() -> read(document.replace("?>\n<ark", "?>\n" + definition + "<ark")))
          .isInstanceOf(InvalidArkivmeldingException.class)
          .hasMessageContaining("DOCTYPE");
    }
    assertThatThrownBy(() -> read(document)).isInstanceOf(InvalidArkivmeldingException.class);
  }

  @Test
  void readsNoMoreThanTheBounds() {
    assertThatThrownBy(() -> read(ArkivmeldingXml.fiksArkiv().offentligTittel("x".repeat(30_000))))
        .isInstanceOf(InvalidArkivmeldingException.class)
        .hasMessageContaining("20480 bytes");
    assertThatThrownBy(() ->
            read(ArkivmeldingXml.fiksArkiv().offentligTittel("<a>".repeat(20) + "</a>".repeat(20))))
        .isInstanceOf(InvalidArkivmeldingException.class)
        .hasMessageContaining("max-depth");
  }

  @Test
  void refusesMoreReceiversOrFilesThanTheBounds() {
    ArkivmeldingXml crowded = ArkivmeldingXml.fiksArkiv();
    for (int i = 0; i < 4; i++) {
      crowded.mottaker("91007747" + i);
    }
    assertThatThrownBy(() -> read(crowded)).hasMessageContaining("max-receivers");
    assertThatThrownBy(
            () -> read(ArkivmeldingXml.fiksArkiv().file("a").file("b").file("c").file("d")))
        .hasMessageContaining("max-files");
    assertThatThrownBy(() -> read(ArkivmeldingXml.fiksArkiv().file("a".repeat(256))))
        .isInstanceOf(InvalidArkivmeldingException.class)
        .hasMessageContaining("referanseDokumentfil");
  }

  @Test
  void hasNoReferenceWithoutAJournalpostnummer() throws Exception {
    String xml = ArkivmeldingXml.noark5().mappe(MAPPE).xml();
    assertThat(read(xml.replaceAll("<journalpostnummer>.*</journalpostnummer>", ""))
            .reference())
        .isEmpty();
  }

  @Test
  void saysInWhichLineAndElementItIsBroken() {
    String broken = ArkivmeldingXml.fiksArkiv()
        .mottaker("910077473")
        .xml()
        .replace("</korrespondansepartNavn>", "</navn>");
    assertThatThrownBy(() -> read(broken))
        .isInstanceOf(InvalidArkivmeldingException.class)
        .hasMessageMatching("arkivmelding.xml, line \\d+, element arkivmelding/registrering/"
            + "korrespondansepart/korrespondansepartNavn: the XML is not well-formed.*");
  }

  @Test
  void saysInWhichLineAnEncodingIsNamedThatNobodyKnows() {
    String xml = ArkivmeldingXml.fiksArkiv()
        .xml()
        .replaceFirst("^(<\\?xml.*\\?>)?", "<?xml version=\"1.0\" encoding=\"ANSI\"?>");
    assertThatThrownBy(() -> read(xml))
        .isInstanceOf(InvalidArkivmeldingException.class)
        .hasMessageContaining("line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<a/>", "not XML", "<arkivmelding/>", "<arkivmelding xmlns='urn:other'/>"})
  void refusesWhatIsNoArkivmelding(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidArkivmeldingException.class);
  }

  @Test
  void tellsAFileThatCannotBeReadFromOneThatIsWrong() {
    InputStream failing = new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("the connection is gone");
      }
    };
    assertThatThrownBy(() -> reader.read(failing))
        .isInstanceOf(IOException.class)
        .hasMessage("the connection is gone");
  }
}
