package no.fiksgateway.demo;

import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.UUID;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The {@code arkivmelding.xml} of Fiks Arkiv v1's message type
 * {@code no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett}: a new case folder with one outgoing letter in it. Written
 * after the schema of the same name in KS's specification, <a
 * href="https://github.com/ks-no/fiks-arkiv-specification">fiks-arkiv-specification</a>.
 */
record Arkivmelding(
    String title,
    String senderOrganisation,
    String receiverOrganisation,
    LocalDate date,
    DemoFile document) {
  static final String FILE_NAME = "arkivmelding.xml";
  static final String MELDINGSTYPE = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";

  private static final String ARKIVMELDING =
      "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1";
  private static final String METADATA =
      "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1";
  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String SYSTEM = "Fiks gateway local demo";

  DemoFile toFile() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new Document(XMLOutputFactory.newInstance().createXMLStreamWriter(bytes, "UTF-8"))
          .write(this);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing XML to memory failed", e);
    }
    return new DemoFile(FILE_NAME, "application/xml", bytes.toByteArray());
  }

  /** Writes the elements in the order the schema asks for. */
  private record Document(XMLStreamWriter xml) {
    void write(Arkivmelding melding) throws XMLStreamException {
      String mappeKey = UUID.randomUUID().toString();
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("arkivmelding");
      xml.writeDefaultNamespace(ARKIVMELDING);
      xml.writeNamespace("m", METADATA);
      xml.writeNamespace("xsi", XSI);
      element("system", SYSTEM);
      element("antallFiler", "1");
      mappe(melding, mappeKey);
      journalpost(melding, mappeKey);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    }

    private void mappe(Arkivmelding melding, String key) throws XMLStreamException {
      start("mappe", "saksmappe");
      element("tittel", melding.title());
      eksternNoekkel(key);
      element("saksdato", melding.date().toString());
      xml.writeEndElement();
    }

    private void journalpost(Arkivmelding melding, String mappeKey) throws XMLStreamException {
      start("registrering", "journalpost");
      xml.writeStartElement("referanseForelderMappe");
      xml.writeStartElement("m", "referanseEksternNoekkel", METADATA);
      keyOf(mappeKey);
      xml.writeEndElement();
      xml.writeEndElement();
      dokumentbeskrivelse(melding);
      element("tittel", melding.title());
      korrespondansepart("EA", "Avsender", melding.senderOrganisation());
      korrespondansepart("EM", "Mottaker", melding.receiverOrganisation());
      eksternNoekkel(UUID.randomUUID().toString());
      kode("journalposttype", "U", "Utgående dokument");
      element("dokumentetsDato", melding.date().toString());
      xml.writeEndElement();
    }

    private void dokumentbeskrivelse(Arkivmelding melding) throws XMLStreamException {
      DemoFile document = melding.document();
      xml.writeStartElement("dokumentbeskrivelse");
      element("tittel", melding.title());
      kode("tilknyttetRegistreringSom", "H", "Hoveddokument");
      element("dokumentnummer", "1");
      xml.writeStartElement("dokumentobjekt");
      element("versjonsnummer", "1");
      kode("variantformat", "P", "Produksjonsformat");
      element("mimeType", document.mimeType());
      element("filnavn", document.name());
      element("referanseDokumentfil", document.name());
      element("sjekksum", document.sha256());
      element("sjekksumAlgoritme", "SHA-256");
      element("filstoerrelse", Integer.toString(document.content().length));
      xml.writeEndElement();
      xml.writeEndElement();
    }

    private void korrespondansepart(String code, String meaning, String organisation)
        throws XMLStreamException {
      xml.writeStartElement("korrespondansepart");
      kode("korrespondanseparttype", code, meaning);
      element("korrespondansepartNavn", "Virksomhet " + organisation);
      element("organisasjonid", organisation);
      xml.writeEndElement();
    }

    private void eksternNoekkel(String key) throws XMLStreamException {
      xml.writeStartElement("referanseEksternNoekkel");
      keyOf(key);
      xml.writeEndElement();
    }

    private void keyOf(String key) throws XMLStreamException {
      metadata("fagsystem", SYSTEM);
      metadata("noekkel", key);
    }

    private void kode(String name, String code, String meaning) throws XMLStreamException {
      xml.writeStartElement(name);
      metadata("kode", code);
      metadata("beskrivelse", meaning);
      xml.writeEndElement();
    }

    private void start(String name, String type) throws XMLStreamException {
      xml.writeStartElement(name);
      xml.writeAttribute("xsi", XSI, "type", type);
    }

    private void element(String name, String text) throws XMLStreamException {
      xml.writeStartElement(name);
      xml.writeCharacters(text);
      xml.writeEndElement();
    }

    private void metadata(String name, String text) throws XMLStreamException {
      xml.writeStartElement("m", name, METADATA);
      xml.writeCharacters(text);
      xml.writeEndElement();
    }
  }
}
