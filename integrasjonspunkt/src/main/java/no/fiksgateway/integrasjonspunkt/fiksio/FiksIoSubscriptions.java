package no.fiksgateway.integrasjonspunkt.fiksio;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * A consumer for each of our accounts, from when everything else has started until before anything else stops. Each is
 * looked after: one that has ended for whatever reason is started again.
 */
@Component
class FiksIoSubscriptions implements Subscriptions, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(FiksIoSubscriptions.class);

  private final List<KontoSubscription> subscriptions;
  private final long lookAfterMillis;
  private @Nullable ScheduledThreadPoolExecutor lookingAfter;

  FiksIoSubscriptions(
      FiksSettings settings,
      EgneKontoer kontoer,
      MaskinportenTokens tokens,
      DeliveryHandler handler,
      Clock clock) {
    SSLContext tls = AmqpTrust.context(settings.amqp().trustCertificates());
    this.subscriptions = kontoer.all().stream()
        .map(konto -> new KontoSubscription(konto, settings, tls, tokens, handler, clock))
        .toList();
    this.lookAfterMillis = settings.amqp().longestPause().toMillis();
  }

  @Override
  public List<Subscription> state() {
    return subscriptions.stream().map(KontoSubscription::state).toList();
  }

  @Override
  public synchronized void start() {
    // A start waits for the platform's answer, so one account must not keep the others waiting.
    var executor = new ScheduledThreadPoolExecutor(subscriptions.size());
    for (KontoSubscription subscription : subscriptions) {
      subscription.begin();
      executor.scheduleWithFixedDelay(
          () -> ensureConsuming(subscription), 0, lookAfterMillis, TimeUnit.MILLISECONDS);
    }
    lookingAfter = executor;
  }

  private static void ensureConsuming(KontoSubscription subscription) {
    try {
      subscription.ensureConsuming();
    } catch (RuntimeException | Error e) {
      // Errors too: a look that throws is never taken again.
      LOG.error(
          "The consumer of account {} could not be started; it is tried again",
          subscription.state().konto(),
          e);
    }
  }

  @Override
  public synchronized void stop() {
    if (lookingAfter != null) {
      // Not interrupted: a start under way ends by itself, and is then stopped below.
      lookingAfter.shutdown();
      lookingAfter = null;
    }
    subscriptions.forEach(KontoSubscription::stop);
  }

  @Override
  public synchronized boolean isRunning() {
    return lookingAfter != null;
  }
}
