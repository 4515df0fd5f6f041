package no.fiksgateway.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.acceptance.CrashHistory.Finding;
import no.fiksgateway.acceptance.CrashHistory.Incoming;
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
  private static final Duration UNTIL_REACHED = Duration.ofSeconds(40);
  private static final Duration UNTIL_AT_REST = Duration.ofSeconds(120);
  private static final Duration BREATH = Duration.ofMillis(50);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Path directory;
  private final CrashPlatform platform;
  private final MortalGateway gateway;
  private final CrashLocalSystem local;
  private final Map<UUID, Incoming> incoming = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  CrashMatrix() throws Exception {
    directory = Files.createTempDirectory(
        Files.createDirectories(Path.of("target", "crash").toAbsolutePath()), "matrix-");
    platform = new CrashPlatform(directory, freePort(), freePort());
    Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "stop the simulator"));
    URI address = URI.create("http://127.0.0.1:" + freePort());
    gateway = MortalGateway.in(
        directory, settings(address.getPort()), new GatewayApi(address).readiness());
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop the gateway"));
    local = new CrashLocalSystem(address, platform.robot());
    gateway.rehearse();
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
    Path armed = directory.resolve("armed-" + number);
    if (kill.step().isOutbound() && number % 4 == 0) {
      Files.createFile(armed);
    }
    gateway.start(kill.step().agentArgument(1 + number % LAST_ARRIVAL, armed));
    if (gateway.awaitReadyOrDeath()) {
      awaitDelivered();
    }
    if (Files.notExists(armed)) {
      Files.createFile(armed);
    }
    write(kill);
    List<Future<?>> traffic = traffic();
    boolean died = gateway.diedWithin(UNTIL_REACHED);
    gateway.kill();
    ended(traffic);
    return died;
  }

  private boolean survive(CrashTrial.Cut cut) throws Exception {
    if (cut.beforeStart()) {
      platform.fail(cut.asFault());
    }
    gateway.start(null);
    gateway.awaitReadyOrDeath();
    if (!cut.beforeStart()) {
      awaitDelivered();
      platform.fail(cut.asFault());
    }
    write(cut);
    List<Future<?>> traffic = traffic();
    Instant end = Instant.now().plus(UNTIL_REACHED);
    while (platform.hasFaultsLeft()
        && Instant.now().isBefore(end)
        && gateway.isAliveAfter(BREATH)) {
      LOG.debug("{} has not happened yet", cut.name());
    }
    boolean happened = !platform.hasFaultsLeft();
    platform.failNoMore();
    gateway.kill();
    ended(traffic);
    return happened;
  }

  /** A life in peace: what is still not as it must be at its end. */
  List<Finding> atRest() throws Exception {
    gateway.start(null);
    gateway.awaitReadyOrDeath();
    List<Future<?>> traffic = traffic();
    Instant end = Instant.now().plus(UNTIL_AT_REST);
    List<Finding> findings = findings();
    while (!findings.isEmpty() && Instant.now().isBefore(end) && gateway.isAliveAfter(PAUSE)) {
      findings = findings();
    }
    if (findings.isEmpty() && gateway.isAliveAfter(PAUSE)) {
      // Nothing may come after all is done: a second status, an item offered again.
      findings = findings();
    }
    gateway.kill();
    ended(traffic);
    return findings;
  }

  private List<Finding> findings() throws IOException {
    return CrashHistory.findings(platform, local, incoming);
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

  private static void ended(List<Future<?>> traffic) throws Exception {
    for (Future<?> each : traffic) {
      try {
        each.get(90, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new IllegalStateException("The local system itself failed", e.getCause());
      }
    }
  }

  Path directory() {
    return directory;
  }

  private Path settings(int port) throws IOException {
    SimulatorAdmin.Account ours = platform.ours();
    Path keyStore = directory.resolve("virksomhetssertifikat.p12");
    Files.write(keyStore, ours.certificate().pkcs12());
    Path trustAnchor = directory.resolve("simulator-ca.pem");
    Files.writeString(trustAnchor, platform.trustAnchor());
    Properties settings = new Properties();
    settings.putAll(Map.of(
        "server.port", Integer.toString(port),
        "server.address", "127.0.0.1",
        "integrasjonspunkt.data-dir", directory.resolve("data").toString(),
        "integrasjonspunkt.org-number", Landscape.OWN_ORGANISATION,
        "integrasjonspunkt.virksomhetssertifikat.path", keyStore.toString(),
        "integrasjonspunkt.virksomhetssertifikat.type", "PKCS12",
        "integrasjonspunkt.virksomhetssertifikat.password", ours.certificate().password()));
    settings.putAll(Map.of(
        "integrasjonspunkt.maskinporten.token-uri",
        platform.address() + "/maskinporten/token",
        "integrasjonspunkt.maskinporten.audience",
        platform.address() + "/maskinporten/",
        "integrasjonspunkt.maskinporten.client-id",
        ours.maskinportenClientId(),
        "integrasjonspunkt.fiks.api-url",
        platform.address().toString(),
        "integrasjonspunkt.fiks.amqp.host",
        "localhost",
        "integrasjonspunkt.fiks.amqp.port",
        Integer.toString(platform.amqpPort()),
        "integrasjonspunkt.fiks.amqp.trust-certificates",
        trustAnchor.toString(),
        "integrasjonspunkt.fiks.amqp.shortest-pause",
        "200ms"));
    settings.putAll(Map.of(
        "integrasjonspunkt.kontoer[0].konto-id", ours.kontoId().toString(),
        "integrasjonspunkt.kontoer[0].integrasjon-id", ours.integrasjonId().toString(),
        "integrasjonspunkt.kontoer[0].integrasjon-passord", ours.integrasjonPassord(),
        "integrasjonspunkt.jobs.heartbeat", "1s",
        "integrasjonspunkt.jobs.polling", "200ms",
        "integrasjonspunkt.outbound.first-pause", "200ms",
        "integrasjonspunkt.inbound.lock-time", "3s"));
    Path file = directory.resolve("gateway.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }
    return file;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    gateway.close();
    threads.shutdownNow();
    platform.close();
  }
}
