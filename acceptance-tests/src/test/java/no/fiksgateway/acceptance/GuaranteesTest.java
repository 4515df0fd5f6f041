package no.fiksgateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise in docs/guarantees.md names tests; these must be there. */
class GuaranteesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))#(\\w+)`");

  @Test
  void everyTestNamedAsProofExists() throws IOException {
    String guarantees = Files.readString(ROOT.resolve("docs/guarantees.md"));
    Map<String, String> tests = tests();

    List<String> missing = NAMED_TEST
        .matcher(guarantees)
        .results()
        .filter(named ->
            !tests.getOrDefault(named.group(1), "").contains(" void " + named.group(2) + "("))
        .map(named -> named.group())
        .toList();

    assertThat(NAMED_TEST.matcher(guarantees).results()).hasSizeGreaterThan(10);
    assertThat(missing).isEmpty();
  }

  /** Source by class name. */
  private static Map<String, String> tests() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .flatMap(GuaranteesTest::sources)
          .collect(Collectors.toMap(
              source -> source.getFileName().toString().replace(".java", ""),
              GuaranteesTest::read,
              String::concat));
    }
  }

  private static Stream<Path> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
