package no.fiksgateway.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import no.fiksgateway.benchmarks.Figures.Operation;

/**
 * Measures, and prints the table of docs/performance.md. Ours and the other's take turns, so that a busy moment of the machine
 * falls on both. Arguments: megabytes of the large files, rounds.
 */
public final class Main {

  private static final int SMALL_BATCH = 20;
  private static final int SMALL_WARM_UP_BATCHES = 80;
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
    long length = megabytes * 1_000_000L;
    Results results = new Results();
    try (Packages packages = new Packages()) {
      addLarge(results, large(packages, length, rounds), length);
      addSmall(results, small(packages, SMALL_BATCHES_PER_ROUND * rounds));
    }
    return results;
  }

  /** Everything once to warm up, and then so many times. */
  private static Figures large(Packages packages, long length, int rounds) throws Exception {
    Content binary = Content.incompressible();
    Content text = Content.text();
    Path sealedBinary = packages.sealedFile(binary, length);
    Path sealedText = packages.sealedFile(text, length);
    Figures figures = new Figures();
    for (int round = 0; round <= rounds; round++) {
      System.err.printf("Large files, round %d of %d%n", round, rounds);
      Figures taken = round == 0 ? new Figures() : figures;
      taken.time(Operation.CEILING, () -> packages.digestAndEncrypt(binary, length));
      taken.time(Operation.SEAL_BINARY, () -> packages.seal(binary, length));
      taken.time(Operation.KS_SEAL_BINARY, () -> packages.ksSeal(binary, length));
      taken.time(Operation.OPEN_BINARY, () -> packages.open(sealedBinary));
      taken.time(Operation.KS_OPEN_BINARY, () -> packages.ksOpen(sealedBinary));
      taken.time(Operation.SEAL_TEXT, () -> packages.seal(text, length));
      taken.time(Operation.KS_SEAL_TEXT, () -> packages.ksSeal(text, length));
      taken.time(Operation.OPEN_TEXT, () -> packages.open(sealedText));
      taken.time(Operation.KS_OPEN_TEXT, () -> packages.ksOpen(sealedText));
    }
    return figures;
  }

  private static Figures small(Packages packages, int batches) throws Exception {
    System.err.printf("Small messages, %d batches%n", batches);
    Figures figures = new Figures();
    for (int batch = -SMALL_WARM_UP_BATCHES; batch < batches; batch++) {
      Figures taken = batch < 0 ? new Figures() : figures;
      taken.time(Operation.SMALL_MESSAGES, () -> batchOf(packages::sealAndOpenSmall));
      taken.time(Operation.SMALL_BOUND, () -> batchOf(packages::signAndDecrypt));
    }
    return figures;
  }

  private static long batchOf(Figures.Work work) throws Exception {
    long size = 0;
    for (int i = 0; i < SMALL_BATCH; i++) {
      size += work.run();
    }
    return size;
  }

  private static void addLarge(Results results, Figures figures, long length) throws IOException {
    Speed megabytes = new Speed(results, figures, length / 1e6, "MB/s");
    megabytes.add(
        "seal incompressible, beside KS", Operation.SEAL_BINARY, Operation.KS_SEAL_BINARY, 15);
    megabytes.add(
        "seal incompressible, beside SHA-256 + AES-256-CBC on one core",
        Operation.SEAL_BINARY,
        Operation.CEILING,
        0.75);
    megabytes.add(
        "open incompressible, beside KS", Operation.OPEN_BINARY, Operation.KS_OPEN_BINARY, 15);
    results.atLeast(
        "open incompressible, beside a fixed floor",
        length / 1e6 / figures.seconds(Operation.OPEN_BINARY),
        OPENING_FLOOR,
        "MB/s",
        1);
    megabytes.add("seal text, beside KS", Operation.SEAL_TEXT, Operation.KS_SEAL_TEXT, 8);
    megabytes.add("open text, beside KS", Operation.OPEN_TEXT, Operation.KS_OPEN_TEXT, 8);
    results.atMost(
        "size of sealed text, beside deflate level 1",
        figures.size(Operation.SEAL_TEXT) / 1e6,
        deflatedText(length) / 1e6,
        "MB",
        1.01);
    results.atMost(
        "size of sealed incompressible, beside KS",
        figures.size(Operation.SEAL_BINARY) / 1e6,
        figures.size(Operation.KS_SEAL_BINARY) / 1e6,
        "MB",
        1);
  }

  private static void addSmall(Results results, Figures figures) {
    new Speed(results, figures, SMALL_BATCH, "/s")
        .add(
            "1 KiB message, seal and open, beside one RSA-3072 signature and decryption",
            Operation.SMALL_MESSAGES,
            Operation.SMALL_BOUND,
            0.70);
  }

  /** Lines on how much an operation does in a second. */
  private record Speed(Results results, Figures figures, double amount, String unit) {

    void add(String what, Operation ours, Operation other, double goal) {
      results.atLeast(
          what,
          amount / figures.seconds(ours),
          amount / figures.seconds(other),
          unit,
          goal,
          figures.cpuSeconds(other) / figures.cpuSeconds(ours));
    }
  }

  /** Bytes that zlib needs at its fastest level, in one stream, for the text. */
  private static long deflatedText(long length) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in =
        new DeflaterInputStream(Content.text().stream(length), deflater, buffer.length)) {
      long size = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
      }
      return size;
    } finally {
      deflater.end();
    }
  }
}
