package no.fiksgateway.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Fiks simulator, Service Registry stub and gateway as processes on free ports, and KS's client at the other end. */
final class Landscape implements AutoCloseable {
  static final String OWN_ORGANISATION = "987464291";
  static final String OTHER_ORGANISATION = "910077473";
  static final String PROTOCOL = "no.ks.fiks.arkiv.v1";

  private final Path directory;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final int amqpPort = FreePort.next();
  private final URI platform = URI.create("http://127.0.0.1:" + FreePort.next());
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
      int registryPort = FreePort.next();
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
      URI gatewayAddress = URI.create("http://127.0.0.1:" + FreePort.next());
      gateway = new GatewayApi(gatewayAddress);
      gatewayProcess = start(
          "integrasjonspunkt",
          Map.of(),
          "--spring.config.additional-location="
              + GatewaySettings.write(
                      directory,
                      gatewayAddress.getPort(),
                      platform,
                      amqpPort,
                      simulator,
                      ownAccount,
                      Map.of("integrasjonspunkt.service-registry.url", registryAddress.toString()))
                  .toUri());
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

  private RunningJar start(String module, Map<String, String> environment, String... arguments)
      throws IOException {
    RunningJar jar = RunningJar.start(module, directory, environment, arguments);
    running.push(jar);
    return jar;
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
}
