package no.fiksgateway.integrasjonspunkt;

import java.time.Instant;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.Partner;

/** What a local system asks for, resolved: from the account under test to the one behind {@link FakeFiks}. */
public final class OutgoingDrafts {
  private static final String TYPE = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  private static final String DIGEST = "digest";

  private OutgoingDrafts() {}

  /** Alone in its conversation. */
  public static OutgoingMessage.Draft draft(MessageId id, Instant deadline) {
    return draft(id, deadline, DIGEST);
  }

  public static OutgoingMessage.Draft draft(MessageId id, Instant deadline, String digest) {
    return draft(id, new ConversationId(id.value()), deadline, digest);
  }

  public static OutgoingMessage.Draft draft(
      MessageId id, ConversationId conversation, Instant deadline) {
    return draft(id, conversation, deadline, DIGEST);
  }

  private static OutgoingMessage.Draft draft(
      MessageId id, ConversationId conversation, Instant deadline, String digest) {
    return new OutgoingMessage.Draft(
        id,
        conversation,
        TYPE,
        TYPE,
        Partner.parse("0192:" + TestIdentity.ORG_NUMBER),
        Partner.parse("0192:" + FakeFiks.RECEIVER_ORG),
        deadline,
        TestIdentity.KONTO,
        FakeFiks.RECEIVER,
        "{}",
        digest,
        null,
        null,
        Map.of(),
        null);
  }
}
