package no.fiksgateway.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A part of the demo that runs as a process of its own, on the JVM that runs the demo. */
final class Child {
  private static final int LINES_SHOWN = 30;

  private final String name;
  private final Process process;
  private final Path log;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a runnable jar.
   *
   * @param environment added to what this process was given
   */
  static Child start(
      String name, Path jar, Path log, Map<String, String> environment, List<String> arguments)
      throws DemoFailed {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      return new Child(name, builder.start(), log);
    } catch (IOException e) {
      throw new DemoFailed(
          "The " + name + " could not be started with " + command + ": " + e.getMessage(), e);
    }
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  CompletableFuture<Child> exit() {
    return process.onExit().thenApply(ended -> this);
  }

  /** Why it is gone, with the end of its log. */
  DemoFailed stoppedByItself() {
    return new DemoFailed("The " + name + " stopped by itself with exit code " + process.exitValue()
        + ". The end of " + log + ":" + System.lineSeparator() + endOfLog());
  }

  /** Asks it to stop, waits, and ends it by force when it has not stopped within the grace time. */
  void stop(Duration grace) {
    process.destroy();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  String endOfLog() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
      return "  | " + String.join(System.lineSeparator() + "  | ", last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
