package no.fiksgateway.acceptance;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.fiksgateway.acceptance.CrashHistory.Finding;
import no.fiksgateway.acceptance.CrashHistory.Verdict;
import no.fiksgateway.acceptance.CrashHistory.Wrong;

/** What came of the lives whose books have been compared: one line for each trial, in the order of the trials. */
final class CrashTable {
  private final Map<CrashTrial, Line> lines = new LinkedHashMap<>();
  private int out;
  private int sentAgain;
  private int in;

  /** @param reached false: the trial's step was never reached, or its fault never happened */
  record Life(CrashTrial trial, boolean reached) {}

  private static final class Line {
    private int lives;
    private int notReached;
    private final Map<Wrong, Integer> wrong = new EnumMap<>(Wrong.class);
  }

  CrashTable(List<CrashTrial> trials) {
    trials.forEach(trial -> lines.put(trial, new Line()));
  }

  void add(List<Life> lived, Verdict verdict) {
    for (Life life : lived) {
      Line line = lines.get(life.trial());
      line.lives++;
      line.notReached += life.reached() ? 0 : 1;
    }
    for (Finding finding : verdict.findings()) {
      lines.get(finding.trial()).wrong.merge(finding.wrong(), 1, Integer::sum);
    }
    out += verdict.out();
    sentAgain += verdict.sentAgain();
    in += verdict.in();
  }

  List<String> neverReached() {
    return lines.entrySet().stream()
        .filter(line -> line.getValue().lives > 0)
        .filter(line -> line.getValue().notReached == line.getValue().lives)
        .map(line -> line.getKey().name() + ": " + line.getValue().notReached + " of "
            + line.getValue().lives)
        .toList();
  }

  String toMarkdown() {
    StringBuilder table = new StringBuilder("""
        | step | lives | not reached | lost | doubled | false status | unexplained |
        |---|---|---|---|---|---|---|
        """);
    Line all = new Line();
    lines.forEach((trial, line) -> {
      append(table, trial.name(), line);
      all.lives += line.lives;
      all.notReached += line.notReached;
      line.wrong.forEach((wrong, times) -> all.wrong.merge(wrong, times, Integer::sum));
    });
    append(table, "**all**", all);
    return table + """

        %d messages out, %d of them sent to the platform more than once; %d messages with a payload in.
        """.formatted(out, sentAgain, in);
  }

  private static void append(StringBuilder table, String name, Line line) {
    table.append("| %s | %d | %d |".formatted(name, line.lives, line.notReached));
    for (Wrong wrong : Wrong.values()) {
      table.append(' ').append(line.wrong.getOrDefault(wrong, 0)).append(" |");
    }
    table.append('\n');
  }
}
