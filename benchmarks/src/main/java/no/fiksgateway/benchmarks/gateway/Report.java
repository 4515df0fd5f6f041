package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/** What is measured, as Markdown: line by line to the console, and to a file in the end. */
final class Report {
  private final StringBuilder text = new StringBuilder();

  /** The machine and the state it is in. */
  void begin() throws IOException {
    line(
        "%s, %s, %d processors, %s MB, %s, Java %s (%s); load when it began: %s",
        LocalDate.now(),
        processor(),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        System.getProperty("os.name"),
        System.getProperty("java.version"),
        System.getProperty("java.vendor"),
        load());
  }

  void line(String format, Object... arguments) {
    String line = String.format(Locale.ROOT, format, arguments);
    System.out.println(line);
    text.append(line).append('\n');
  }

  /** What should not be in the table. */
  static void progress(String format, Object... arguments) {
    System.err.printf(Locale.ROOT, format + "%n", arguments);
  }

  void end(Path file) throws IOException {
    line("");
    line("Load when it ended: %s.", load());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processor() throws IOException {
    Path cpus = Path.of("/proc/cpuinfo");
    return !Files.exists(cpus)
        ? System.getProperty("os.arch")
        : Files.readAllLines(cpus).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize() / 1_000_000
        : 0;
  }
}
