package no.fiksgateway.integrasjonspunkt.fiksio;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import no.fiksgateway.integrasjonspunkt.inbound.Delivery;
import no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions.Subscription;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions.Trouble;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.listener.AsyncConsumerRestartedEvent;
import org.springframework.amqp.rabbit.listener.AsyncConsumerStoppedEvent;
import org.springframework.amqp.rabbit.listener.ConsumeOkEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Takes one account's messages from the platform's queue: each is stored, then acknowledged.
 *
 * <p>Three failed deliveries and the platform gives a message up (KS: Fiks IO documentation, serverfeil), and both a
 * nack with requeue and a closed channel count as one. So a delivery that cannot be stored is held as it is and tried
 * again here, until it can, also when the platform has meanwhile closed the channel and taken the delivery back: it is
 * then delivered again, and only once storing works.
 */
final class KontoSubscription implements ChannelAwareMessageListener {
  private static final Logger LOG = LoggerFactory.getLogger(KontoSubscription.class);

  /**
   * How long a stop waits for what has been delivered already to be stored: closing earlier would cost each of these a
   * delivery attempt.
   */
  private static final long DRAIN_MILLIS = 20_000;

  private final KontoId konto;
  private final FiksSettings.Amqp settings;
  private final DeliveryHandler handler;
  private final Clock clock;
  private final ReconnectPauses reconnectPauses;
  private final CachingConnectionFactory connections;
  private final SimpleMessageListenerContainer container;

  private final Object changing = new Object();
  private boolean connected;
  private boolean consuming;
  private Instant since;
  private @Nullable Instant lastDelivery;
  private @Nullable Trouble lastTrouble;
  private volatile @Nullable Instant lastBeat;
  private volatile CountDownLatch stopping = new CountDownLatch(0);

  KontoSubscription(
      EgenKonto konto,
      FiksSettings settings,
      SSLContext tls,
      MaskinportenTokens tokens,
      DeliveryHandler handler,
      Clock clock) {
    this.konto = konto.kontoId();
    this.settings = settings.amqp();
    this.handler = handler;
    this.clock = clock;
    this.reconnectPauses =
        new ReconnectPauses(this.settings.shortestPause(), this.settings.longestPause());
    this.since = clock.instant();
    this.connections = new CachingConnectionFactory(
        new FiksConnectionFactory(konto, settings, tls, tokens, () -> lastBeat = clock.instant()));
    this.connections.setConnectionNameStrategy(factory -> "fiks-gateway " + this.konto);
    this.connections.addConnectionListener(new Connecting());
    this.container = container();
  }

  private SimpleMessageListenerContainer container() {
    var listening = new SimpleMessageListenerContainer(connections);
    listening.setQueueNames("fiksio.konto." + konto);
    listening.setListenerId("fiksio-" + konto);
    listening.setMessageListener(this);
    listening.setAcknowledgeMode(AcknowledgeMode.MANUAL);
    listening.setPrefetchCount(settings.prefetch());
    listening.setAutoDeclare(false);
    listening.setMissingQueuesFatal(false);
    listening.setPossibleAuthenticationFailureFatal(false);
    listening.setRecoveryBackOff(reconnectPauses);
    listening.setShutdownTimeout(DRAIN_MILLIS);
    listening.setApplicationEventPublisher(this::happened);
    listening.afterPropertiesSet();
    return listening;
  }

  Subscription state() {
    synchronized (changing) {
      return new Subscription(
          konto, connected, consuming, since, lastBeat, lastDelivery, lastTrouble);
    }
  }

  synchronized void begin() {
    stopping = new CountDownLatch(1);
  }

  /** Starts consuming where that ought to go on and does not. That the platform cannot be reached is no exception. */
  synchronized void ensureConsuming() {
    if (stopping.getCount() > 0 && !container.isRunning()) {
      container.start();
    }
  }

  synchronized void stop() {
    stopping.countDown();
    container.stop();
    connections.destroy();
  }

  @Override
  public void onMessage(Message message, @Nullable Channel channel) {
    if (!stored(delivery(message))) {
      return;
    }
    try {
      if (channel != null) {
        channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
      }
    } catch (IOException | RuntimeException e) {
      // The platform will deliver it again, and the handler will know it.
      LOG.info("A delivery to account {} was stored but not acknowledged: {}", konto, e.toString());
    }
  }

