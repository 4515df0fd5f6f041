package no.fiksgateway.integrasjonspunkt.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  private static Targets allowing(String... targets) {
    return new Targets(settings(Duration.ofSeconds(15), targets));
  }

  static WebhookSettings settings(Duration total, String... allowed) {
    return new WebhookSettings(
        List.of(allowed),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        total,
        3,
        Duration.ofSeconds(5),
        Duration.ofMinutes(15),
        Duration.ofDays(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "[fd12::1]",
        "8.8.8.8"
      })
  void areUsuallyAnywhereACaseSystemMayLive(String host) throws Exception {
    assertThat(allowing().addresses(host)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "[fe80::1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]",
        "[fd00:ec2::254]",
        "100.100.100.200",
        "192.0.0.192",
        "0.0.0.0",
        "0.0.0.1",
        "[::]",
        "224.0.0.1",
        "[ff02::1]",
        "255.255.255.255",
        "2852039166",
        "0x7f.1"
      })
  void areNeverWhereOnlyTheGatewayItselfShouldReach(String host) {
    assertThatThrownBy(() -> allowing().addresses(host)).isInstanceOf(UnknownHostException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.2.3, 192.168.1.1",
    "10.1.2.3, 10.1.2.3, 10.1.2.4",
    "fd12::/16, [fd12::1], 127.0.0.1",
    "localhost, LOCALHOST, 127.0.0.1",
    "169.254.1.0/24, 169.254.1.7, 169.254.169.254"
  })
  void areOnlyThoseThatAreNamedWhereAnyAre(String allowed, String inside, String outside)
      throws Exception {
    assertThat(allowing(allowed).addresses(inside)).isNotEmpty();
    assertThatThrownBy(() -> allowing(allowed).addresses(outside))
        .isInstanceOf(Targets.RefusedException.class)
        .hasMessageContaining("allowed-targets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "fd12::/200"})
  void cannotBeNetworksThatAreNone(String network) {
    assertThatThrownBy(() -> allowing(network)).isInstanceOf(IllegalArgumentException.class);
  }
}
