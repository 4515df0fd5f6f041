package no.fiksgateway.integrasjonspunkt.arkivmelding;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Dokumentfil;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Format;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Korrespondansepart;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Rolle;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one arkivmelding. Elements are known by where they stand and by their local names: both formats use the
 * same ones, KS with the values of codes in a namespace of their own.
 */
final class ArkivmeldingParser {
  private static final String ROOT = "arkivmelding";
  private static final String MAPPE = "mappe";
  private static final String KORRESPONDANSEPART = "korrespondansepart";
  private static final String DOKUMENTOBJEKT = "dokumentobjekt";

  /** What fits into a package and on a disk. */
  private static final int LONGEST_FILENAME = 255;

  /** KS and Noark 5 from version 4 have the first one, earlier versions, and eFormidling, the second. */
  private static final Set<String> REGISTRERINGER = Set.of("registrering", "basisregistrering");

  /** What is kept of a mappe, registrering or korrespondansepart: the text of its children, and of theirs. */
  private static final Set<String> KEPT = Set.of(
      "systemID",
      "saksaar",
      "sakssekvensnummer",
      "offentligTittel",
      "journalpostnummer",
      "referanseForelderMappe",
      "referanseForelderMappe/systemID",
      "korrespondanseparttype",
      "korrespondanseparttype/kode",
      "korrespondansepartNavn",
      "organisasjonid",
      "organisasjonsnummer",
      "organisasjonsnummer/organisasjonsnummer",
      "personid");

  private final ArkivmeldingSettings settings;
  private final Deque<Element> open = new ArrayDeque<>();
  private final List<Element> mapper = new ArrayList<>();
  private final List<Element> registreringer = new ArrayList<>();
  private final Map<String, Dokumentfil> files = new LinkedHashMap<>();

  ArkivmeldingParser(ArkivmeldingSettings settings) {
    this.settings = settings;
  }

  /** An element that has begun, and what has been said in it so far. */
  private static final class Element {
    private final String name;
    private final @Nullable Element parent;
    private final @Nullable String type;
    private final int line;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> values = new HashMap<>();
    private final List<Korrespondansepart> parts = new ArrayList<>();

    Element(String name, @Nullable Element parent, @Nullable String type, int line) {
      this.name = name;
      this.parent = parent;
      this.type = type;
      this.line = line;
    }

    private boolean isIn(String name) {
      return parent != null && parent.name.equals(name);
    }

    boolean isMappe() {
      return name.equals(MAPPE) && (isIn(ROOT) || isIn(MAPPE));
    }

    boolean isRegistrering() {
      return REGISTRERINGER.contains(name) && (isIn(ROOT) || isIn(MAPPE));
    }

    boolean isJournalpost() {
      return type != null && type.substring(type.indexOf(':') + 1).equals("journalpost");
    }

    boolean isKorrespondansepart() {
      return name.equals(KORRESPONDANSEPART) && parent != null && parent.isRegistrering();
    }

    boolean isKept() {
      return isMappe() || isRegistrering() || isKorrespondansepart();
    }

    void keep(String path, String value) {
      if (KEPT.contains(path)) {
        values.putIfAbsent(path, value);
      }
    }

    /** The first of the values that is there. */
    @Nullable
    String value(String... paths) {
      return Arrays.stream(paths)
          .map(values::get)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
  }

  Arkivmelding read(InputStream xml) throws InvalidArkivmeldingException, IOException {
    try {
      XMLStreamReader reader = factory()
          .createXMLStreamReader(new BoundedStream(xml, settings.maxSize().toBytes()));
      return read(reader);
    } catch (XMLStreamException e) {
      throw notReadable(e);
    }
  }

  private Arkivmelding read(XMLStreamReader reader)
      throws InvalidArkivmeldingException, XMLStreamException {
    Format format = null;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD ->
          throw invalid(reader, "there is a document type definition (DOCTYPE), which is not read");
        case XMLStreamConstants.ENTITY_REFERENCE ->
          throw invalid(reader, "there is a reference to an entity that is not of XML itself");
        case XMLStreamConstants.START_ELEMENT -> {
          if (open.isEmpty()) {
            format = format(reader);
          }
          begin(reader);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
          open.getLast().text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> end(open.removeLast());
        default -> {
          // Comments, processing instructions, the end: nothing is asked of them.
        }
      }
    }
    return result(Objects.requireNonNull(format, "A well-formed document has a root"));
  }

  private void begin(XMLStreamReader reader) throws InvalidArkivmeldingException {
    if (open.size() == settings.maxDepth()) {
      throw invalid(
          reader,
          "more than " + settings.maxDepth()
              + " elements are within each other (integrasjonspunkt.arkivmelding.max-depth)");
    }
    Element element = new Element(
        reader.getLocalName(),
        open.peekLast(),
        reader.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type"),
        reader.getLocation().getLineNumber());
    open.addLast(element);
    if (element.isMappe()) {
      mapper.add(element);
    } else if (element.isRegistrering()) {
      registreringer.add(element);
    }
  }

  private void end(Element element) throws InvalidArkivmeldingException {
    Element parent = element.parent;
    if (parent == null) {
      return;
    }
    if (element.isKorrespondansepart()) {
      parent.parts.add(korrespondansepart(element));
      return;
    }
    String text = element.text.toString().strip();
    if (text.isEmpty()) {
      return;
    }
    if (parent.isKept()) {
      parent.keep(element.name, text);
    } else if (parent.parent != null && parent.parent.isKept()) {
      parent.parent.keep(parent.name + "/" + element.name, text);
    }
    if (element.name.equals("referanseDokumentfil") && element.isIn(DOKUMENTOBJEKT)) {
      addFile(element, text);
    }
  }

