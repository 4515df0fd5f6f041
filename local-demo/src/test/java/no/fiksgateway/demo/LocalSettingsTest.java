package no.fiksgateway.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSettingsTest {
  @Test
  void everyPortHasItsDefault() throws DemoFailed {
    LocalSettings settings = LocalSettings.from(Map.of());

    assertThat(settings.gateway().number()).isEqualTo(9093);
    assertThat(settings.registry().number()).isEqualTo(9099);
    assertThat(settings.simulator().number()).isEqualTo(9098);
    assertThat(settings.simulatorAmqp().number()).isEqualTo(9671);
    assertThat(settings.data()).isEqualTo(Path.of("local-data").toAbsolutePath());
  }

  @Test
  void theEnvironmentMovesThem() throws DemoFailed {
    LocalSettings settings =
        LocalSettings.from(Map.of("GATEWAY_PORT", "19093", "LOCAL_DATA", "/var/tmp/x/../demo"));

    assertThat(settings.gateway().url()).hasToString("http://127.0.0.1:19093");
    assertThat(settings.data()).isEqualTo(Path.of("/var/tmp/demo").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "nine"})
  void whatIsNoPortIsRefusedByName(String value) {
    assertThatThrownBy(() -> LocalSettings.from(Map.of("SIMULATOR_AMQP_PORT", value)))
        .isInstanceOf(DemoFailed.class)
        .hasMessageContaining("SIMULATOR_AMQP_PORT")
        .hasMessageContaining(value);
  }

  @Test
  void aTakenPortIsRefusedWithTheVariableThatMovesIt() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LocalSettings settings = onPorts(other.getLocalPort(), freePort());

      assertThatThrownBy(settings::requireFreePorts)
          .isInstanceOf(DemoFailed.class)
          .hasMessageContaining("Port " + other.getLocalPort())
          .hasMessageContaining("gateway")
          .hasMessageContaining("GATEWAY_PORT=");
    }
  }

  @Test
  void onePortForTwoPartsIsRefused() throws Exception {
    int port = freePort();

    assertThatThrownBy(onPorts(port, port)::requireFreePorts)
        .isInstanceOf(DemoFailed.class)
        .hasMessageContaining("asked for twice")
        .hasMessageContaining("REGISTRY_PORT");
  }

  @Test
  void freePortsAreFine() throws Exception {
    assertThatCode(onPorts(freePort(), freePort())::requireFreePorts).doesNotThrowAnyException();
  }

  private static LocalSettings onPorts(int gateway, int registry) throws Exception {
    return LocalSettings.from(Map.of(
        "GATEWAY_PORT", Integer.toString(gateway),
        "REGISTRY_PORT", Integer.toString(registry),
        "SIMULATOR_PORT", Integer.toString(freePort()),
        "SIMULATOR_AMQP_PORT", Integer.toString(freePort())));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
