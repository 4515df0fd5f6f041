package no.fiksgateway.asice;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file to put into a package.
 *
 * @param name the file's name in the package, with {@code /} between folders; it must be relative and must not be one a
 *     receiver could be tricked by ({@code ..}, backslash, control characters, drive letters, the container's own names)
 * @param mimeType the media type to state in the manifest; null, or anything that is not of the form type/subtype, lets the
 *     sealer choose by the name's extension
 * @param content the bytes, of any length
 */
public record PackageFile(String name, @Nullable String mimeType, ContentSource content) {

  public PackageFile {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(content, "content");
    String problem = EntryNames.problemWithFileName(name);
    if (problem != null) {
      throw new IllegalArgumentException("A file name cannot go into a package: " + problem
          + ". Rename the file and hand it over again.");
    }
  }
}
