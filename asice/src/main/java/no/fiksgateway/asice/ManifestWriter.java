package no.fiksgateway.asice;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The container's two lists of its files: the signed ASiCManifest and the OpenDocument one. */
final class ManifestWriter {

  private static final String HEAD =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

  private ManifestWriter() {}

  /** A file as the manifests describe it. */
  @SuppressWarnings("ArrayRecordComponent")
  record Item(String name, String mimeType, byte[] sha256) {}

  /** ASiCManifest (ETSI TS 102 918 v1.2.1, annex A.4), in the form KS's clients write and read. */
  static byte[] asicManifest(String signature, List<Item> items) {
    StringBuilder xml = new StringBuilder(HEAD);
    xml.append("<ASiCManifest xmlns=\"http://uri.etsi.org/02918/v1.2.1#\"")
        .append(" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">\n")
        .append("  <SigReference URI=\"")
        .append(escaped(signature))
        .append("\" MimeType=\"application/x-pkcs7-signature\"/>\n");
    String rootfile = " Rootfile=\"true\"";
    for (Item item : items) {
      xml.append("  <DataObjectReference URI=\"")
          .append(escaped(item.name()))
          .append("\" MimeType=\"")
          .append(escaped(item.mimeType()))
          .append("\"")
          .append(rootfile)
          .append(
              ">\n    <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\n    <ds:DigestValue>")
          .append(Base64.getEncoder().encodeToString(item.sha256()))
          .append("</ds:DigestValue>\n  </DataObjectReference>\n");
      rootfile = "";
    }
    return xml.append("</ASiCManifest>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** META-INF/manifest.xml (OASIS OpenDocument 1.2, part 3, section 4). */
  static byte[] openDocumentManifest(List<Item> items) {
    StringBuilder xml = new StringBuilder(HEAD);
    xml.append(
        "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\n");
    fileEntry(xml, "/", MediaTypes.ASIC_E);
    for (Item item : items) {
      fileEntry(xml, item.name(), item.mimeType());
    }
    return xml.append("</manifest:manifest>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void fileEntry(StringBuilder xml, String path, String mimeType) {
    xml.append("  <manifest:file-entry manifest:full-path=\"")
        .append(escaped(path))
        .append("\" manifest:media-type=\"")
        .append(escaped(mimeType))
        .append("\"/>\n");
  }

  private static String escaped(String attribute) {
    return attribute
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
