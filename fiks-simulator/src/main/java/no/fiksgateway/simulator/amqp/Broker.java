package no.fiksgateway.simulator.amqp;

import java.util.Optional;
import no.fiksgateway.simulator.queue.KontoQueue;

/** What the endpoint needs to know from the platform behind it. */
public interface Broker {
  /** Empty when the platform does not let this user in. */
  Optional<Session> logIn(String user, String password);

  /** What one user may do. */
  interface Session {
    QueueAccess queue(String name);
  }

  /** The answer to asking for a queue by its name. */
  sealed interface QueueAccess {
    record Granted(KontoQueue queue) implements QueueAccess {}

    record NoSuchQueue() implements QueueAccess {}

    record Refused() implements QueueAccess {}
  }
}
