package no.fiksgateway.simulator;

import java.time.InstantSource;
import java.util.Map;

/**
 * Where the simulator listens and what it keeps.
 *
 * @param httpHost the address for the platform's HTTP interfaces and the admin API
 * @param httpPort 0 takes a free one
 * @param amqpHost the address for AMQP over TLS
 * @param amqpPort 0 takes a free one
 * @param messagesKept how many messages {@code GET /simulator/messages} remembers; the oldest settled ones go first
 * @param clock the real time, from which the platform's time starts
 */
public record SimulatorSettings(
    String httpHost,
    int httpPort,
    String amqpHost,
    int amqpPort,
    int messagesKept,
    InstantSource clock) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MESSAGES_KEPT = 10_000;

  /** On free ports of the loopback address, for tests that embed the simulator. */
  public static SimulatorSettings onFreePorts() {
    return new SimulatorSettings(LOOPBACK, 0, LOOPBACK, 0, MESSAGES_KEPT, InstantSource.system());
  }

  /**
   * From {@code SIMULATOR_HOST}, {@code SIMULATOR_PORT}, {@code SIMULATOR_AMQP_HOST} and {@code SIMULATOR_AMQP_PORT},
   * with their documented defaults.
   *
   * @throws IllegalArgumentException if a port is not a number from 0 to 65535
   */
  public static SimulatorSettings fromEnvironment(Map<String, String> environment) {
    return new SimulatorSettings(
        environment.getOrDefault("SIMULATOR_HOST", LOOPBACK),
        port(environment, "SIMULATOR_PORT", 9098),
        environment.getOrDefault("SIMULATOR_AMQP_HOST", LOOPBACK),
        port(environment, "SIMULATOR_AMQP_PORT", 9671),
        MESSAGES_KEPT,
        InstantSource.system());
  }

  private static int port(Map<String, String> environment, String name, int otherwise) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new IllegalArgumentException(
          name + " is '" + value + "'; it must be a port number from 0 to 65535");
    }
    return Integer.parseInt(value);
  }
}
