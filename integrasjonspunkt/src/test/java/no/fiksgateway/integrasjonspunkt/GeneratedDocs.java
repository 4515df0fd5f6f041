package no.fiksgateway.integrasjonspunkt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Parts of the documentation that are made from the code: a test makes them anew and compares them with what is
 * committed. {@code mvn verify -Dupdate.docs=true} writes them instead.
 */
public final class GeneratedDocs {
  private static final boolean UPDATE = Boolean.getBoolean("update.docs");

  private GeneratedDocs() {}

  /** Compares the part between {@code <!-- name: generated -->} and {@code <!-- name: end -->} of a file of the project. */
  public static void assertSection(String file, String name, String expected) {
    Path path = Path.of("..").resolve(file);
    try {
      String text = Files.readString(path).replace("\r\n", "\n");
      String begin = "<!-- " + name + ": generated -->\n";
      String end = "<!-- " + name + ": end -->";
      int from = text.indexOf(begin);
      int to = text.indexOf(end);
      assertThat(from).as("marker %s in %s", begin.strip(), file).isNotNegative();
      assertThat(to).as("marker %s in %s", end, file).isGreaterThan(from);
      String wanted = "\n" + expected.strip() + "\n\n";
      if (UPDATE) {
        Files.writeString(
            path, text.substring(0, from + begin.length()) + wanted + text.substring(to));
      } else {
        assertThat(text.substring(from + begin.length(), to))
            .as("%s, section %s, is out of date: run the build with -Dupdate.docs=true", file, name)
            .isEqualTo(wanted);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
