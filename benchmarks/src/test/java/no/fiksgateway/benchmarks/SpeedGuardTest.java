package no.fiksgateway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The benchmark in a short form. It guards ratios by processor time, which a busy machine blurs little, and sizes, which it
 * does not blur: a quarter of the goal beside KS's library, because goals are stated for two free cores and long files, and half of
 * the goal beside the bounds of the machine.
 */
class SpeedGuardTest {

  @Test
  void sealingAndOpeningStayAheadOfKsAndNearTheirBoundsAndPackagesSmall() throws Exception {
    List<Results.Line> lines = Main.measure(30, 3).lines();

    assertThat(lines)
        .filteredOn(line -> line.what().endsWith("beside KS") && line.goal().startsWith("≥"))
        .hasSize(4)
        .allSatisfy(
            line -> assertThat(line.cpuRatio()).as(line.what()).isGreaterThan(goal(line) / 4));
    assertThat(lines)
        .filteredOn(line -> goal(line) < 1 && line.goal().startsWith("≥"))
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(line.cpuRatio()).as(line.what()).isGreaterThan(goal(line) / 2));
    assertThat(lines)
        .filteredOn(line -> line.goal().startsWith("≤"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.ratio()).as(line.what()).isLessThan(goal(line) * 1.02));
  }

  private static double goal(Results.Line line) {
    return Double.parseDouble(line.goal().substring(2));
  }
}
