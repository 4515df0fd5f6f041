package no.fiksgateway.asice;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Media types by file name. A table of our own, because the host's differs from machine to machine; an unknown extension
 * is no error.
 */
final class MediaTypes {

  static final String ASIC_E = "application/vnd.etsi.asic-e+zip";
  private static final String UNKNOWN = "application/octet-stream";

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *;[\\x20-\\x7E]*)?");

  private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
      Map.entry("pdf", "application/pdf"),
      Map.entry("xml", "application/xml"),
      Map.entry("json", "application/json"),
      Map.entry("geojson", "application/geo+json"),
      Map.entry("gml", "application/gml+xml"),
      Map.entry("sosi", "text/vnd.sosi"),
      Map.entry("txt", "text/plain"),
      Map.entry("csv", "text/csv"),
      Map.entry("html", "text/html"),
      Map.entry("xsd", "application/xml"),
      Map.entry("rtf", "application/rtf"),
      Map.entry("eml", "message/rfc822"),
      Map.entry("msg", "application/vnd.ms-outlook"),
      Map.entry("doc", "application/msword"),
      Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
      Map.entry("xls", "application/vnd.ms-excel"),
      Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
      Map.entry("ppt", "application/vnd.ms-powerpoint"),
      Map.entry(
          "pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
      Map.entry("odt", "application/vnd.oasis.opendocument.text"),
      Map.entry("ods", "application/vnd.oasis.opendocument.spreadsheet"),
      Map.entry("odp", "application/vnd.oasis.opendocument.presentation"),
      Map.entry("jpg", "image/jpeg"),
      Map.entry("jpeg", "image/jpeg"),
      Map.entry("png", "image/png"),
      Map.entry("gif", "image/gif"),
      Map.entry("tif", "image/tiff"),
      Map.entry("tiff", "image/tiff"),
      Map.entry("heic", "image/heic"),
      Map.entry("svg", "image/svg+xml"),
      Map.entry("webp", "image/webp"),
      Map.entry("dwg", "image/vnd.dwg"),
      Map.entry("dxf", "image/vnd.dxf"),
      Map.entry("ifc", "application/x-step"),
      Map.entry("mp3", "audio/mpeg"),
      Map.entry("mp4", "video/mp4"),
      Map.entry("mov", "video/quicktime"),
      Map.entry("zip", "application/zip"),
      Map.entry("gz", "application/gzip"),
      Map.entry("7z", "application/x-7z-compressed"),
      Map.entry("asice", ASIC_E),
      Map.entry("p7m", "application/pkcs7-mime"),
      Map.entry("p7s", "application/pkcs7-signature"));

  private MediaTypes() {}

  /** The type stated, if it is one at all, and the one of the name's extension otherwise. */
  static String of(String name, @Nullable String stated) {
    return stated != null && isMediaType(stated) ? stated : ofName(name);
  }

  /** The type stated, if it is one at all. */
  static String statedOrUnknown(@Nullable String stated) {
    return stated != null && isMediaType(stated) ? stated : UNKNOWN;
  }

  private static String ofName(String name) {
    int dot = name.lastIndexOf('.');
    return BY_EXTENSION.getOrDefault(name.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
  }

  private static boolean isMediaType(String text) {
    return MEDIA_TYPE.matcher(text).matches();
  }
}
