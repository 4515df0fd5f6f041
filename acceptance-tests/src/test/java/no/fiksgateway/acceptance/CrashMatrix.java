package no.fiksgateway.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.acceptance.CrashHistory.Incoming;
import no.fiksgateway.acceptance.CrashHistory.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway, many lives on the same data, each ended at a step, with messages under way in both directions. What has
 * become of all of them is looked at when it has been allowed to live on.
 */
final class CrashMatrix implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CrashMatrix.class);
  private static final int LETTERS_A_LIFE = 6;
  private static final int INCOMING_A_LIFE = 4;
  private static final int LAST_ARRIVAL = 3;
  private static final Duration UNTIL_REACHED = Duration.ofMinutes(2);
  private static final Duration UNTIL_AT_REST = Duration.ofMinutes(5);
  private static final Duration BREATH = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** A gateway that tries again at once, so that a life need not be long. */
  private static final Map<String, String> IMPATIENT = Map.of(
      "integrasjonspunkt.fiks.amqp.shortest-pause", "200ms",
      "integrasjonspunkt.jobs.heartbeat", "1s",
      "integrasjonspunkt.jobs.polling", "200ms",
      "integrasjonspunkt.outbound.first-pause", "200ms",
      "integrasjonspunkt.inbound.lock-time", "3s");

  private final Path directory;
  private final CrashPlatform platform;
  private final MortalGateway gateway;
  private final CrashLocalSystem local;
  private final Map<UUID, Incoming> incoming = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private List<Future<?>> traffic = List.of();

  CrashMatrix(GatewayImage image, Path directory, CrashDatabase database) throws Exception {
    this.directory = directory;
    Map<String, String> settings = new HashMap<>(IMPATIENT);
    settings.putAll(database.settings());
    platform = new CrashPlatform(directory, FreePort.next(), FreePort.next());
    Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "stop the simulator"));
    int port = FreePort.next();
    URI address = URI.create("http://127.0.0.1:" + port);
    gateway = new MortalGateway(
        image,
        directory,
        platform.settingsOfOurGateway(directory, port, settings),
        new GatewayApi(address).readiness());
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop the gateway"));
    local = new CrashLocalSystem(address, platform.robot());
  }

  /** A life in peace, in which all that the later ones do is done once. */
  Verdict rehearse(CrashTrial trial) throws Exception {
    gateway.startRehearsal();
    gateway.awaitReadyOrDeath();
    write(trial);
    traffic = traffic();
    Verdict verdict = verdictOnceAtRest();
    gateway.endInPeace();
    trafficEnds();
    return verdict;
  }

  /** False: the trial's step was never reached, or its fault never happened. */
  boolean live(CrashTrial trial, int number) throws Exception {
    return trial instanceof CrashTrial.Kill kill
        ? dieAt(kill, number)
        : survive((CrashTrial.Cut) trial);
  }

  /**
   * Every fourth way out leads through two deaths, the second while the gateway is still taking up what the first left.
   */
  private boolean dieAt(CrashTrial.Kill kill, int number) throws Exception {
    kill();
    Path armed = directory.resolve("armed-" + number);
    Files.deleteIfExists(armed);
    if (kill.step().isOutbound() && number % 4 == 0) {
      Files.createFile(armed);
    }
    gateway.start(kill.step().asFatal(1 + number % LAST_ARRIVAL, armed));
    if (gateway.awaitReadyOrDeath()) {
      awaitDelivered();
    }
    if (Files.notExists(armed)) {
      Files.createFile(armed);
    }
    write(kill);
    traffic = traffic();
    boolean died = gateway.diedWithin(UNTIL_REACHED);
    kill();
    return died;
  }

  /** In the gateway that survived the last fault, unless there is none or it has to be started under this one. */
  private boolean survive(CrashTrial.Cut cut) throws Exception {
    if (cut.beforeStart()) {
      kill();
      platform.fail(cut.asFault());
    }
    if (!gateway.isAlive()) {
      gateway.start();
      gateway.awaitReadyOrDeath();
      traffic = traffic();
    }
    if (!cut.beforeStart()) {
      awaitDelivered();
      platform.fail(cut.asFault());
    }
    write(cut);
    Instant end = Instant.now().plus(UNTIL_REACHED);
    while (platform.hasFaultsLeft()
        && Instant.now().isBefore(end)
        && gateway.isAliveAfter(BREATH)) {
      LOG.debug("{} has not happened yet", cut.name());
    }
    boolean happened = !platform.hasFaultsLeft();
    platform.failNoMore();
    if (!gateway.isAlive()) {
      throw new AssertionError(
          "The gateway did not survive " + cut.name() + ", see " + gateway.log());
    }
    return happened;
  }

  /** A life in peace: what the books say at its end. */
  Verdict atRest() throws Exception {
    kill();
    gateway.start();
    gateway.awaitReadyOrDeath();
    traffic = traffic();
    Verdict verdict = verdictOnceAtRest();
    kill();
    return verdict;
  }

  private Verdict verdictOnceAtRest() throws Exception {
    Instant end = Instant.now().plus(UNTIL_AT_REST);
    // To compare the books takes calls that those who still have something to do would wait for.
    while (!(platform.hasDeliveredEverything() && local.hasNothingToDo())
        && Instant.now().isBefore(end)
        && gateway.isAliveAfter(PAUSE)) {
      LOG.debug("Not all is handed over and taken yet");
    }
    Verdict verdict = verdict();
    while (!verdict.findings().isEmpty()
        && Instant.now().isBefore(end)
        && gateway.isAliveAfter(PAUSE)) {
      verdict = verdict();
    }
    if (verdict.findings().isEmpty() && gateway.isAliveAfter(PAUSE)) {
      // Nothing may come after all is done: a second status, an item offered again.
      verdict = verdict();
    }
    return verdict;
  }

  private Verdict verdict() throws IOException {
    return CrashHistory.verdict(platform, local, incoming);
  }

  private void awaitDelivered() {
    await("what an earlier life left unacknowledged")
        .atMost(UNTIL_REACHED)
        .pollInterval(BREATH)
        .until(() -> platform.hasDeliveredEverything() || !gateway.isAlive());
  }

  private void write(CrashTrial trial) {
    for (int i = 0; i < LETTERS_A_LIFE; i++) {
      local.write(trial, i % 2 == 0);
    }
    for (int i = 0; i < INCOMING_A_LIFE; i++) {
      TestFile file = TestFile.text("brev.txt", "Til kommunen: " + UUID.randomUUID());
      incoming.put(platform.writesToUs(file), new Incoming(trial, file));
    }
  }

  /** As long as the gateway lives: hand over what is not accepted, take what is offered. */
  private List<Future<?>> traffic() {
    return List.of(
        whileAlive(() -> {
          local.handOver();
          return false;
        }),
        whileAlive(local::takeOne));
  }

  /** @param work answers whether to go on at once */
  private Future<?> whileAlive(Callable<Boolean> work) {
    return threads.submit(() -> {
      boolean alive = gateway.isAlive();
      while (alive) {
        boolean more = false;
        try {
          more = work.call();
        } catch (AssertionError | IOException noAnswer) {
          LOG.debug("Tried again: {}", noAnswer.toString());
        }
        alive = more ? gateway.isAlive() : gateway.isAliveAfter(BREATH);
      }
      return null;
    });
  }

  private void kill() throws Exception {
    gateway.kill();
    trafficEnds();
  }

  private void trafficEnds() throws Exception {
    for (Future<?> each : traffic) {
      try {
        each.get(90, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new IllegalStateException("The local system itself failed", e.getCause());
      }
    }
  }

  @Override
  public void close() {
    gateway.close();
    threads.shutdownNow();
    platform.close();
  }
}
