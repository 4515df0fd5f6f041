package no.fiksgateway.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import no.fiksgateway.acceptance.CrashHistory.Incoming;
import no.fiksgateway.acceptance.CrashHistory.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gateway that dies over and over and comes back on the same data, and is cut off and failed in between, with messages
 * under way in both directions. What has become of all of them is looked at when it has been allowed to live on.
 */
final class CrashMatrix implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CrashMatrix.class);
  private static final int LETTERS_A_RUN = 4;
  private static final int INCOMING_A_RUN = 3;
  private static final int LAST_ARRIVAL = 2;
  private static final Duration UNTIL_REACHED = Duration.ofMinutes(2);
  private static final Duration UNTIL_AT_REST = Duration.ofMinutes(5);
  private static final Duration BREATH = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** A gateway that tries again at once, so that a run need not be long. */
  private static final Map<String, String> IMPATIENT = Map.of(
      "integrasjonspunkt.fiks.amqp.shortest-pause", "200ms",
      "integrasjonspunkt.jobs.heartbeat", "1s",
      "integrasjonspunkt.jobs.polling", "200ms",
      "integrasjonspunkt.outbound.first-pause", "200ms",
      "integrasjonspunkt.inbound.lock-time", "3s");

  private final CrashPlatform platform;
  private final CrashOrders orders;
  private final Wire toGateway;
  private final MortalGateway gateway;
  private final CrashLocalSystem local;
  private final Map<UUID, Incoming> incoming = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private List<Future<?>> traffic = List.of();

  CrashMatrix(GatewayImage image, Path directory, CrashDatabase database) throws Exception {
    orders = new CrashOrders(directory.resolve("orders"));
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
        new GatewayApi(address).readiness(),
        orders);
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop the gateway"));
    toGateway = new Wire(port);
    local =
        new CrashLocalSystem(URI.create("http://127.0.0.1:" + toGateway.port()), platform.robot());
  }

  /** A life in peace, in which all that is done in the later ones is done once. */
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

  /**
   * One trial.
   *
   * @param number of the run in the whole campaign; decides what is left to chance
   * @return false: its step was never reached, there was nothing to cut, or its fault never happened
   */
  boolean undergo(CrashTrial trial, int number) throws Exception {
    // Not Random, whose first draws hardly differ for neighbouring seeds.
    SplittableRandom chance = new SplittableRandom(number);
    int arrival = 1 + chance.nextInt(LAST_ARRIVAL);
    if (trial instanceof CrashTrial.Kill kill) {
      boolean twice = kill.step().isOutbound() && chance.nextInt(4) == 0;
      return die(kill, arrival, twice);
    }
    return trial instanceof CrashTrial.Cut cut
        ? survive(cut, arrival)
        : survive((CrashTrial.Fault) trial);
  }

  /** @param twice the second time while it is still taking up what the first left */
  private boolean die(CrashTrial.Kill kill, int arrival, boolean twice) throws Exception {
    live();
    boolean died = diesOf(kill, arrival);
    if (died && twice) {
      gateway.start();
      traffic = traffic();
      died = diesOf(kill, arrival);
    }
    return died;
  }

  private boolean diesOf(CrashTrial.Kill kill, int arrival) throws Exception {
    orders.halt(kill.step(), arrival);
    write(kill);
    boolean died = gateway.diedWithin(UNTIL_REACHED);
    if (!died && !gateway.isAlive()) {
      throw new AssertionError(
          "The gateway stopped by itself before " + kill.name() + ", see " + gateway.log());
    }
    kill();
    return died;
  }

  private boolean survive(CrashTrial.Cut cut, int arrival) throws Exception {
    live();
    orders.hold(cut.step(), arrival);
    write(cut);
    boolean reached = happens(cut, () -> orders.isHeld(cut.step()));
    boolean wasConnected = platform.cutOff();
    toGateway.cut();
    orders.withdraw();
    return reached && wasConnected;
  }

  private boolean survive(CrashTrial.Fault fault) throws Exception {
    if (fault.beforeStart()) {
      kill();
      platform.fail(fault.asFault());
    }
    live();
    if (!fault.beforeStart()) {
      platform.fail(fault.asFault());
    }
    write(fault);
    boolean happened = happens(fault, () -> !platform.hasFaultsLeft());
    platform.failNoMore();
    return happened;
  }

  private boolean happens(CrashTrial trial, BooleanSupplier what) throws InterruptedException {
    Instant end = Instant.now().plus(UNTIL_REACHED);
    while (!what.getAsBoolean() && Instant.now().isBefore(end) && gateway.isAliveAfter(BREATH)) {
      LOG.debug("{} has not happened yet", trial.name());
    }
    if (!gateway.isAlive()) {
      throw new AssertionError(
          "The gateway did not survive " + trial.name() + ", see " + gateway.log());
    }
    return what.getAsBoolean();
  }

  /** In the process that survived the last trial, if there is one, and with nothing left of it. */
  private void live() throws Exception {
    if (!gateway.isAlive()) {
      gateway.start();
      gateway.awaitReadyOrDeath();
      traffic = traffic();
    }
    awaitDelivered();
  }

  /** A life in peace: what the books say at its end. */
  Verdict atRest() throws Exception {
    kill();
    live();
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
    await("what an earlier run left unacknowledged")
        .atMost(UNTIL_REACHED)
        .pollInterval(BREATH)
        .until(() -> platform.hasDeliveredEverything() || !gateway.isAlive());
  }

  private void write(CrashTrial trial) {
    for (int i = 0; i < LETTERS_A_RUN; i++) {
      local.write(trial, i % 2 == 0);
    }
    for (int i = 0; i < INCOMING_A_RUN; i++) {
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
    orders.withdraw();
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
    toGateway.close();
    platform.close();
  }
}
