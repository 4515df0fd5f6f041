package no.fiksgateway.simulator.platform;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does things later, by the real time. What fails is logged and stops nothing else. */
final class Timer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Timer.class);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "platform-timer");
        thread.setDaemon(true);
        return thread;
      });

  void once(Duration delay, Runnable work) {
    var unused = executor.schedule(() -> run(work), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  void every(Duration pause, Runnable work) {
    executor.execute(() -> repeat(pause, work));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void repeat(Duration pause, Runnable work) {
    run(work);
    once(pause, () -> repeat(pause, work));
  }

  private static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("Timed work of the platform failed; the rest goes on", e);
    }
  }
}
