package no.fiksgateway.benchmarks;

import no.fiksgateway.benchmarks.LargePackages.Operation;

/** Measures, and prints the table of docs/performance.md. Arguments: megabytes of the large files, rounds. */
public final class Main {

  private static final int SMALL_BATCHES_PER_ROUND = 20;
  private static final double OPENING_FLOOR = 300;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    Results results = measure(megabytes, rounds);
    System.out.printf(
        "Java %s (%s), %s %s, %d processors; %d MB, median of %d%n%n",
        System.getProperty("java.version"),
        System.getProperty("java.vendor"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        megabytes,
        rounds);
    System.out.print(results.asMarkdown());
  }

  static Results measure(int megabytes, int rounds) throws Exception {
    Results results = new Results();
    try (LargePackages large = new LargePackages(megabytes * 1_000_000L)) {
      large.run(rounds);
      addLarge(results, large);
    }
    SmallMessages small = new SmallMessages();
    small.run(SMALL_BATCHES_PER_ROUND * rounds);
    results.atLeast(
        "1 KiB message, seal and open, beside one RSA-3072 signature and decryption",
        small.messagesPerSecond(),
        small.boundPerSecond(),
        "/s",
        0.70);
    return results;
  }

  private static void addLarge(Results results, LargePackages large) throws Exception {
    beside(
        results,
        "seal incompressible, beside KS",
        large,
        Operation.SEAL_BINARY,
        Operation.KS_SEAL_BINARY,
        15);
    beside(
        results,
        "seal incompressible, beside SHA-256 + AES-256-CBC on one core",
        large,
        Operation.SEAL_BINARY,
        Operation.CEILING,
        0.75);
    beside(
        results,
        "open incompressible, beside KS",
        large,
        Operation.OPEN_BINARY,
        Operation.KS_OPEN_BINARY,
        15);
    results.atLeast(
        "open incompressible, beside a fixed floor",
        large.throughput(Operation.OPEN_BINARY),
        OPENING_FLOOR,
        "MB/s",
        1);
    beside(results, "seal text, beside KS", large, Operation.SEAL_TEXT, Operation.KS_SEAL_TEXT, 8);
    beside(results, "open text, beside KS", large, Operation.OPEN_TEXT, Operation.KS_OPEN_TEXT, 8);
    results.atMost(
        "size of sealed text, beside deflate level 1",
        large.size(Operation.SEAL_TEXT) / 1e6,
        large.deflatedText() / 1e6,
        "MB",
        1.01);
    results.atMost(
        "size of sealed incompressible, beside KS",
        large.size(Operation.SEAL_BINARY) / 1e6,
        large.size(Operation.KS_SEAL_BINARY) / 1e6,
        "MB",
        1);
  }

  private static void beside(
      Results results,
      String what,
      LargePackages large,
      Operation ours,
      Operation other,
      double goal) {
    results.atLeast(what, large.throughput(ours), large.throughput(other), "MB/s", goal);
  }
}
