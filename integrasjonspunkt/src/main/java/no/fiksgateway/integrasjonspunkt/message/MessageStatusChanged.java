package no.fiksgateway.integrasjonspunkt.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry that clients see was added to a history. Published inside the transaction that writes it, so a listener that
 * must not act before the commit listens after it.
 *
 * @param statusId the entry's number
 * @param status an eFormidling status name
 */
public record MessageStatusChanged(
    long statusId,
    MessageId messageId,
    ConversationId conversationId,
    Direction direction,
    String status,
    @Nullable String description,
    Instant at) {}
