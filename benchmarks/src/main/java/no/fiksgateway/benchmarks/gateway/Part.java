package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the project's parts, running as a process of its own from its {@code -exec.jar}. */
final class Part implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Process process;
  private final Path log;
  private final Thread atExit;

  private Part(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The checkout that this is part of. */
  static Path here() {
    return Path.of(System.getProperty("fiksgateway.root"));
  }

  /**
   * @param root the checkout, built
   * @param flags of the JVM, beside its defaults
   */
  static Part start(
      Path root,
      String module,
      Path directory,
      List<String> flags,
      Map<String, String> environment,
      String... arguments)
      throws IOException {
    Path jar = root.resolve(module)
        .resolve("target")
        .resolve(module + "-" + System.getProperty("fiksgateway.version") + "-exec.jar")
        .toAbsolutePath()
        .normalize();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    Path log = directory.resolve(module + ".log");
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new Part(builder.start(), log);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void awaitReady(Http http, String path) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!http.answers(path)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(http.base() + path + " does not answer:\n" + Files.readString(log));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /** As long as nobody lets it go on, it gets no time of a processor. */
  void standStill() throws IOException, InterruptedException {
    signal("STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
        .inheritIO()
        .start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + signal + " ended with " + kill.exitValue());
    }
  }

  /** The time that all processors have spent on it. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
  }

  /** The most memory it had at any time, in bytes, as Linux counts it (VmHWM); 0 where nobody counts. */
  long peakResident() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
