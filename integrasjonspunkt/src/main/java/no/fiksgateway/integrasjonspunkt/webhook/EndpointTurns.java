package no.fiksgateway.integrasjonspunkt.webhook;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Who may push now. Pushes hold job threads that deliveries need too, and a slow endpoint holds one long; so only so many
 * endpoints have a turn at the same time, and each only one, however many subscriptions name it.
 */
@Component
class EndpointTurns {
  private final int atOnce;
  private final Set<String> taken = new HashSet<>();

  EndpointTurns(WebhookSettings settings) {
    this.atOnce = settings.atOnce();
  }

  /** Ends when it is closed. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /** Empty where the endpoint has its turn already, or too many others have theirs. */
  synchronized Optional<Turn> take(String pushEndpoint) {
    String endpoint =
        String.valueOf(URI.create(pushEndpoint).getAuthority()).toLowerCase(Locale.ROOT);
    if (taken.size() >= atOnce || !taken.add(endpoint)) {
      return Optional.empty();
    }
    return Optional.of(() -> end(endpoint));
  }

  private synchronized void end(String endpoint) {
    taken.remove(endpoint);
  }
}