  private Delivery delivery(Message message) {
    var properties = message.getMessageProperties();
    Map<String, String> headers = new HashMap<>();
    properties.getHeaders().forEach((name, value) -> {
      if (value != null) {
        headers.put(
            name,
            value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : value.toString());
      }
    });
    return new Delivery(
        konto,
        headers,
        properties.getExpiration(),
        message.getBody(),
        Boolean.TRUE.equals(properties.getRedelivered()));
  }

  /** False when told to stop before it could be stored. */
  private boolean stored(Delivery delivery) {
    BackOffExecution pauses = storingPauses().start();
    while (true) {
      try {
        handler.handle(delivery);
        wasStored();
        return true;
      } catch (RuntimeException | Error e) {
        // Errors too: let through, one would end the process with the message half taken over.
        long pause = pauses.nextBackOff();
        notStored(delivery, e, pause);
        if (stops(pause)) {
          return false;
        }
      }
    }
  }

  private void wasStored() {
    synchronized (changing) {
      lastDelivery = clock.instant();
      troubleIsOver();
    }
  }

  private void notStored(Delivery delivery, Throwable failure, long pause) {
    String what = "Melding " + delivery.headers().getOrDefault("melding-id", "(without id)")
        + " could not be stored: " + failure;
    trouble(what);
    LOG.error(
        "Account {}: {}. It is held unacknowledged, and nothing more is taken from the queue, until it can be stored;"
            + " next try in {} ms. Check the database and the payload store.",
        konto,
        what,
        pause,
        failure);
  }

  private ExponentialBackOff storingPauses() {
    var pauses = new ExponentialBackOff(settings.shortestPause().toMillis(), 2);
    pauses.setMaxInterval(settings.longestPause().toMillis());
    return pauses;
  }

  private boolean stops(long pause) {
    try {
      return stopping.await(pause, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void happened(Object event) {
    if (event instanceof ConsumeOkEvent) {
      reconnectPauses.beginAnew();
      synchronized (changing) {
        now(true, true);
        troubleIsOver();
      }
      LOG.info("Messages to account {} are received", konto);
    } else if (event instanceof ListenerContainerConsumerFailedEvent failed) {
      trouble(words(failed));
      noLongerConsuming();
    } else if (event instanceof AsyncConsumerRestartedEvent) {
      noLongerConsuming();
    } else if (event instanceof AsyncConsumerStoppedEvent) {
      if (!state().isTroubled()) {
        trouble("Receiving has stopped.");
      }
      noLongerConsuming();
    }
  }

  private static String words(ListenerContainerConsumerFailedEvent failed) {
    Throwable thrown = failed.getThrowable();
    return thrown == null ? String.valueOf(failed.getReason()) : ConnectionTrouble.words(thrown);
  }

  /** Follows the AMQP connection, below the consumer that lives on it. */
  private final class Connecting implements ConnectionListener {
    @Override
    public void onCreate(@Nullable Connection connection) {
      synchronized (changing) {
        now(true, consuming);
      }
    }

    @Override
    public void onClose(Connection connection) {
      isClosed();
    }

    @Override
    public void onShutDown(ShutdownSignalException signal) {
      if (!signal.isInitiatedByApplication()) {
        trouble(ConnectionTrouble.words(signal));
      }
      isClosed();
    }

    /** None could be made; of an earlier one that broke without a word, nothing else may have told. */
    @Override
    public void onFailed(Exception failure) {
      isClosed();
    }

    private void isClosed() {
      synchronized (changing) {
        now(false, false);
      }
    }
  }

  private void noLongerConsuming() {
    synchronized (changing) {
      now(connected, false);
    }
  }

  private void now(boolean isConnected, boolean isConsuming) {
    if (connected != isConnected || consuming != isConsuming) {
      connected = isConnected;
      consuming = isConsuming;
      since = clock.instant();
    }
  }

  private void trouble(String what) {
    synchronized (changing) {
      lastTrouble = new Trouble(clock.instant(), what, false);
    }
  }

  private void troubleIsOver() {
    if (lastTrouble != null) {
      lastTrouble = lastTrouble.ended();
    }
  }
}
