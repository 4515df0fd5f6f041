package no.fiksgateway.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table: each line one ratio beside its goal. */
final class Results {

  private final List<Line> lines = new ArrayList<>();

  /**
   * A measured ratio.
   *
   * @param ours our figure, with its unit
   * @param other the figure it is held against
   * @param ratio ours by the other's
   * @param goal what the ratio should be at the least, or at the most for sizes
   * @param cpuRatio the same ratio by processor time; NaN where there is none
   */
  record Line(
      String what,
      String ours,
      String other,
      double ratio,
      String goal,
      boolean met,
      double cpuRatio) {}

  void atLeast(String what, double ours, double other, String unit, double goal) {
    atLeast(what, ours, other, unit, goal, Double.NaN);
  }

  void atLeast(String what, double ours, double other, String unit, double goal, double cpuRatio) {
    double ratio = ours / other;
    lines.add(new Line(
        what,
        figure(ours, unit),
        figure(other, unit),
        ratio,
        "≥ " + number(goal),
        ratio >= goal,
        cpuRatio));
  }

  void atMost(String what, double ours, double other, String unit, double goal) {
    double ratio = ours / other;
    lines.add(new Line(
        what,
        figure(ours, unit),
        figure(other, unit),
        ratio,
        "≤ " + number(goal),
        ratio <= goal,
        Double.NaN));
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  String asMarkdown() {
    StringBuilder table = new StringBuilder(
        "| | ours | beside | ratio | goal | | ratio by CPU time |\n|---|---|---|---|---|---|---|\n");
    for (Line line : lines) {
      table.append(String.format(
          Locale.ROOT,
          "| %s | %s | %s | %.2f | %s | %s | %s |%n",
          line.what,
          line.ours,
          line.other,
          line.ratio,
          line.goal,
          line.met ? "met" : "**not met**",
          Double.isNaN(line.cpuRatio) ? "" : String.format(Locale.ROOT, "%.2f", line.cpuRatio)));
    }
    return table.toString();
  }

  private static String figure(double value, String unit) {
    return String.format(Locale.ROOT, "%.0f %s", value, unit);
  }

  private static String number(double goal) {
    return goal == Math.rint(goal)
        ? String.format(Locale.ROOT, "%.0f", goal)
        : Double.toString(goal);
  }
}
