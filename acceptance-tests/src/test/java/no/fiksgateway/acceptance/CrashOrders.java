package no.fiksgateway.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What a living gateway is told to do when it comes to a {@link CrashStep}: a file for each, which {@link CrashPoint} reads. */
final class CrashOrders {
  private final Path folder;
  private int given;

  CrashOrders(Path folder) throws IOException {
    this.folder = Files.createDirectory(folder);
  }

  /** Arguments for the JVM that is to obey. */
  List<String> options() {
    return List.of("-D" + CrashPoint.ORDERS + "=" + folder);
  }

  /** The process is to end at the n-th arrival from now. */
  void halt(CrashStep step, int arrival) throws IOException {
    give(step, CrashPoint.HALT, arrival);
  }

  /** Who comes there n-th from now is held, until the orders are withdrawn. */
  void hold(CrashStep step, int arrival) throws IOException {
    give(step, CrashPoint.HOLD, arrival);
  }

  private void give(CrashStep step, String what, int arrival) throws IOException {
    given++;
    Files.deleteIfExists(held(step));
    // Its number keeps apart what was ordered for the same step before: arrivals are counted anew.
    Path written = Files.writeString(folder.resolve("written"), what + " " + arrival + " " + given);
    Files.move(written, folder.resolve(step.name()), StandardCopyOption.ATOMIC_MOVE);
  }

  boolean isHeld(CrashStep step) {
    return Files.exists(held(step));
  }

  private Path held(CrashStep step) {
    return folder.resolve(step.name() + CrashPoint.HELD);
  }

  /** Nobody is held any more, and nobody will be, or die. */
  void withdraw() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
