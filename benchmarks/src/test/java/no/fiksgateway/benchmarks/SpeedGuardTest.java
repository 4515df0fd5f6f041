package no.fiksgateway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The benchmark in a short form. It guards what a slow or busy machine cannot blur: the ratios beside KS's library, which
 * takes turns with ours, at an eighth of each goal, and the sizes.
 */
class SpeedGuardTest {

  @Test
  void sealingAndOpeningStayAheadOfKsAndPackagesSmall() throws Exception {
    List<Results.Line> lines = Main.measure(20, 3).lines();

    assertThat(lines)
        .filteredOn(line -> line.goal().startsWith("≥") && line.what().endsWith("beside KS"))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line.ratio()).as(line.what()).isGreaterThan(goal(line) / 8));
    assertThat(lines)
        .filteredOn(line -> line.goal().startsWith("≤"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.ratio()).as(line.what()).isLessThan(goal(line) * 1.02));
  }

  private static double goal(Results.Line line) {
    return Double.parseDouble(line.goal().substring(2));
  }
}
