package no.fiksgateway.integrasjonspunkt.housekeeping;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks, again and again, at what health and metrics answer from memory. Each look has a thread of its own, so that a
 * platform that does not answer for one account holds up nothing else.
 */
@Component
class Watch implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final QueueCounts counts;
  private final CanaryResults canaries;
  private final EgneKontoer kontoer;
  private final WatchSettings settings;
  private @Nullable ScheduledThreadPoolExecutor looking;

  Watch(QueueCounts counts, CanaryResults canaries, EgneKontoer kontoer, WatchSettings settings) {
    this.counts = counts;
    this.canaries = canaries;
    this.kontoer = kontoer;
    this.settings = settings;
  }

  @Override
  public synchronized void start() {
    looking = new ScheduledThreadPoolExecutor(kontoer.all().size() + 1);
    for (EgenKonto konto : kontoer.all()) {
      often(() -> counts.ask(konto.kontoId()));
    }
    often(canaries::read);
  }

  private void often(Runnable look) {
    if (looking != null) {
      looking.scheduleWithFixedDelay(
          () -> unlessItFails(look), 0, settings.every().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static void unlessItFails(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException | Error e) {
      // Errors too: a look that throws is never taken again.
      LOG.warn("A look at what health tells failed; it is done again", e);
    }
  }

  @Override
  public synchronized void stop() {
    if (looking != null) {
      looking.shutdownNow();
      looking = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return looking != null;
  }
}
