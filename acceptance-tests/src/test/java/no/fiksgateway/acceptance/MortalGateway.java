package no.fiksgateway.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The gateway as a process that dies and is started again on the same data, over and over. */
final class MortalGateway implements AutoCloseable {
  /** What another JVM may need for a start when the machine is busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final GatewayImage image;
  private final Path directory;
  private final Path settings;
  private final URI readiness;
  private final CrashOrders orders;
  private @Nullable Process process;

  MortalGateway(
      GatewayImage image, Path directory, Path settings, URI readiness, CrashOrders orders) {
    this.image = image;
    this.directory = directory;
    this.settings = settings;
    this.readiness = readiness;
    this.orders = orders;
  }

  /** To be ended in peace, so that the next lives begin faster. */
  void startRehearsal() throws IOException {
    process = image.rehearsal(directory, settings, log(), orders.options());
  }

  void endInPeace() throws InterruptedException {
    running().destroy();
    if (isAliveAfter(PATIENCE)) {
      kill();
    }
  }

  void start() throws IOException {
    process = image.life(directory, settings, log(), orders.options());
  }

  /** True when it is ready, false when it has been killed before. */
  boolean awaitReadyOrDeath() throws InterruptedException {
    await("the gateway answers at " + readiness)
        .atMost(PATIENCE)
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
    return process != null && process.isAlive();
  }

  boolean isAliveAfter(Duration time) throws InterruptedException {
    return !running().waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether it died, and where it was meant to. */
  boolean diedWithin(Duration time) throws InterruptedException {
    return !isAliveAfter(time) && diedAtItsStep();
  }

  private boolean diedAtItsStep() {
    return !isAlive() && running().exitValue() == CrashPoint.KILLED;
  }

  /** SIGKILL, if it is alive. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("The gateway has not been started");
    }
    return process;
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
