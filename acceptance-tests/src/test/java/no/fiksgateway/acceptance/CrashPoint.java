package no.fiksgateway.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Goes into the gateway's jar, where each {@link CrashStep} calls it: ends the process at the step that its system properties
 * name, without shutdown hooks and without flushing. To what is on the disk that is the same as SIGKILL.
 */
public final class CrashPoint {
  /** What a shell reports for a process that SIGKILL ended. */
  static final int KILLED = 137;

  /** The name of the step; without it the process lives. */
  static final String STEP = "crash.step";

  /** The process ends at the n-th arrival after the file {@link #ARMED} has come to be. */
  static final String ARRIVAL = "crash.arrival";

  static final String ARMED = "crash.armed";

  private static final String FATAL = System.getProperty(STEP, "");
  private static final int LAST = Integer.getInteger(ARRIVAL, 1);
  private static final Path ARMED_BY = Path.of(System.getProperty(ARMED, ""));
  private static final AtomicInteger ARRIVALS = new AtomicInteger();

  private CrashPoint() {}

  /** Called where the gateway is at a step. */
  public static void arrived(String step) {
    if (step.equals(FATAL) && Files.exists(ARMED_BY) && ARRIVALS.incrementAndGet() == LAST) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
