package no.fiksgateway.integrasjonspunkt.api;

import java.util.Locale;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/** What a client calls its files, made fit to be an entry of a package and a file on the receiver's disk. */
final class Filenames {
  private static final int LONGEST = 255;
  private static final int LONGEST_TITLE = 1000;
  private static final int LONGEST_MIME_TYPE = 200;

  /** Names the container keeps for itself (ETSI EN 319 162-1), and the ones that name a folder. */
  private static final Set<String> RESERVED = Set.of("", ".", "..", "mimetype", "meta-inf");

  private Filenames() {}

  /** The name without any path, drive or control character; refused where no usable name is left. */
  static String safe(String name) {
    String bare = name.substring(
            Math.max(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')), -1) + 1)
        .replaceFirst("^[A-Za-z]:", "")
        .replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cs}]", "")
        .strip();
    if (RESERVED.contains(bare.toLowerCase(Locale.ROOT)) || bare.length() > LONGEST) {
      throw Problem.of(
              ErrorCode.UNSAFE_FILENAME,
              "'" + name + "' cannot be used as a file name: it must name a file, in at most "
                  + LONGEST + " characters, and not one that an ASiC-E package keeps for itself")
          .exceptionally();
    }
    return bare;
  }

  /** A title that fits its column, without control characters. */
  static @Nullable String title(@Nullable String asked) {
    if (asked == null) {
      return null;
    }
    String title = asked.replaceAll("\\p{Cntrl}", " ").strip();
    return title.substring(0, Math.min(title.length(), LONGEST_TITLE));
  }

  /** The declared media type; where it says nothing, the one the file's extension stands for. */
  static String mimeType(@Nullable String declared, String filename) {
    MediaType type = parsed(declared);
    if (type != null && !type.equalsTypeAndSubtype(MediaType.APPLICATION_OCTET_STREAM)) {
      return type.toString();
    }
    return MediaTypeFactory.getMediaType(filename)
        .orElse(MediaType.APPLICATION_OCTET_STREAM)
        .toString();
  }

  private static @Nullable MediaType parsed(@Nullable String declared) {
    if (declared == null || declared.isBlank()) {
      return null;
    }
    try {
      MediaType type = MediaType.parseMediaType(declared);
      return type.isConcrete() && declared.length() <= LONGEST_MIME_TYPE ? type : null;
    } catch (InvalidMediaTypeException e) {
      return null;
    }
  }
}
