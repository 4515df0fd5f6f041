package no.fiksgateway.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the project's parts, running as a process of its own from its {@code -exec.jar}. */
final class RunningJar implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Duration LONGEST_STOP = Duration.ofMinutes(2);
  private static final int LINES_SHOWN = 40;

  private final String module;
  private final Process process;
  private final Path log;

  private RunningJar(String module, Process process, Path log) {
    this.module = module;
    this.process = process;
    this.log = log;
  }

  static RunningJar start(
      String module, Path workDirectory, Map<String, String> environment, String... arguments)
      throws IOException {
    Path jar = Path.of(System.getProperty("fiksgateway.root"))
        .resolve(module)
        .resolve("target")
        .resolve(module + "-" + System.getProperty("fiksgateway.version") + "-exec.jar")
        .toAbsolutePath()
        .normalize();
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx384m",
        "-jar",
        jar.toString()));
    command.addAll(List.of(arguments));
    Path log = workDirectory.resolve(module + ".log");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(workDirectory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new RunningJar(module, builder.start(), log);
  }

  void awaitReady(URI address) {
    await("%s answers at %s".formatted(module, address))
        .atMost(START)
        .failFast(() -> {
          if (!process.isAlive()) {
            throw new AssertionError(
                module + " stopped with exit code " + process.exitValue() + ":\n" + endOfLog());
          }
        })
        .until(() -> Calls.answers200(address));
  }

  /** For the message of a failed test: what the part itself has to say. */
  String endOfLog() {
    try {
      List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }

  /** The whole log of a part that ends by itself. */
  String logUntilItEnds() throws IOException, InterruptedException {
    if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(module + " still runs:\n" + endOfLog());
    }
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  /** The lines of the log that say something is wrong. */
  List<String> complaints() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
        .toList();
  }

  /** Told to stop, whether it does so by itself. */
  boolean stops() throws InterruptedException {
    process.destroy();
    return process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
