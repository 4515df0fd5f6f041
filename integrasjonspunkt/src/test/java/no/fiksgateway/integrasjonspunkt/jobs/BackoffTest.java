package no.fiksgateway.integrasjonspunkt.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10));

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 4", "5, 32", "9, 512", "10, 600", "1000, 600"})
  void thePausesDoubleUpToTheLongestAndAreAFifthOff(int failures, int seconds) {
    assertThat(manyPausesAfter(failures))
        .allSatisfy(pause -> assertThat(pause)
            .isBetween(Duration.ofMillis(800L * seconds), Duration.ofMillis(1200L * seconds)));
  }

  @Test
  void noTwoInstancesTryAtTheSameMoment() {
    assertThat(manyPausesAfter(5)).hasSizeGreaterThan(50);
  }

  @Test
  void whatTheOtherSideAskedForIsNeverCutShort() {
    assertThat(backoff.after(1, Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
    assertThat(backoff.after(10, Duration.ofSeconds(1))).isGreaterThan(Duration.ofMinutes(7));
  }

  private Set<Duration> manyPausesAfter(int failures) {
    return IntStream.range(0, 200)
        .mapToObj(i -> backoff.after(failures, null))
        .collect(Collectors.toSet());
  }
}
