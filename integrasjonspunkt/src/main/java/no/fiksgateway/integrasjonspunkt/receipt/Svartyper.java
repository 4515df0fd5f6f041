package no.fiksgateway.integrasjonspunkt.receipt;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a receiver answers a request, protocol by protocol: with which types, and with which file (KS: the specification
 * repositories of Fiks Arkiv, Plan, Matrikkelføring, Politisk behandling, Saksfaser and Link, and the pages on Digisos and
 * bekymringsmelding).
 */
@Component
public class Svartyper {
  /** What to tell a sender whose message cannot be used. */
  public enum Feil {
    /** The message itself is wrong; sending it again unchanged does not help. */
    UGYLDIGFORESPOERSEL,
    /** What it asks for, or is to change, is not there. */
    IKKEFUNNET,
    /** The receiver failed; the same message may work later. */
    SERVERFEIL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An answer ready to be sent. */
  public record Feilsvar(Meldingstype type, String filename, String mimeType, byte[] content) {}

  private static final String ARKIV_FEIL =
      "https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/feil/";
  private static final String MATRIKKEL_FEIL = "http://rep.geointegrasjon.no/Matrikkel/";
  private static final Pattern DIGISOS =
      Pattern.compile("no\\.nav\\.digisos\\.(soknad|ettersendelse)\\.v1");
  private static final Pattern BEKYMRING =
      Pattern.compile("no\\.ks\\.fiks\\.bekymringsmelding\\.(privat|offentlig)\\.v[12]");
  private static final Pattern ARKIV =
      Pattern.compile("(no\\.ks\\.fiks\\.arkiv\\.v\\d+)\\.(\\w+)\\..+");
  private static final Pattern MATRIKKEL =
      Pattern.compile("(no\\.ks\\.fiks\\.matrikkelfoering\\.v\\d+)\\.(\\w+)");
  private static final Pattern ARKIV_MAY_BE_NOT_FOUND =
      Pattern.compile("innsyn\\..+|arkivering\\.(?:arkivmelding\\.oppdater|avskrivning\\.slett)");
  private static final Pattern WITH_JSON_ERRORS = Pattern.compile(
      "(no\\.ks\\.fiks\\.(?:plan|politisk\\.behandling|saksfaser|link)\\.v\\d+)\\..+");
  private static final Pattern ARKIVLETT = Pattern.compile("no\\.dibk\\.arkivlett\\..+\\.v1");
  private static final Pattern ACKNOWLEDGED_BY_SUFFIX = Pattern.compile(
      "no\\.ks\\.fiks\\.(?:plan\\.v\\d+\\.oppdatering\\..+|politisk\\.behandling\\.v\\d+\\..+\\.send)");

  /** What no XML document can hold, not even escaped (XML 1.0, 2.2 Characters). */
  private static final Pattern NOT_IN_XML =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final JsonMapper json;

  Svartyper(JsonMapper json) {
    this.json = json;
  }

  /** The type that says "read, and handling has begun"; empty where the protocol has none for this request. */
  public Optional<Meldingstype> mottatt(Meldingstype request) {
    String type = request.value();
    Matcher arkiv = ARKIV.matcher(type);
    if (arkiv.matches()) {
      return arkiv.group(2).equals("arkivering")
          ? Optional.of(new Meldingstype(type + ".mottatt"))
          : Optional.empty();
    }
    Matcher matrikkel = MATRIKKEL.matcher(type);
    if (matrikkel.matches()) {
      return matrikkel.group(2).equals("grunnlag")
          ? Optional.of(new Meldingstype(matrikkel.group(1) + ".mottatt"))
          : Optional.empty();
    }
    Matcher digisos = DIGISOS.matcher(type);
    if (digisos.matches()) {
      return Optional.of(new Meldingstype("no.nav.digisos." + digisos.group(1) + ".mottatt.v1"));
    }
    if (BEKYMRING.matcher(type).matches()) {
      return Optional.of(new Meldingstype("no.ks.fiks.bekymringsmelding.mottatt.v1"));
    }
    if (ARKIVLETT.matcher(type).matches()) {
      return Optional.of(new Meldingstype("no.dibk.arkivlett.mottatt.v1"));
    }
    return ACKNOWLEDGED_BY_SUFFIX.matcher(type).matches()
        ? Optional.of(new Meldingstype(type + ".mottatt"))
        : Optional.empty();
  }

  /**
   * The protocol's error message; empty where the protocol has none for this request, and for answers, which are never
   * answered.
   *
   * @param id the reference the sender can give to support
   * @param text for people
   */
  public Optional<Feilsvar> feil(Meldingstype request, Feil feil, String id, String text) {
    String type = request.value();
    Matcher arkiv = ARKIV.matcher(type);
    if (arkiv.matches()) {
      String what = type.substring(arkiv.group(1).length() + 1);
      if (feil == Feil.IKKEFUNNET && !ARKIV_MAY_BE_NOT_FOUND.matcher(what).matches()) {
        return Optional.empty();
      }
      return Optional.of(xml(
          new Meldingstype(arkiv.group(1) + ".feilmelding." + feil.word()),
          feil.word(),
          ARKIV_FEIL + feil.word() + "/v1",
          ARKIV_FEIL + "feilmelding/v1",
          id,
          text));
    }
    Matcher matrikkel = MATRIKKEL.matcher(type);
    if (matrikkel.matches()) {
      if (feil == Feil.IKKEFUNNET) {
        return Optional.empty();
      }
      return Optional.of(xml(
          new Meldingstype(matrikkel.group(1) + ".feilmelding." + feil.word()),
          feil.word(),
          MATRIKKEL_FEIL + "feilmelding/" + feil.word() + "/v2",
          MATRIKKEL_FEIL + "feilmeldingbase/v2",
          id,
          text));
    }
    Matcher withJson = WITH_JSON_ERRORS.matcher(type);
    if (withJson.matches()) {
      Map<String, String> body = new LinkedHashMap<>();
      body.put("errorId", id);
      body.put("feilmelding", text);
      return Optional.of(
          json(new Meldingstype(withJson.group(1) + ".feilmelding." + feil.word()), body));
    }
    if (BEKYMRING.matcher(type).matches()) {
      return Optional.of(json(
          new Meldingstype("no.ks.fiks.bekymringsmelding.feilet.v1"),
          Map.of("melding", text + " (" + id + ")")));
    }
    if (ARKIVLETT.matcher(type).matches()) {
      return Optional.of(json(
          new Meldingstype("no.dibk.arkivlett.feil.v1"),
          Map.of("melding", text + " (" + id + ")")));
    }
    return Optional.empty();
  }

  private Feilsvar json(Meldingstype type, Map<String, String> body) {
    return new Feilsvar(type, "feilmelding.json", "application/json", json.writeValueAsBytes(body));
  }

  private static Feilsvar xml(
      Meldingstype type,
      String root,
      String rootNamespace,
      String childNamespace,
      String id,
      String text) {
    StringWriter text16 = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text16);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("", root, rootNamespace);
      xml.writeDefaultNamespace(rootNamespace);
      xml.writeNamespace("f", childNamespace);
      xml.writeStartElement("f", "feilId", childNamespace);
      xml.writeCharacters(id);
      xml.writeEndElement();
      xml.writeStartElement("f", "feilmelding", childNamespace);
      xml.writeCharacters(NOT_IN_XML.matcher(text).replaceAll(" "));
      xml.writeEndElement();
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("Writing XML into memory does not fail", e);
    }
    return new Feilsvar(
        type,
        "feilmelding.xml",
        "application/xml",
        text16.toString().getBytes(StandardCharsets.UTF_8));
  }
}
