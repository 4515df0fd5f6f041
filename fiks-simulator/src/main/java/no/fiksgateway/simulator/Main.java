package no.fiksgateway.simulator;

import java.io.IOException;

/** Runs the simulator as a process of its own. */
public final class Main {
  private Main() {}

  /** Takes its settings from the environment, see {@link SimulatorSettings#fromEnvironment}; ends on SIGTERM or Ctrl-C. */
  public static void main(String[] args) throws InterruptedException {
    System.setProperty("logback.configurationFile", "simulator-logback.xml");
    try {
      FiksSimulator simulator =
          FiksSimulator.start(SimulatorSettings.fromEnvironment(System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(simulator), "shutdown"));
      System.out.printf(
          "fiks-simulator ready: HTTP %s, AMQP over TLS on port %d, admin %s/simulator%n",
          simulator.httpAddress(), simulator.amqpPort(), simulator.httpAddress());
      Thread.currentThread().join();
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("fiks-simulator did not start: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void stop(FiksSimulator simulator) {
    try {
      simulator.close();
    } catch (IOException e) {
      System.err.println("fiks-simulator did not stop cleanly: " + e.getMessage());
    }
  }
}
