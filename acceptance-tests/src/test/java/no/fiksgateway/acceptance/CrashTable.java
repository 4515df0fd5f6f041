package no.fiksgateway.acceptance;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.fiksgateway.acceptance.CrashHistory.Finding;
import no.fiksgateway.acceptance.CrashHistory.Verdict;
import no.fiksgateway.acceptance.CrashHistory.Wrong;

/** What came of the runs whose books have been compared: one line for each trial, in the order of the trials. */
final class CrashTable {
  private final Map<CrashTrial, Line> lines = new LinkedHashMap<>();
  private int out;
  private int sentAgain;
  private int in;

  /** @param reached false: the trial's step was never reached, or its fault never happened */
  record Run(CrashTrial trial, boolean reached) {}

  private static final class Line {
    private int runs;
    private int notReached;
    private final Map<Wrong, Integer> wrong = new EnumMap<>(Wrong.class);
  }

  CrashTable(List<CrashTrial> trials) {
    trials.forEach(trial -> lines.put(trial, new Line()));
  }

  void add(List<Run> done, Verdict verdict) {
    for (Run run : done) {
      Line line = lines.get(run.trial());
      line.runs++;
      line.notReached += run.reached() ? 0 : 1;
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
        .filter(line -> line.getValue().runs > 0)
        .filter(line -> line.getValue().notReached == line.getValue().runs)
        .map(line -> line.getKey().name() + ": " + line.getValue().notReached + " of "
            + line.getValue().runs)
        .toList();
  }

  String toMarkdown() {
    StringBuilder table = new StringBuilder("""
        | trial | runs | not reached | lost | doubled | false status | unexplained |
        |---|---|---|---|---|---|---|
        """);
    Line all = new Line();
    lines.forEach((trial, line) -> {
      append(table, trial.name(), line);
      all.runs += line.runs;
      all.notReached += line.notReached;
      line.wrong.forEach((wrong, times) -> all.wrong.merge(wrong, times, Integer::sum));
    });
    append(table, "**all**", all);
    return table + """

        %d messages out, %d of them sent to the platform more than once; %d messages with a payload in.
        """.formatted(out, sentAgain, in);
  }

  private static void append(StringBuilder table, String name, Line line) {
    table.append("| %s | %d | %d |".formatted(name, line.runs, line.notReached));
    for (Wrong wrong : Wrong.values()) {
      table.append(' ').append(line.wrong.getOrDefault(wrong, 0)).append(" |");
    }
    table.append('\n');
  }
}
