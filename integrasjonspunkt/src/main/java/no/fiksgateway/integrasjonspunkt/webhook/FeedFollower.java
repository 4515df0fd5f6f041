package no.fiksgateway.integrasjonspunkt.webhook;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.integrasjonspunkt.message.MessageStatusChanged;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Looks at the feed as soon as this instance has committed a status, though not without a rest in between, and once a second
 * for what other instances have committed. What one look misses, or fails at, the next one finds: nothing depends on being told.
 */
@Component
class FeedFollower implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(FeedFollower.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Between two looks. Each one that finds something is a commit, which others would wait for. */
  private static final Duration REST = Duration.ofMillis(50);

  private final StatusFeed feed;
  private final ApplicationEventPublisher events;
  private final Semaphore committed = new Semaphore(0);
  private volatile @Nullable Thread thread;

  FeedFollower(StatusFeed feed, ApplicationEventPublisher events) {
    this.feed = feed;
    this.events = events;
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
  void statusCommitted(MessageStatusChanged changed) {
    committed.release();
  }

  @Override
  public void start() {
    Thread follower = new Thread(this::follow, "status-feed");
    follower.setDaemon(true);
    thread = follower;
    follower.start();
  }

  @Override
  public void stop() {
    Thread follower = thread;
    thread = null;
    committed.release();
    try {
      // Not interrupted: H2 closes its file where a thread is interrupted while it writes.
      if (follower != null) {
        follower.join(LOOK_EVERY.multipliedBy(2).toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void follow() {
    boolean failed = false;
    while (Thread.currentThread().equals(thread)) {
      try {
        committed.drainPermits();
        feed.settle();
        events.publishEvent(new FeedLookedAt(feed.head()));
        failed = false;
      } catch (RuntimeException | Error e) {
        // Errors too: a moment without memory must not be the end of it. Once: a database that is
        // away would fill the log.
        if (!failed && thread != null) {
          LOG.error("The statuses' feed could not be read; it is tried again every second", e);
        }
        failed = true;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(REST.toMillis());
        committed.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
