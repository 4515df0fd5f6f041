package no.fiksgateway.integrasjonspunkt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An arkivmelding.xml as a sak/arkiv system writes it, valid by the schema of its format until a test changes it. */
public final class ArkivmeldingXml {
  private static final String FIKS_ARKIV = """
      <?xml version="1.0" encoding="UTF-8"?>
      <arkivmelding xmlns="https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/arkivmelding/opprett/v1"
          xmlns:m="https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/metadatakatalog/v1"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <system>Sakssystem</system>
        <antallFiler>%d</antallFiler>
        <mappe xsi:type="saksmappe">
      %s    <tittel>Lysrør på skolen</tittel>
          <saksaar>2026</saksaar>
          <sakssekvensnummer>17</sakssekvensnummer>
        </mappe>
        <registrering xsi:type="journalpost">
          <systemID>430a6710-a3d4-4863-8bd0-5eb1021bee45</systemID>
      %s    <tittel>Bestilling til Kari Nordmann</tittel>
      %s%s    <journalpostnummer>4</journalpostnummer>
          <journalposttype><m:kode>U</m:kode></journalposttype>
        </registrering>
      </arkivmelding>
      """;

  private static final String NOARK5 = """
      <?xml version="1.0" encoding="UTF-8"?>
      <arkivmelding xmlns="http://www.arkivverket.no/standarder/noark5/arkivmelding"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <system>Sakssystem</system>
        <meldingId>3380ed76-5d4c-43e7-aa70-8ed8d97e4835</meldingId>
        <tidspunkt>2026-11-20T12:46:00</tidspunkt>
        <antallFiler>%d</antallFiler>
        <mappe xsi:type="saksmappe">
      %s    <tittel>Lysrør på skolen</tittel>
          <basisregistrering xsi:type="journalpost">
            <systemID>430a6710-a3d4-4863-8bd0-5eb1021bee45</systemID>
      %s      <tittel>Bestilling til Kari Nordmann</tittel>
      %s      <journalpostnummer>4</journalpostnummer>
            <journalposttype>Utgående dokument</journalposttype>
      %s    </basisregistrering>
          <saksaar>2026</saksaar>
          <sakssekvensnummer>17</sakssekvensnummer>
        </mappe>
      </arkivmelding>
      """;

  private final boolean fiksArkiv;
  private final List<String> files = new ArrayList<>();
  private final List<String> parts = new ArrayList<>();
  private @Nullable String offentligTittel;
  private @Nullable String mappeSystemId;

  private ArkivmeldingXml(boolean fiksArkiv) {
    this.fiksArkiv = fiksArkiv;
  }

  /** In KS's format, Fiks Arkiv v1. */
  public static ArkivmeldingXml fiksArkiv() {
    return new ArkivmeldingXml(true);
  }

  /** In the format eFormidling carries. */
  public static ArkivmeldingXml noark5() {
    return new ArkivmeldingXml(false);
  }

  public ArkivmeldingXml offentligTittel(String tittel) {
    offentligTittel = tittel;
    return this;
  }

  public ArkivmeldingXml mappe(String systemId) {
    mappeSystemId = systemId;
    return this;
  }

  public ArkivmeldingXml file(String name) {
    files.add(name);
    return this;
  }

  public ArkivmeldingXml mottaker(String organisasjon) {
    return part(fiksArkiv ? "EM" : "Mottaker", "Kommunen", identifiedBy(organisasjon));
  }

  public ArkivmeldingXml kopimottaker(String organisasjon) {
    return part(fiksArkiv ? "EK" : "Kopimottaker", "Fylket", identifiedBy(organisasjon));
  }

  public ArkivmeldingXml avsender(String organisasjon) {
    return part(fiksArkiv ? "EA" : "Avsender", "Vi selv", identifiedBy(organisasjon));
  }

  private String identifiedBy(String organisasjon) {
    return fiksArkiv
        ? "<organisasjonid>" + organisasjon + "</organisasjonid>"
        : "<organisasjonsnummer><organisasjonsnummer>" + organisasjon
            + "</organisasjonsnummer></organisasjonsnummer>";
  }

  /** @param identification elements that stand where the schema has its identification, or nothing */
  public ArkivmeldingXml part(String type, String name, String identification) {
    String typed = fiksArkiv ? "<m:kode>" + type + "</m:kode>" : type;
    parts.add("""
        <korrespondansepart>
          <korrespondanseparttype>%s</korrespondanseparttype>
          <korrespondansepartNavn>%s</korrespondansepartNavn>
          %s
        </korrespondansepart>
        """.formatted(typed, name, identification));
    return this;
  }

  public String xml() {
    String mappe = mappeSystemId == null ? "" : "<systemID>" + mappeSystemId + "</systemID>\n";
    String tittel = offentligTittel == null
        ? ""
        : "<offentligTittel>" + offentligTittel + "</offentligTittel>\n";
    String dokumenter = files.stream().map(this::dokumentbeskrivelse).collect(Collectors.joining());
    return (fiksArkiv ? FIKS_ARKIV : NOARK5)
        .formatted(files.size(), mappe, dokumenter, tittel, String.join("", parts));
  }

  public byte[] bytes() {
    return xml().getBytes(StandardCharsets.UTF_8);
  }

  private String dokumentbeskrivelse(String file) {
    return """
        <dokumentbeskrivelse>
          <tittel>Et dokument</tittel>
          <tilknyttetRegistreringSom>%s</tilknyttetRegistreringSom>
          <dokumentobjekt>
            %s
            <referanseDokumentfil>%s</referanseDokumentfil>
          </dokumentobjekt>
        </dokumentbeskrivelse>
        """.formatted(
            fiksArkiv ? "<m:kode>H</m:kode>" : "Hoveddokument",
            fiksArkiv ? "<filnavn>" + file + "</filnavn>" : "<versjonsnummer>1</versjonsnummer>",
            file);
  }
}
