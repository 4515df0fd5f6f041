package no.fiksgateway.asice;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * An ASiCManifest that was read (ETSI TS 102 918 v1.2.1, annex A.4): which signature covers it, and which files it covers.
 *
 * @param signature the name of the signature's entry
 */
record AsicManifest(String signature, List<Reference> references) {

  private static final Set<String> NAMESPACES = Set.of(
      "http://uri.etsi.org/02918/v1.1.1#",
      "http://uri.etsi.org/02918/v1.2.1#",
      "http://uri.etsi.org/2918/v1.1.1#",
      // KS's .NET library writes it so.
      "http://uri.etsi.org/2918/v1.2.1#");
  private static final String XMLDSIG = "http://www.w3.org/2000/09/xmldsig#";
  private static final String XMLENC = "http://www.w3.org/2001/04/xmlenc#";
  private static final String XMLDSIG_MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Map<String, String> DIGESTS = Map.of(
      XMLENC + "sha256", Digests.SHA_256,
      XMLDSIG + "sha256", Digests.SHA_256,
      XMLDSIG_MORE + "sha384", Digests.SHA_384,
      XMLENC + "sha384", Digests.SHA_384,
      XMLDSIG + "sha384", Digests.SHA_384,
      XMLENC + "sha512", Digests.SHA_512,
      XMLDSIG + "sha512", Digests.SHA_512);

  /**
   * A file the manifest vouches for.
   *
   * @param digestAlgorithm its name in Java
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Reference(String uri, @Nullable String mimeType, String digestAlgorithm, byte[] digest) {}

  /** Reads the signed bytes; DTDs and thereby entities are refused. */
  static AsicManifest read(byte[] xml) throws Rejection {
    try {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      factory.setProperty(XMLInputFactory.IS_COALESCING, true);
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text(xml)));
      try {
        return new Parser(reader).manifest();
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      // The platform's XML reader answers some broken documents with unchecked exceptions.
      throw Rejection.malformed("The manifest is not well-formed XML");
    }
  }

  /** Decoded here, because the platform's XML reader prints to the console when it meets bytes that are no UTF-8. */
  private static String text(byte[] xml) throws Rejection {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw Rejection.malformed("The manifest is not UTF-8");
    }
  }

  /** The grammar, element by element; what is not in it is refused rather than ignored. */
  private static final class Parser {

    private final XMLStreamReader reader;

    Parser(XMLStreamReader reader) {
      this.reader = reader;
    }

    AsicManifest manifest() throws XMLStreamException, Rejection {
      int event = reader.next();
      while (event == XMLStreamConstants.COMMENT || event == XMLStreamConstants.SPACE) {
        event = reader.next();
      }
      if (event != XMLStreamConstants.START_ELEMENT
          || !reader.getLocalName().equals("ASiCManifest")
          || !NAMESPACES.contains(reader.getNamespaceURI())) {
        throw Rejection.malformed("The manifest is not an ASiCManifest");
      }
      String namespace = reader.getNamespaceURI();
      String signature = null;
      List<Reference> references = new ArrayList<>();
      Set<String> uris = new HashSet<>();
      while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
        if (is(namespace, "SigReference") && signature == null) {
          signature = required("URI");
          end();
        } else if (is(namespace, "DataObjectReference")) {
          Reference reference = reference();
          if (!uris.add(reference.uri())) {
            throw Rejection.malformed("The manifest lists '" + reference.uri() + "' twice");
          }
          references.add(reference);
        } else {
          throw unexpected();
        }
      }
      while (reader.hasNext()) {
        reader.next();
      }
      if (signature == null) {
        throw Rejection.signatureInvalid(
            "The manifest names no signature: the package is not signed");
      }
      return new AsicManifest(signature, List.copyOf(references));
    }

    private Reference reference() throws XMLStreamException, Rejection {
      String uri = required("URI");
      String mimeType = reader.getAttributeValue(null, "MimeType");
      String algorithm = null;
      byte[] digest = null;
      while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
        if (is(XMLDSIG, "DigestMethod") && algorithm == null) {
          String stated = required("Algorithm");
          algorithm = DIGESTS.get(stated);
          if (algorithm == null) {
            throw Rejection.signatureInvalid("The manifest vouches for '" + uri
                + "' with a digest that proves nothing today or is unknown: " + stated);
          }
          end();
        } else if (is(XMLDSIG, "DigestValue") && digest == null) {
          digest = Base64.getMimeDecoder().decode(reader.getElementText());
        } else {
          throw unexpected();
        }
      }
      if (algorithm == null || digest == null) {
        throw Rejection.malformed("The manifest lists '" + uri + "' without its digest");
      }
      return new Reference(uri, mimeType, algorithm, digest);
    }

    private boolean is(String namespace, String name) {
      return name.equals(reader.getLocalName()) && namespace.equals(reader.getNamespaceURI());
    }

    private String required(String attribute) throws Rejection {
      String value = reader.getAttributeValue(null, attribute);
      if (value == null) {
        throw Rejection.malformed(
            "The manifest has an element " + reader.getLocalName() + " without " + attribute);
      }
      return value;
    }

    private void end() throws XMLStreamException, Rejection {
      if (reader.nextTag() != XMLStreamConstants.END_ELEMENT) {
        throw unexpected();
      }
    }

    private Rejection unexpected() {
      return Rejection.malformed(
          "The manifest has an element where ASiC has none: " + reader.getLocalName());
    }
  }
}
