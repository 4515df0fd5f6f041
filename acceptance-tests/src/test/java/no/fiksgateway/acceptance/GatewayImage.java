package no.fiksgateway.acceptance;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What many lives start from: the gateway's jar unpacked, with every {@link CrashStep} in it, and, once one life has been a
 * rehearsal, an archive of the loaded classes, which makes each start several times cheaper.
 */
final class GatewayImage {
  private final Path directory;
  private final Path jar;

  private GatewayImage(Path directory, Path jar) {
    this.directory = directory;
    this.jar = jar;
  }

  /** @param directory empty */
  static GatewayImage in(Path directory) throws IOException, InterruptedException {
    Path unpacked = directory.resolve("unpacked");
    Process unpacking = new ProcessBuilder(
            java(),
            "-Djarmode=tools",
            "-jar",
            execJar().toString(),
            "extract",
            "--destination",
            unpacked.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("unpacking.log").toFile())
        .start();
    if (!unpacking.waitFor(4, TimeUnit.MINUTES) || unpacking.exitValue() != 0) {
      unpacking.destroyForcibly();
      throw new IOException("The gateway's jar could not be unpacked, see " + directory);
    }
    try (Stream<Path> files = Files.list(unpacked)) {
      Path jar = files
          .filter(file -> file.toString().endsWith(".jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("No jar came out of " + execJar()));
      CrashWeaving.weave(jar, unpacked.resolve("lib"));
      return new GatewayImage(directory, jar);
    }
  }

  /**
   * Sees to it that there has been a rehearsal.
   *
   * @param rehearsal a whole life, from {@link #rehearsal} to an end in peace; not called where there has been one
   */
  synchronized void rehearsed(Callable<?> rehearsal) throws Exception {
    if (!Files.exists(archive())) {
      rehearsal.call();
    }
  }

  /** @param more arguments for the JVM */
  Process rehearsal(Path workDirectory, Path settings, Path log, List<String> more)
      throws IOException {
    List<String> options = new ArrayList<>(more);
    options.add("-XX:ArchiveClassesAtExit=" + archive());
    return start(workDirectory, settings, log, options);
  }

  /** @param more arguments for the JVM */
  Process life(Path workDirectory, Path settings, Path log, List<String> more) throws IOException {
    List<String> options = new ArrayList<>(more);
    options.addAll(List.of(
        "-Xshare:auto",
        "-Xlog:cds=off",
        "-Xlog:cds+dynamic=off",
        "-XX:SharedArchiveFile=" + archive()));
    return start(workDirectory, settings, log, options);
  }

  private Process start(Path workDirectory, Path settings, Path log, List<String> options)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(options);
    command.addAll(
        List.of("-jar", jar.toString(), "--spring.config.additional-location=" + settings.toUri()));
    return new ProcessBuilder(command)
        .directory(workDirectory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log.toFile()))
        .start();
  }

  private Path archive() {
    return directory.resolve("classes.jsa");
  }

  private static Path execJar() {
    return Path.of(System.getProperty("fiksgateway.root"))
        .resolve("integrasjonspunkt/target/integrasjonspunkt-"
            + System.getProperty("fiksgateway.version") + "-exec.jar")
        .toAbsolutePath()
        .normalize();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
