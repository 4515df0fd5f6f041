package no.fiksgateway.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import no.fiksgateway.acceptance.agent.CrashAgent;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as a process that dies and is started again on the same data, over and over; so it is unpacked once and
 * starts from an archive of loaded classes.
 */
final class MortalGateway implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);

  private final Path directory;
  private final Path jar;
  private final Path agent;
  private final Path settings;
  private final URI readiness;
  private @Nullable Process process;

  private MortalGateway(Path directory, Path jar, Path agent, Path settings, URI readiness) {
    this.directory = directory;
    this.jar = jar;
    this.agent = agent;
    this.settings = settings;
    this.readiness = readiness;
  }

  static MortalGateway in(Path directory, Path settings, URI readiness)
      throws IOException, InterruptedException {
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
    if (!unpacking.waitFor(2, TimeUnit.MINUTES) || unpacking.exitValue() != 0) {
      unpacking.destroyForcibly();
      throw new IOException("The gateway's jar could not be unpacked, see " + directory);
    }
    try (Stream<Path> files = Files.list(unpacked)) {
      Path jar = files
          .filter(file -> file.toString().endsWith(".jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("No jar came out of " + execJar()));
      return new MortalGateway(directory, jar, AgentJar.in(directory), settings, readiness);
    }
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

  /** Lives once and ends in peace, so that the next lives begin faster. */
  void rehearse() throws IOException, InterruptedException {
    begin(List.of("-XX:ArchiveClassesAtExit=" + archive()));
    awaitReadyOrDeath();
    Process rehearsal = running();
    rehearsal.destroy();
    if (!rehearsal.waitFor(2, TimeUnit.MINUTES)) {
      // A busy machine: the lives are then begun without the archive.
      kill();
      Files.deleteIfExists(archive());
    }
  }

  /** @param agentArgument null: it is not made to die */
  void start(@Nullable String agentArgument) throws IOException {
    List<String> options =
        new ArrayList<>(List.of("-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
    if (Files.exists(archive())) {
      options.add("-XX:SharedArchiveFile=" + archive());
    }
    if (agentArgument != null) {
      options.add("-javaagent:" + agent + "=" + agentArgument);
    }
    begin(options);
  }

  private void begin(List<String> options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(options);
    command.addAll(
        List.of("-jar", jar.toString(), "--spring.config.additional-location=" + settings.toUri()));
    process = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log().toFile()))
        .start();
  }

  /** True when it is ready, false when it has been killed before. */
  boolean awaitReadyOrDeath() throws InterruptedException {
    await("the gateway answers at " + readiness)
        .atMost(START)
        .pollInterval(Duration.ofMillis(100))
        .failFast(() -> {
          if (!isAlive() && !diedAtItsStep()) {
            throw new AssertionError("The gateway stopped by itself, see " + log());
          }
        })
        .until(() -> !isAlive() || Calls.answers200(readiness));
    return isAlive();
  }

  boolean isAlive() {
    return running().isAlive();
  }

  boolean isAliveAfter(Duration time) throws InterruptedException {
    return !running().waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether it died, and where it was meant to. */
  boolean diedWithin(Duration time) throws InterruptedException {
    return !isAliveAfter(time) && diedAtItsStep();
  }

  private boolean diedAtItsStep() {
    return !isAlive() && running().exitValue() == CrashAgent.KILLED;
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    running().destroyForcibly().waitFor();
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("The gateway has not been started");
    }
    return process;
  }

  private Path archive() {
    return directory.resolve("classes.jsa");
  }

  Path log() {
    return directory.resolve("integrasjonspunkt.log");
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
