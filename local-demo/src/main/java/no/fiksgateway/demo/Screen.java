package no.fiksgateway.demo;

import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** What the person at the keyboard sees. */
final class Screen {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final int TIME_WIDTH = 12;

  private final PrintStream out;
  private final Clock clock;

  Screen(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** A line that begins with the time of day. */
  void happened(String what) {
    line(LocalTime.now(clock).format(TIME) + "  " + what);
  }

  /** More about what just happened, below it. */
  void continued(String what) {
    line(" ".repeat(TIME_WIDTH) + "  " + what);
  }

  void heading(String text) {
    line("");
    line(text);
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }
}
