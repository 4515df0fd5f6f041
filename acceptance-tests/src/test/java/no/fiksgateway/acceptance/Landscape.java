package no.fiksgateway.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;

/** Fiks simulator, Service Registry stub and gateway as processes on free ports, and KS's client at the other end. */
final class Landscape implements AutoCloseable {
  static final String OWN_ORGANISATION = "987464291";
  static final String OTHER_ORGANISATION = "910077473";
  static final String PROTOCOL = "no.ks.fiks.arkiv.v1";

  private final Path directory;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final int amqpPort = freePort();
  private final URI platform = URI.create("http://127.0.0.1:" + freePort());
  private final SimulatorAdmin simulator = new SimulatorAdmin(platform);
  private final SimulatorAdmin.Account ownAccount;
  private final GatewayApi gateway;
  private final RunningJar gatewayProcess;
  private final KsEnd other;

  Landscape() throws Exception {
    directory = Files.createTempDirectory(
        Files.createDirectories(Path.of("target", "acceptance").toAbsolutePath()), "run-");
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "stop the landscape"));
    try {
      int registryPort = freePort();
      RunningJar simulatorProcess = start(
          "fiks-simulator",
          Map.of(
              "SIMULATOR_PORT", Integer.toString(platform.getPort()),
              "SIMULATOR_AMQP_PORT", Integer.toString(amqpPort)));
      RunningJar registry =
          start("serviceregistry-stub", Map.of("REGISTRY_PORT", Integer.toString(registryPort)));
      simulatorProcess.awaitReady(simulator.accounts());
      URI registryAddress = URI.create("http://127.0.0.1:" + registryPort);
      registry.awaitReady(registryAddress.resolve("/info/" + OTHER_ORGANISATION));

      ownAccount = simulator.openAccount("Local organisation", OWN_ORGANISATION, PROTOCOL);
      URI gatewayAddress = URI.create("http://127.0.0.1:" + freePort());
      gateway = new GatewayApi(gatewayAddress);
      gatewayProcess = start(
          "integrasjonspunkt",
          Map.of(),
          "--spring.config.additional-location="
              + settings(gatewayAddress.getPort(), registryAddress).toUri());
      gatewayProcess.awaitReady(gateway.readiness());

      other = KsEnd.listening(
          simulator.openAccount("The other end", OTHER_ORGANISATION, PROTOCOL),
          platform,
          amqpPort,
          simulator.trustAnchor(),
          directory.resolve("other-end"));
      running.push(other);
    } catch (Exception | Error e) {
      stopAll();
      throw e;
    }
  }

  GatewayApi gateway() {
    return gateway;
  }

  SimulatorAdmin simulator() {
    return simulator;
  }

  /** The gateway's own account. */
  SimulatorAdmin.Account ownAccount() {
    return ownAccount;
  }

  KsEnd other() {
    return other;
  }

  RunningJar gatewayProcess() {
    return gatewayProcess;
  }

  /** Another sender with KS's client, which takes this for the key of whoever it sends to. */
  KsEnd senderBelieving(X509Certificate key) throws Exception {
    KsEnd sender = KsEnd.connect(
        simulator.openAccount("Sender with the wrong key", OTHER_ORGANISATION, PROTOCOL),
        platform,
        amqpPort,
        simulator.trustAnchor(),
        directory.resolve("sender"),
        key);
    running.push(sender);
    return sender;
  }

  /** The platform's HTTP side. */
  URI platform() {
    return platform;
  }

  int amqpPort() {
    return amqpPort;
  }

  /** PEM, as a file in a folder. */
  Path trustAnchorIn(Path folder) throws IOException {
    return Files.writeString(folder.resolve("simulator-ca.pem"), simulator.trustAnchor());
  }

  private RunningJar start(String module, Map<String, String> environment, String... arguments)
      throws IOException {
    RunningJar jar = RunningJar.start(module, directory, environment, arguments);
    running.push(jar);
    return jar;
  }

  private Path settings(int port, URI registry) throws IOException {
    Path keyStore = directory.resolve("virksomhetssertifikat.p12");
    Files.write(keyStore, ownAccount.certificate().pkcs12());
    Path trustAnchor = trustAnchorIn(directory);

    Properties settings = new Properties();
    settings.putAll(Map.of(
        "server.port", Integer.toString(port),
        "server.address", "127.0.0.1",
        "integrasjonspunkt.data-dir", directory.resolve("data").toString(),
        "integrasjonspunkt.org-number", OWN_ORGANISATION,
        "integrasjonspunkt.service-registry.url", registry.toString(),
        "integrasjonspunkt.virksomhetssertifikat.path", keyStore.toString(),
        "integrasjonspunkt.virksomhetssertifikat.type", "PKCS12",
        "integrasjonspunkt.virksomhetssertifikat.password",
            ownAccount.certificate().password()));
    settings.putAll(Map.of(
        "integrasjonspunkt.maskinporten.token-uri", platform + "/maskinporten/token",
        "integrasjonspunkt.maskinporten.audience", platform + "/maskinporten/",
        "integrasjonspunkt.maskinporten.client-id", ownAccount.maskinportenClientId(),
        "integrasjonspunkt.fiks.api-url", platform.toString(),
        "integrasjonspunkt.fiks.amqp.host", "localhost",
        "integrasjonspunkt.fiks.amqp.port", Integer.toString(amqpPort),
        "integrasjonspunkt.fiks.amqp.trust-certificates", trustAnchor.toString()));
    settings.putAll(Map.of(
        "integrasjonspunkt.kontoer[0].konto-id", ownAccount.kontoId().toString(),
        "integrasjonspunkt.kontoer[0].integrasjon-id",
            ownAccount.integrasjonId().toString(),
        "integrasjonspunkt.kontoer[0].integrasjon-passord", ownAccount.integrasjonPassord()));
    Path file = directory.resolve("gateway.properties");
    try (OutputStream out = Files.newOutputStream(file)) {
      settings.store(out, null);
    }
    return file;
  }

  @Override
  public void close() {
    stopAll();
  }

  private synchronized void stopAll() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        System.err.println("A part did not stop cleanly: " + e);
      }
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
