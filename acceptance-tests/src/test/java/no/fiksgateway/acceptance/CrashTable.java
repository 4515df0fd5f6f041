package no.fiksgateway.acceptance;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.fiksgateway.acceptance.CrashHistory.Finding;
import no.fiksgateway.acceptance.CrashHistory.Wrong;

/** What came of the trials, one line each. */
final class CrashTable {
  private final Map<CrashTrial, Line> lines = new LinkedHashMap<>();

  private static final class Line {
    private int runs;
    private int notReached;
    private final Map<Wrong, Integer> wrong = new EnumMap<>(Wrong.class);
  }

  void lived(CrashTrial trial, boolean reached) {
    Line line = lines.computeIfAbsent(trial, key -> new Line());
    line.runs++;
    line.notReached += reached ? 0 : 1;
  }

  void found(Finding finding) {
    lines
        .computeIfAbsent(finding.trial(), key -> new Line())
        .wrong
        .merge(finding.wrong(), 1, Integer::sum);
  }

  List<String> neverReached() {
    return lines.entrySet().stream()
        .filter(line -> line.getValue().notReached > 0)
        .map(line -> line.getKey().name() + ": " + line.getValue().notReached + " of "
            + line.getValue().runs)
        .toList();
  }

  String toMarkdown() {
    StringBuilder table = new StringBuilder("""
        | step | runs | not reached | lost | doubled | false status | unexplained |
        |---|---|---|---|---|---|---|
        """);
    lines.forEach((trial, line) -> {
      table.append("| %s | %d | %d |".formatted(trial.name(), line.runs, line.notReached));
      for (Wrong wrong : Wrong.values()) {
        table.append(' ').append(line.wrong.getOrDefault(wrong, 0)).append(" |");
      }
      table.append('\n');
    });
    return table.toString();
  }
}
