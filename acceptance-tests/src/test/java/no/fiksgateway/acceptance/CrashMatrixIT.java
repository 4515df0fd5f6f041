package no.fiksgateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import no.fiksgateway.acceptance.CrashHistory.Finding;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills the gateway at every step that matters and fails the platform under it. {@code crash.runs} lives, each trial in
 * turn, as long as {@code crash.minutes} allow; by default each trial once.
 */
@Tag("full")
class CrashMatrixIT {
  /** The simulator remembers ten thousand messages, and a life makes some twenty. */
  private static final int LIVES_OF_ONE_GATEWAY = 200;

  @Test
  void noDeathLosesDoublesOrInventsAnything() throws Exception {
    List<CrashTrial> trials = CrashTrial.all();
    int runs = Integer.getInteger("crash.runs", trials.size());
    Instant end = Instant.now().plus(Duration.ofMinutes(Integer.getInteger("crash.minutes", 60)));
    CrashTable table = new CrashTable();
    List<Finding> findings = new ArrayList<>();
    int run = 0;
    while (run < runs && Instant.now().isBefore(end)) {
      try (CrashMatrix matrix = new CrashMatrix()) {
        int last = Math.min(runs, run + LIVES_OF_ONE_GATEWAY);
        for (; run < last && Instant.now().isBefore(end); run++) {
          CrashTrial trial = trials.get(run % trials.size());
          boolean reached = matrix.live(trial, run);
          table.lived(trial, reached);
          say("%s %d of %d: %s%s"
              .formatted(
                  Instant.now().truncatedTo(ChronoUnit.SECONDS),
                  run + 1,
                  runs,
                  trial.name(),
                  reached ? "" : " NOT REACHED"));
        }
        List<Finding> found = matrix.atRest();
        found.forEach(finding -> say(finding + " (" + matrix.directory() + ")"));
        findings.addAll(found);
      }
    }
    findings.forEach(table::found);
    Path file = Path.of("target", "crash", "matrix.md");
    Files.writeString(file, table.toMarkdown());
    say("%d lives; %s%n%s".formatted(run, file.toAbsolutePath(), table.toMarkdown()));

    assertThat(table.neverReached()).as("trials that never happened").isEmpty();
    assertThat(findings).isEmpty();
  }

  /** Whoever runs the long form wants to see that it goes on. */
  private static void say(String line) {
    System.out.println(line);
  }
}
