package no.fiksgateway.simulator;

import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.simulator.amqp.Broker;
import no.fiksgateway.simulator.platform.Konto;
import no.fiksgateway.simulator.platform.Platform;
import no.fiksgateway.simulator.platform.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets integrations in at the AMQP door, to the queues of their own accounts. */
final class PlatformBroker implements Broker {
  private static final Logger log = LoggerFactory.getLogger(PlatformBroker.class);
  private static final String QUEUE_PREFIX = "fiksio.konto.";

  private final Platform platform;

  PlatformBroker(Platform platform) {
    this.platform = platform;
  }

  /** The password is the integration's, a space, and a Maskinporten token (KS: Fiks IO documentation, AMQP). */
  @Override
  public Optional<Session> logIn(String user, String password) {
    int space = password.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    try {
      Konto konto =
          platform.authenticate(password.substring(space + 1), user, password.substring(0, space));
      return Optional.of(name -> queue(konto, name));
    } catch (Refusal e) {
      log.info("AMQP login of integration {} is refused: {}", user, e.text());
      return Optional.empty();
    }
  }

  private QueueAccess queue(Konto konto, String name) {
    if (name.equals(QUEUE_PREFIX + konto.kontoId())) {
      return new QueueAccess.Granted(platform.queue(konto.kontoId()).orElseThrow());
    }
    return exists(name) ? new QueueAccess.Refused() : new QueueAccess.NoSuchQueue();
  }

  private boolean exists(String name) {
    return name.startsWith(QUEUE_PREFIX)
        && platform.kontoer().all().stream()
            .map(Konto::kontoId)
            .map(UUID::toString)
            .anyMatch(name.substring(QUEUE_PREFIX.length())::equals);
  }
}
