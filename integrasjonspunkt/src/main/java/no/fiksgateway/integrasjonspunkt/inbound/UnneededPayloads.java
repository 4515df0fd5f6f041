package no.fiksgateway.integrasjonspunkt.inbound;

import java.io.IOException;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Removes bytes once it is certain that nobody needs them: after the transaction that let go of them has committed. */
@Component
class UnneededPayloads {
  private static final Logger LOG = LoggerFactory.getLogger(UnneededPayloads.class);

  private final PayloadStore payloads;

  UnneededPayloads(PayloadStore payloads) {
    this.payloads = payloads;
  }

  void afterCommit(PayloadId id) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        delete(id);
      }
    });
  }

  void delete(PayloadId id) {
    try {
      payloads.delete(id);
    } catch (IOException e) {
      LOG.warn(
          "Payload {} is not needed but could not be deleted; the sweep will remove it", id, e);
    }
  }
}