  private void addFile(Element element, String name) throws InvalidArkivmeldingException {
    if (name.length() > LONGEST_FILENAME) {
      throw new InvalidArkivmeldingException(
          element.line,
          element.name,
          "no file can have a name of more than " + LONGEST_FILENAME + " characters");
    }
    files.putIfAbsent(name, new Dokumentfil(name, element.line));
    if (files.size() > settings.maxFiles()) {
      throw new InvalidArkivmeldingException(
          element.line,
          element.name,
          "it names more than " + settings.maxFiles()
              + " files (integrasjonspunkt.arkivmelding.max-files)");
    }
  }

  private Arkivmelding result(Format format) throws InvalidArkivmeldingException {
    Element none = new Element("", null, null, 0);
    Element registrering = registreringer.stream()
        .filter(Element::isJournalpost)
        .findFirst()
        .or(() -> registreringer.stream().findFirst())
        .orElse(none);
    Element mappe = mappeOf(registrering, format, none);
    String saksaar = mappe.value("saksaar");
    String sakssekvensnummer = mappe.value("sakssekvensnummer");
    String mappeSystemId = mappe.value("systemID");
    Arkivmelding read = new Arkivmelding(
        format,
        registrering.value("offentligTittel"),
        mappeSystemId != null
            ? mappeSystemId
            : registrering.value("referanseForelderMappe/systemID", "referanseForelderMappe"),
        saksaar == null || sakssekvensnummer == null ? null : saksaar + "/" + sakssekvensnummer,
        registrering.value("journalpostnummer"),
        List.copyOf(registrering.parts),
        List.copyOf(files.values()));
    if (read.mottakere().size() > settings.maxReceivers()) {
      throw new InvalidArkivmeldingException(
          registrering.line,
          registrering.name,
          "it names more than " + settings.maxReceivers()
              + " receivers (integrasjonspunkt.arkivmelding.max-receivers)");
    }
    return read;
  }

  /** In Noark 5 the mappe is around the registrering; KS has them beside each other, at most one of each. */
  private Element mappeOf(Element registrering, Format format, Element none) {
    Element around = registrering.parent;
    if (around != null && around.isMappe()) {
      return around;
    }
    return format == Format.FIKS_ARKIV_V1 ? mapper.stream().findFirst().orElse(none) : none;
  }

  private static Korrespondansepart korrespondansepart(Element part) {
    return new Korrespondansepart(
        rolle(Objects.requireNonNullElse(
            part.value("korrespondanseparttype/kode", "korrespondanseparttype"), "")),
        part.value("korrespondansepartNavn"),
        part.value(
            "organisasjonid", "organisasjonsnummer/organisasjonsnummer", "organisasjonsnummer"),
        part.value("personid") != null,
        part.line);
  }

  /** The codes and words of Noark 5's metadata catalogue, M087. */
  private static Rolle rolle(String type) {
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "EM", "MOTTAKER" -> Rolle.MOTTAKER;
      case "EK", "KOPIMOTTAKER" -> Rolle.KOPIMOTTAKER;
      case "EA", "AVSENDER" -> Rolle.AVSENDER;
      default -> Rolle.ANNEN;
    };
  }

  private Format format(XMLStreamReader reader) throws InvalidArkivmeldingException {
    String namespace = Objects.requireNonNullElse(reader.getNamespaceURI(), "");
    return Arrays.stream(Format.values())
        .filter(known ->
            known.namespace().equals(namespace) && reader.getLocalName().equals(ROOT))
        .findFirst()
        .orElseThrow(() -> invalid(
            reader,
            "the root has to be arkivmelding in one of the namespaces "
                + Arrays.stream(Format.values())
                    .map(Format::namespace)
                    .collect(Collectors.joining(", "))
                + "; here it is in '" + namespace + "'"));
  }

  private InvalidArkivmeldingException notReadable(XMLStreamException e) throws IOException {
    int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
    Throwable cause = e.getNestedException();
    if (cause instanceof BoundedStream.BoundExceeded) {
      return new InvalidArkivmeldingException(
          line,
          innermost(),
          "the file is larger than " + settings.maxSize().toBytes()
              + " bytes (integrasjonspunkt.arkivmelding.max-size)");
    }
    if (cause instanceof UnsupportedEncodingException) {
      return new InvalidArkivmeldingException(
          line, innermost(), "the XML names an encoding that is not known; UTF-8 always is");
    }
    if (cause instanceof IOException io && !(cause instanceof CharConversionException)) {
      throw io;
    }
    return new InvalidArkivmeldingException(line, innermost(), "the XML is not well-formed");
  }

  private InvalidArkivmeldingException invalid(XMLStreamReader reader, String why) {
    boolean begins = reader.isStartElement();
    return new InvalidArkivmeldingException(
        reader.getLocation().getLineNumber(), begins ? reader.getLocalName() : innermost(), why);
  }

  /** The path of the element that was being read. */
  private String innermost() {
    return open.isEmpty()
        ? "(none yet)"
        : open.stream().map(element -> element.name).collect(Collectors.joining("/"));
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
