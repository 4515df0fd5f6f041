package no.fiksgateway.integrasjonspunkt.api;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A Content-Disposition header as eFormidling's clients write it. It is not RFC 6266: values may have blanks without quotes,
 * a backslash is a backslash, and {@code name} and {@code filename} may both have the extended form of RFC 5987, which
 * wins over the plain one. (Spring's ContentDisposition takes backslashes away and knows no {@code name*}.)
 *
 * @param title what the client calls the file
 */
record FileHeader(@Nullable String filename, @Nullable String title) {

  static FileHeader parse(String header) {
    List<String> parts = split(asUtf8(header));
    if (parts.get(0).isBlank()) {
      throw illegal(header, "it does not begin with a type such as attachment");
    }
    Map<String, String> attributes = new HashMap<>();
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      if (part.isBlank()) {
        continue;
      }
      if (equals < 0) {
        throw illegal(header, "'" + part.strip() + "' has no value");
      }
      String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      String value = unquoted(part.substring(equals + 1).strip());
      attributes.put(name, name.endsWith("*") ? decoded(value, header) : value);
    }
    if (!attributes.getOrDefault("size", "0").matches("\\d+")) {
      throw illegal(header, "its size is not a number");
    }
    return new FileHeader(either(attributes, "filename"), either(attributes, "name"));
  }

  private static @Nullable String either(Map<String, String> attributes, String name) {
    String extended = attributes.get(name + "*");
    return extended != null ? extended : attributes.get(name);
  }

  /** Splits at semicolons outside quotes. */
  private static List<String> split(String header) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        parts.add(header.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(header.substring(start));
    return parts;
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  /** RFC 5987: charset'language'percent-encoded. */
  private static String decoded(String value, String header) {
    String[] parts = value.split("'", 3);
    if (parts.length != 3) {
      throw illegal(header, "'" + value + "' is not of the form UTF-8''text");
    }
    Charset charset = switch (parts[0].toUpperCase(Locale.ROOT)) {
      case "UTF-8" -> StandardCharsets.UTF_8;
      case "ISO-8859-1" -> StandardCharsets.ISO_8859_1;
      default -> throw illegal(header, "the charset of '" + value + "' is not UTF-8 or ISO-8859-1");
    };
    try {
      return URLDecoder.decode(parts[2].replace("+", "%2B"), charset);
    } catch (IllegalArgumentException e) {
      throw illegal(header, "'" + value + "' has a broken percent sign");
    }
  }

  /** Headers reach us as ISO 8859-1. Bytes that make sense as UTF-8 beyond ASCII were written as UTF-8. */
  private static String asUtf8(String header) {
    if (header.chars().anyMatch(c -> c > 0xFF) || header.chars().allMatch(c -> c < 0x80)) {
      return header;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException reallyLatin1) {
      return header;
    }
  }

  private static Problem.ProblemException illegal(String header, String why) {
    return Problem.of(
            ErrorCode.INVALID_REQUEST, "Content-Disposition '" + header + "' is not valid: " + why)
        .exceptionally();
  }

  /** The header's file name made safe; refused where there is none. */
  String safeFilename() {
    if (filename == null) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, "Content-Disposition has no filename")
          .exceptionally();
    }
    return Filenames.safe(Objects.requireNonNull(filename));
  }
}
