package no.fiksgateway.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import no.fiksgateway.acceptance.CrashHistory.Finding;
import no.fiksgateway.acceptance.CrashHistory.Verdict;

/**
 * Many runs: each trial in turn, gateways side by side with a platform each. What has come of them so far is written to
 * a file whenever the books of a gateway have been compared.
 */
final class CrashCampaign {
  /** Few enough to know soon what has come of them. */
  private static final int RUNS_OF_ONE_GATEWAY = 50;

  private final List<CrashTrial> trials;
  private final int runs;
  private final int gateways;
  private final Instant end;
  private final CrashDatabase.Kind database;
  private final Path directory;
  private final GatewayImage image;
  private final CrashTable table;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Throwable> broken = new ArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();

  /**
   * Prepares a campaign.
   *
   * @param runs how many there are to be
   * @param gateways how many at a time
   * @param end when no further run is begun
   */
  CrashCampaign(
      List<CrashTrial> trials, int runs, int gateways, Instant end, CrashDatabase.Kind database)
      throws Exception {
    this.trials = trials;
    this.runs = runs;
    this.gateways = gateways;
    this.end = end;
    this.database = database;
    this.directory = Files.createTempDirectory(
        Files.createDirectories(Path.of("target", "crash").toAbsolutePath()), "campaign-");
    this.image = GatewayImage.in(Files.createDirectory(directory.resolve("gateway")));
    this.table = new CrashTable(trials);
  }

  void run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(gateways);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < gateways; i++) {
        all.add(threads.submit(this::oneGatewayAfterTheOther));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void oneGatewayAfterTheOther() {
    int share = Math.min(RUNS_OF_ONE_GATEWAY, (runs + gateways - 1) / gateways);
    int first = begun.getAndAdd(share);
    while (first < runs && Instant.now().isBefore(end)) {
      try {
        runsOfOneGateway(first, Math.min(runs, first + share));
      } catch (Exception | AssertionError e) {
        // The others go on; this gateway's runs are not counted.
        say("BROKEN OFF: the gateway of run " + (first + 1) + " on: " + e);
        brokenOff(e);
      }
      first = begun.getAndAdd(share);
    }
  }

  private synchronized void brokenOff(Throwable why) {
    broken.add(why);
  }

  private void runsOfOneGateway(int first, int last) throws Exception {
    Path home = Files.createDirectory(directory.resolve("matrix-" + first));
    List<CrashTable.Run> done = new ArrayList<>();
    try (CrashDatabase kept = database.fresh();
        CrashMatrix matrix = new CrashMatrix(image, home, kept)) {
      image.rehearsed(() -> matrix.rehearse(trials.get(0)));
      for (int number = first; number < last && Instant.now().isBefore(end); number++) {
        CrashTrial trial = trials.get(number % trials.size());
        if (!run(matrix, trial, number, done)) {
          // What an earlier run left may have answered a fault's question already, or a busy
          // machine was too slow.
          run(matrix, trial, number, done);
        }
      }
      add(home, done, matrix.atRest());
    }
  }

  private boolean run(CrashMatrix matrix, CrashTrial trial, int number, List<CrashTable.Run> done)
      throws Exception {
    boolean reached = matrix.undergo(trial, number);
    done.add(new CrashTable.Run(trial, reached));
    say("run %d of %d: %s%s"
        .formatted(number + 1, runs, trial.name(), reached ? "" : " NOT REACHED"));
    return reached;
  }

  private synchronized void add(Path home, List<CrashTable.Run> done, Verdict verdict)
      throws IOException {
    verdict.findings().forEach(finding -> say(finding + " (" + home + ")"));
    findings.addAll(verdict.findings());
    table.add(done, verdict);
    Files.writeString(directory.resolve("matrix.md"), table.toMarkdown());
    say("so far, also in %s:%n%s".formatted(directory.resolve("matrix.md"), table.toMarkdown()));
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Why the books of some gateways could not be compared. */
  List<Throwable> broken() {
    return List.copyOf(broken);
  }

  /** Trials that were tried and not once reached. */
  List<String> neverReached() {
    return table.neverReached();
  }

  /** Whoever runs the long form wants to see that it goes on. */
  private static void say(String line) {
    System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }
}
