package no.fiksgateway.demo;

import java.util.List;

/** How the demo was asked to run. */
enum Mode {
  /** Show a message each way, then stay up. */
  DEMO,
  /** Show a message each way, then stop; the exit code tells whether both came through. */
  ONCE,
  /** Start everything, send nothing, stay up. */
  NO_DEMO;

  private static final String USAGE = """
      Usage: ./start-local [--once | --no-demo]

        (nothing)   start everything, send one message out and take one in, stay up until Ctrl-C
        --once      the same, then stop everything; exit code 0 only if both messages came through
        --no-demo   start everything, send nothing, stay up until Ctrl-C

      Environment: GATEWAY_PORT (9093), REGISTRY_PORT (9099), SIMULATOR_PORT (9098), SIMULATOR_AMQP_PORT (9671),
      LOCAL_DATA (./local-data, all state; delete it to start afresh). Settings of the gateway pass through,
      for example SPRING_DATASOURCE_URL.""";

  static Mode from(List<String> arguments) throws DemoFailed {
    if (arguments.isEmpty()) {
      return DEMO;
    }
    if (arguments.equals(List.of("--once"))) {
      return ONCE;
    }
    if (arguments.equals(List.of("--no-demo"))) {
      return NO_DEMO;
    }
    throw new DemoFailed(USAGE);
  }

  boolean sendsMessages() {
    return this != NO_DEMO;
  }
}
