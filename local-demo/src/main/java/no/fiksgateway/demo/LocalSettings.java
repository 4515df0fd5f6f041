package no.fiksgateway.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the parts listen and where they keep their state.
 *
 * @param data everything that is kept; deleting it resets the demo
 */
record LocalSettings(Port gateway, Port registry, Port simulator, Port simulatorAmqp, Path data) {

  /** A port with the variable that moves it. */
  record Port(String usedBy, String variable, int number) {
    URI url() {
      return URI.create("http://127.0.0.1:" + number);
    }
  }

  static LocalSettings from(Map<String, String> environment) throws DemoFailed {
    return new LocalSettings(
        port(environment, "gateway", "GATEWAY_PORT", 9093),
        port(environment, "Service Registry stub", "REGISTRY_PORT", 9099),
        port(environment, "Fiks simulator", "SIMULATOR_PORT", 9098),
        port(environment, "Fiks simulator's AMQP", "SIMULATOR_AMQP_PORT", 9671),
        Path.of(environment.getOrDefault("LOCAL_DATA", "local-data"))
            .toAbsolutePath()
            .normalize());
  }

  /** Refuses to go on where another process has one of the ports, before anything is started. */
  void requireFreePorts() throws DemoFailed {
    Set<Integer> taken = new LinkedHashSet<>();
    for (Port port : List.of(gateway, registry, simulator, simulatorAmqp)) {
      if (!taken.add(port.number())) {
        throw new DemoFailed(
            "Port " + port.number() + " is asked for twice, the second time for the "
                + port.usedBy() + ". Give " + port.variable() + " another number.");
      }
      try (ServerSocket probe = new ServerSocket()) {
        probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
      } catch (IOException e) {
        throw new DemoFailed(
            "Port " + port.number() + ", which the " + port.usedBy()
                + " needs, is taken by another process (perhaps by a demo that still runs). Stop that one, or choose"
                + " another port: " + port.variable() + "=" + (port.number() + 10000)
                + " ./start-local",
            e);
      }
    }
  }

  Path logs() {
    return data.resolve("logs");
  }

  private static Port port(
      Map<String, String> environment, String usedBy, String variable, int otherwise)
      throws DemoFailed {
    String value = environment.getOrDefault(variable, "");
    if (value.isBlank()) {
      return new Port(usedBy, variable, otherwise);
    }
    try {
      int number = Integer.parseInt(value.strip());
      if (number > 0 && number < 65536) {
        return new Port(usedBy, variable, number);
      }
    } catch (NumberFormatException e) {
      throw new DemoFailed(notAPort(variable, value), e);
    }
    throw new DemoFailed(notAPort(variable, value));
  }

  private static String notAPort(String variable, String value) {
    return variable + " is '" + value + "', but must be a port from 1 to 65535.";
  }
}
