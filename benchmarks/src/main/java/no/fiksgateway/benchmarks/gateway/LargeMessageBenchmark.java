package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.fiksgateway.benchmarks.gateway.LargeTransfer.Speeds;
import no.fiksgateway.benchmarks.gateway.Simulator.Account;

/**
 * Sends large messages from one account of a gateway with little memory to another account of the same gateway. Argument:
 * how many at once and how many megabytes each, such as {@code 1x100,10x1000}. Every group has a gateway of its own.
 */
public final class LargeMessageBenchmark {
  private static final List<String> FLAGS = List.of("-Xmx256m");
  private static final String GC_LOG = "gc.log";
  private static final Pattern COLLECTION = Pattern.compile("Pause.* (\\d+)M->(\\d+)M\\(\\d+M\\)");

  private static final int WARM_UPS = 4;
  private static final long WARM_UP_BYTES = 25_000_000;

  /** Uploaded, at the platform, fetched, opened. */
  private static final int COPIES_ON_DISK = 4;

  private LargeMessageBenchmark() {}

  private record Group(int messages, long megabytes) {
    static Group parse(String text) {
      String[] parts = text.strip().split("x", 2);
      return new Group(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
    }

    long bytes() {
      return messages * megabytes * 1_000_000;
    }

    @Override
    public String toString() {
      return messages + " × " + megabytes + " MB";
    }
  }

  public static void main(String[] arguments) throws Exception {
    Report report = new Report();
    report.begin();
    report.line("");
    report.line("The gateway's JVM runs with `%s`.", String.join(" ", FLAGS));
    report.line("");
    report.line(
        "| messages at once | upload | seal and send | fetch and open | pop | most heap used: before, after a collection | most memory of the process | content |");
    report.line("|---|---|---|---|---|---|---|---|");
    for (String group : arguments[0].split(",", -1)) {
      measure(Group.parse(group), report);
    }
    report.end(Folder.target().resolve("benchmark-large.md"));
  }

  private static void measure(Group group, Report report) throws Exception {
    try (Folder folder = Folder.make("large")) {
      long free = Files.getFileStore(folder.path()).getUsableSpace();
      if (free < group.bytes() / 10 * 11 * COPIES_ON_DISK) {
        report.line(
            "| %s | not measured: %d GB are free | | | | | | |", group, free / 1_000_000_000);
        return;
      }
      Path directory = folder.sub("gateway").path();
      try (Simulator simulator = new Simulator(folder.sub("simulator").path())) {
        List<Account> accounts = simulator.open(2);
        try (Gateway gateway = new Gateway(
            Part.here(),
            directory,
            simulator,
            accounts,
            List.of(FLAGS.get(0), "-Xlog:gc:file=" + directory.resolve(GC_LOG)),
            Map.of())) {
          LargeTransfer transfer = new LargeTransfer(
              gateway, accounts.get(0).kontoId(), accounts.get(1).kontoId());
          transfer.measure(WARM_UPS, WARM_UP_BYTES);
          Speeds speeds = transfer.measure(group.messages(), group.megabytes() * 1_000_000);
          Heap heap = Heap.in(directory.resolve(GC_LOG));
          report.line(
              "| %s | %.0f MB/s | %.0f MB/s | %.0f MB/s | %.0f MB/s | %d MB, %d MB | %d MB | SHA-256 as sent |",
              group,
              group.bytes() / 1e6 / speeds.upload(),
              group.bytes() / 1e6 / speeds.send(),
              group.bytes() / 1e6 / speeds.receive(),
              group.bytes() / 1e6 / speeds.pop(),
              heap.before(),
              heap.after(),
              gateway.peakResident() / 1_000_000);
        } catch (IOException e) {
          report.line("| %s | **failed**: %s | | | | | | |", group, e);
        }
      }
    }
  }

  /** Megabytes of 2^20, as the collector's log has them. */
  private record Heap(long before, long after) {
    static Heap in(Path log) throws IOException {
      long before = 0;
      long after = 0;
      for (String line : Files.readAllLines(log)) {
        Matcher collection = COLLECTION.matcher(line);
        if (collection.find()) {
          before = Math.max(before, Long.parseLong(collection.group(1)));
          after = Math.max(after, Long.parseLong(collection.group(2)));
        }
      }
      return new Heap(before, after);
    }
  }
}
