package no.fiksgateway.asice;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of a container's entries: its own, and what a file may be called. */
final class EntryNames {

  static final String MIMETYPE = "mimetype";
  static final String ASIC_MANIFEST = "META-INF/ASiCManifest.xml";
  static final String OPEN_DOCUMENT_MANIFEST = "META-INF/manifest.xml";

  private static final String META_INF = "meta-inf/";
  /** Far more than file systems take; it bounds what the names of a container can occupy. */
  private static final int MAX_BYTES = 1024;

  private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

  private EntryNames() {}

  static String signature(String id) {
    return "META-INF/signature-" + id + ".p7s";
  }

  static boolean isAsicManifest(String name) {
    return name.equalsIgnoreCase(ASIC_MANIFEST);
  }

  static boolean isOpenDocumentManifest(String name) {
    return name.equalsIgnoreCase(OPEN_DOCUMENT_MANIFEST);
  }

  static boolean isSignature(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith(META_INF + "signature")
        && lower.endsWith(".p7s")
        && lower.indexOf('/', META_INF.length()) < 0;
  }

  /** Whether the name is in the space the container keeps for itself, where no file may be. */
  static boolean isReserved(String name) {
    return name.equalsIgnoreCase(MIMETYPE)
        || name.equalsIgnoreCase("meta-inf")
        || name.toLowerCase(Locale.ROOT).startsWith(META_INF);
  }

  /** Why the name is no good for a file, as a phrase; null if nothing is wrong with it. */
  static @Nullable String problemWithFileName(String name) {
    String problem = problemWithPath(name);
    if (problem == null && isReserved(name)) {
      problem = "'" + name + "' is reserved for the container itself";
    }
    return problem;
  }

  /** Why the name could lead a reader astray when used as a path; null if it could not. */
  static @Nullable String problemWithPath(String name) {
    if (name.isEmpty()) {
      return "the name is empty";
    }
    if (!name.codePoints().allMatch(EntryNames::isHarmless)) {
      return "the name has control characters or characters that cannot stand in a manifest";
    }
    if (name.indexOf('\\') >= 0) {
      return "'" + name + "' has a backslash";
    }
    if (DRIVE.matcher(name).matches()) {
      return "'" + name + "' begins with a drive letter";
    }
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "'" + name + "' is not a plain relative path";
      }
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "the name is longer than " + MAX_BYTES + " bytes";
    }
    return null;
  }

  private static boolean isHarmless(int c) {
    return !Character.isISOControl(c)
        && c != 0x2028
        && c != 0x2029
        && (c < 0xD800 || c > 0xDFFF)
        && c != 0xFFFE
        && c != 0xFFFF;
  }
}
