package no.fiksgateway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The benchmark in a short form. It guards by ratios only, which a slow machine changes little, and at half of each goal,
 * because small files and a busy machine blur them.
 */
class SpeedGuardTest {

  @Test
  void sealingAndOpeningStayWellAheadOfKsAndNearTheMachine() throws Exception {
    List<Results.Line> lines = Main.measure(20, 3).lines();

    assertThat(lines).allSatisfy(line -> {
      double goal = Double.parseDouble(line.goal().substring(2));
      if (line.goal().startsWith("≥")) {
        assertThat(line.ratio()).as(line.what()).isGreaterThan(goal / 2);
      } else {
        assertThat(line.ratio()).as(line.what()).isLessThan(goal * 1.02);
      }
    });
  }
}
