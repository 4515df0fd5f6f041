package no.fiksgateway.integrasjonspunkt.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class RetryPolicyTest {
  private final RetryPolicy policy = new RetryPolicy(new OutboundSettings(
      Duration.ofDays(1), DataSize.ofGigabytes(5), Duration.ofSeconds(2), Duration.ofMinutes(10)));

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 4", "5, 32", "9, 512", "10, 600", "1000, 600"})
  void thePausesDoubleUpToTheLongestAndAreAFifthOff(int attempts, int seconds) {
    assertThat(manyPausesAfter(attempts))
        .allSatisfy(pause -> assertThat(pause)
            .isBetween(Duration.ofMillis(800L * seconds), Duration.ofMillis(1200L * seconds)));
  }

  @Test
  void noTwoInstancesTryAtTheSameMoment() {
    assertThat(manyPausesAfter(5)).hasSizeGreaterThan(50);
  }

  @Test
  void thePlatformsOwnWishIsNeverCutShort() {
    assertThat(policy.pauseAfter(1, Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
    assertThat(policy.pauseAfter(10, Duration.ofSeconds(1))).isGreaterThan(Duration.ofMinutes(7));
  }

  private Set<Duration> manyPausesAfter(int attempts) {
    return IntStream.range(0, 200)
        .mapToObj(i -> policy.pauseAfter(attempts, null))
        .collect(Collectors.toSet());
  }
}
