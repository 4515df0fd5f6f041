package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/** The browser of this machine, without a window. Where there is none the test is skipped; with REQUIRE_SERVICES=true it fails. */
final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private Chromium() {}

  /** The page once its scripts have run, as HTML. Only this machine can be reached from it. */
  static String open(String url) throws IOException, InterruptedException {
    Optional<Path> browser = find();
    if (!Boolean.parseBoolean(System.getenv("REQUIRE_SERVICES"))) {
      assumeTrue(browser.isPresent(), "SKIPPED in a browser: Chromium is not installed");
    }
    assertThat(browser).as("Chromium").isPresent();
    Path folder = Files.createTempDirectory("chromium");
    try {
      Path page = folder.resolve("page.html");
      Process process = new ProcessBuilder(
              browser.orElseThrow().toString(),
              "--headless",
              "--no-sandbox",
              "--disable-gpu",
              "--disable-dev-shm-usage",
              "--user-data-dir=" + folder.resolve("profile"),
              "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
              "--virtual-time-budget=30000",
              "--dump-dom",
              url)
          .redirectOutput(page.toFile())
          .redirectError(folder.resolve("log").toFile())
          .start();
      try {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("Chromium ends").isTrue();
      } finally {
        process.destroyForcibly().waitFor();
      }
      return Files.readString(page, StandardCharsets.UTF_8);
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  private static Optional<Path> find() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
