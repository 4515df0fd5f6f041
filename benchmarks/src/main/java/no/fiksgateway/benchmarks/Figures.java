package no.fiksgateway.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured: how long each operation took by the clock and by the processors, and what it returned. */
final class Figures {

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Map<Operation, List<Double>> seconds = new EnumMap<>(Operation.class);
  private final Map<Operation, List<Double>> cpuSeconds = new EnumMap<>(Operation.class);
  private final Map<Operation, Long> sizes = new EnumMap<>(Operation.class);

  enum Operation {
    CEILING,
    SEAL_BINARY,
    KS_SEAL_BINARY,
    OPEN_BINARY,
    KS_OPEN_BINARY,
    SEAL_TEXT,
    KS_SEAL_TEXT,
    OPEN_TEXT,
    KS_OPEN_TEXT,
    SMALL_MESSAGES,
    SMALL_BOUND
  }

  /** Work that returns a size in bytes. */
  interface Work {
    long run() throws Exception;
  }

  void time(Operation operation, Work work) throws Exception {
    long cpuStart = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    long size = work.run();
    add(seconds, operation, System.nanoTime() - start);
    add(cpuSeconds, operation, PROCESS.getProcessCpuTime() - cpuStart);
    sizes.put(operation, size);
  }

  private static void add(
      Map<Operation, List<Double>> figures, Operation operation, long nanoseconds) {
    figures.computeIfAbsent(operation, o -> new ArrayList<>()).add(nanoseconds / 1e9);
  }

  /** Median. */
  double seconds(Operation operation) {
    return median(seconds.getOrDefault(operation, List.of()));
  }

  /** Median, of the time that all processors together spent for this process. */
  double cpuSeconds(Operation operation) {
    return median(cpuSeconds.getOrDefault(operation, List.of()));
  }

  /** Bytes the operation returned last. */
  long size(Operation operation) {
    return sizes.getOrDefault(operation, 0L);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
