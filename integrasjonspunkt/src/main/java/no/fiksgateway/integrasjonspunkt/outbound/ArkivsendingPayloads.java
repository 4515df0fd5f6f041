package no.fiksgateway.integrasjonspunkt.outbound;

import java.util.Collection;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.payload.PayloadOwner;
import org.springframework.stereotype.Component;

/** The payloads that go with an arkivmelding which is not sent yet. */
@Component
class ArkivsendingPayloads implements PayloadOwner {
  private final StoredArkivsendinger arkivsendinger;

  ArkivsendingPayloads(StoredArkivsendinger arkivsendinger) {
    this.arkivsendinger = arkivsendinger;
  }

  @Override
  public Set<String> named(Collection<String> payloads) {
    return arkivsendinger.namedOf(payloads);
  }
}
