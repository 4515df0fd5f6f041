package no.fiksgateway.integrasjonspunkt.outbound;

import java.util.Collection;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.message.Documents;
import no.fiksgateway.integrasjonspunkt.payload.PayloadOwner;
import org.springframework.stereotype.Component;

/** The payloads that are files of messages out. */
@Component
class DocumentPayloads implements PayloadOwner {
  private final Documents documents;

  DocumentPayloads(Documents documents) {
    this.documents = documents;
  }

  @Override
  public Set<String> named(Collection<String> payloads) {
    return documents.namedOf(payloads);
  }
}
