package no.fiksgateway.integrasjonspunkt.inbound;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessages;
import no.fiksgateway.integrasjonspunkt.payload.PayloadOwner;
import org.springframework.stereotype.Component;

/** The payloads that are bodies of deliveries, as they came or opened. */
@Component
class PackagePayloads implements PayloadOwner {
  private final FiksDeliveries deliveries;
  private final IncomingMessages incoming;

  PackagePayloads(FiksDeliveries deliveries, IncomingMessages incoming) {
    this.deliveries = deliveries;
    this.incoming = incoming;
  }

  @Override
  public Set<String> named(Collection<String> payloads) {
    Set<String> named = new HashSet<>(deliveries.namedOf(payloads));
    named.addAll(incoming.namedOf(payloads));
    return named;
  }
}
