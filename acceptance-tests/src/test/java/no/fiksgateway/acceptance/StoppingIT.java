package no.fiksgateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway is told to stop while it has much to do. */
@ExtendWith(LandscapeExtension.class)
class StoppingIT {
  private static final String SOK = Landscape.PROTOCOL + ".innsyn.sok";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int CLIENTS = 4;

  private final Landscape landscape;
  private final Path folder;
  private final GatewayApi gateway;
  private final Path settings;
  private final Queue<UUID> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<AssertionError> refused = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  StoppingIT(Landscape landscape) throws IOException {
    this.landscape = landscape;
    this.folder =
        Files.createTempDirectory(Path.of("target", "acceptance").toAbsolutePath(), "stopped-");
    int port = FreePort.next();
    this.gateway = new GatewayApi(URI.create("http://127.0.0.1:" + port));
    this.settings = GatewaySettings.write(
        folder,
        port,
        landscape.platform(),
        landscape.amqpPort(),
        landscape.simulator(),
        landscape
            .simulator()
            .openAccount("Stopped", Landscape.OWN_ORGANISATION, Landscape.PROTOCOL),
        Map.of());
  }

  @Test
  void itEndsWhatItHasBegunAndHasNothingToComplainOf() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (RunningJar process = start()) {
      process.awaitReady(gateway.readiness());
      List<String> complaintsBefore = process.complaints();
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(this::sendUntilNobodyAnswers);
      }
      await("some messages").atMost(PATIENCE).until(() -> accepted.size() > 20 * CLIENTS);

      stopping = true;
      assertThat(process.stops()).as("ended by itself").isTrue();

      clients.shutdown();
      assertThat(clients.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isTrue();
      assertThat(refused).as("calls that failed").isEmpty();
      assertThat(process.complaints()).as("WARN and ERROR lines").isEqualTo(complaintsBefore);
    } finally {
      clients.shutdownNow();
    }
    try (RunningJar process = start()) {
      process.awaitReady(gateway.readiness());

      accepted.forEach(messageId -> gateway.statusesUntil(messageId, "SENDT"));
    }
  }

  private RunningJar start() throws IOException {
    return RunningJar.start(
        "integrasjonspunkt",
        folder,
        Map.of(),
        "--spring.config.additional-location=" + settings.toUri());
  }

  private void sendUntilNobodyAnswers() {
    while (true) {
      UUID messageId = UUID.randomUUID();
      boolean sent =
          isAnswered(() -> gateway.create(messageId, landscape.other().kontoId(), SOK))
              && isAnswered(() -> gateway.upload(messageId, TestFile.text("sok.xml", "<sok/>")))
              && isAnswered(() -> gateway.send(messageId));
      if (!sent) {
        return;
      }
      accepted.add(messageId);
    }
  }

  /** A call that is begun before the gateway is told to stop has to be; a later one may find nobody. */
  private boolean isAnswered(Runnable call) {
    boolean begunBefore = !stopping;
    try {
      call.run();
      return true;
    } catch (AssertionError e) {
      if (begunBefore || !(e.getCause() instanceof IOException)) {
        refused.add(e);
      }
      return false;
    }
  }
}
