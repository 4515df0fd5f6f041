package no.fiksgateway.integrasjonspunkt.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import no.fiksgateway.integrasjonspunkt.message.StatusLedger;
import org.springframework.boot.test.context.TestComponent;

/** Registers statuses, in the transaction of whoever calls. */
@TestComponent
public record Journal(OutgoingMessages messages, StatusLedger ledger, Clock clock) {
  /** A new message; its first status is OPPRETTET. */
  public MessageId opens() {
    MessageId id = new MessageId(UUID.randomUUID());
    OutgoingMessage message = messages.save(new OutgoingMessage(
        new OutgoingMessage.Draft(
            id,
            new ConversationId(id.value()),
            "no.test.v1",
            "no.test.v1",
            Partner.parse("0192:" + TestIdentity.ORG_NUMBER),
            Partner.parse("0192:" + FakeFiks.RECEIVER_ORG),
            clock.instant().plus(Duration.ofDays(1)),
            TestIdentity.KONTO,
            FakeFiks.RECEIVER,
            "{}",
            "digest",
            null,
            null,
            Map.of(),
            null),
        clock.instant()));
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
