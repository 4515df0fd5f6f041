package no.fiksgateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class DemoLettersTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
  private static final String TITLE = "Søknad om <byggetillatelse> & tilsyn";

  private final List<DemoFile> files =
      new DemoLetters(CLOCK).letter(TITLE, "910077473", "987464291");

  @Test
  void areAnArkivmeldingAndThePdfItDescribes() {
    assertThat(files).extracting(DemoFile::name).containsExactly("arkivmelding.xml", "brev.pdf");
    assertThat(files)
        .extracting(DemoFile::mimeType)
        .containsExactly("application/xml", "application/pdf");
  }

  @Test
  void thePdfIsReadableAndSaysWhoWritesToWhom() throws Exception {
    try (PDDocument pdf = Loader.loadPDF(files.get(1).content())) {
      assertThat(pdf.getNumberOfPages()).isEqualTo(1);
      assertThat(new PDFTextStripper().getText(pdf))
          .contains(TITLE, "Fra: 910077473", "Til: 987464291", "Dato: 2026-11-21", "prøvebrev");
    }
  }

  @Test
  void theArkivmeldingRefersToThePdfByNameSizeAndDigest() throws Exception {
    DemoFile pdf = files.get(1);

    assertThat(text("referanseDokumentfil")).isEqualTo("brev.pdf");
    assertThat(text("filstoerrelse")).isEqualTo(Integer.toString(pdf.content().length));
    assertThat(text("sjekksum")).isEqualTo(pdf.sha256()).hasSize(64);
    assertThat(text("antallFiler")).isEqualTo("1");
  }

  @Test
  void theArkivmeldingKeepsCharactersThatXmlReserves() throws Exception {
    assertThat(text("tittel")).isEqualTo(TITLE);
  }

  @Test
  void theJournalpostLiesInTheMappeThatComesWithIt() throws Exception {
    var keys = xml().getElementsByTagNameNS("*", "noekkel");

    assertThat(keys.getLength()).isEqualTo(3);
    assertThat(keys.item(1).getTextContent())
        .as("referanseForelderMappe")
        .isEqualTo(keys.item(0).getTextContent())
        .isNotEqualTo(keys.item(2).getTextContent());
  }

  private String text(String element) throws Exception {
    return xml().getElementsByTagNameNS("*", element).item(0).getTextContent();
  }

  private Document xml() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(files.get(0).content()));
  }
}
