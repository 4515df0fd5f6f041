package no.fiksgateway.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Goes into the gateway's jar, where each {@link CrashStep} calls it: obeys the order that a file of the step's name in the
 * folder {@link #ORDERS} gives, see {@link CrashOrders}. {@link #HALT} ends the process without shutdown hooks and without
 * flushing; to what is on the disk that is the same as SIGKILL. {@link #HOLD} keeps the thread there until the file is gone.
 */
public final class CrashPoint {
  /** What a shell reports for a process that SIGKILL ended. */
  static final int KILLED = 137;

  static final String ORDERS = "crash.orders";
  static final String HALT = "halt";
  static final String HOLD = "hold";

  /** Added to the step's name: the file that tells that somebody is held there. */
  static final String HELD = ".held";

  private static final Path FOLDER = Path.of(System.getProperty(ORDERS, ""));
  private static final Map<String, Integer> ARRIVALS = new ConcurrentHashMap<>();

  private CrashPoint() {}

  /** Called where the gateway is at a step. */
  public static void arrived(String step) throws IOException, InterruptedException {
    Path order = FOLDER.resolve(step);
    if (Files.exists(order)) {
      try {
        obey(order, Files.readString(order));
      } catch (NoSuchFileException withdrawn) {
        // Since it was looked for: so there is no order.
      }
    }
  }

  private static void obey(Path order, String text) throws IOException, InterruptedException {
    String[] words = text.split(" ");
    if (ARRIVALS.merge(text, 1, Integer::sum) != Integer.parseInt(words[1])) {
      return;
    }
    if (words[0].equals(HALT)) {
      Runtime.getRuntime().halt(KILLED);
    }
    try (WatchService changes = FOLDER.getFileSystem().newWatchService()) {
      FOLDER.register(changes, StandardWatchEventKinds.ENTRY_DELETE);
      Files.createFile(order.resolveSibling(order.getFileName() + HELD));
      while (Files.exists(order)) {
        changes.take().reset();
      }
    }
  }
}
