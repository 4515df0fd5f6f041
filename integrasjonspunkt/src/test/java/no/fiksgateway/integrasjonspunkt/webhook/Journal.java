package no.fiksgateway.integrasjonspunkt.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.OutgoingDrafts;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.StatusLedger;
import org.springframework.boot.test.context.TestComponent;

/** Registers statuses, in the transaction of whoever calls. */
@TestComponent
public record Journal(OutgoingMessages messages, StatusLedger ledger, Clock clock) {
  /** A new message; its first status is OPPRETTET. */
  public MessageId opens() {
    MessageId id = new MessageId(UUID.randomUUID());
    OutgoingMessage message = messages.save(new OutgoingMessage(
        OutgoingDrafts.draft(id, clock.instant().plus(Duration.ofDays(1))), clock.instant()));
    ledger.opened(message, Evidence.localApi("test"));
    return id;
  }

  public void reports(MessageId id, OutgoingStatus status) {
    ledger.report(
        messages.findByMessageId(id.value()).orElseThrow(), status, Evidence.localApi("test"));
  }

  /** A message and the statuses it goes through, each in a moment of its own. */
  public MessageId goesThrough(List<OutgoingStatus> statuses) {
    MessageId id = opens();
    statuses.forEach(status -> reports(id, status));
    return id;
  }
}
