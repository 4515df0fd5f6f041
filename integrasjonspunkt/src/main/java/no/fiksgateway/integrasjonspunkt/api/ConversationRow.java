package no.fiksgateway.integrasjonspunkt.api;

import java.time.Instant;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import no.fiksgateway.integrasjonspunkt.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation takes from its message, named as in {@link Message}. The SBD and the headers are not among it: they
 * are long, and databases keep them away from the rest.
 */
record ConversationRow(
    long id,
    UUID conversationId,
    UUID messageId,
    String sender,
    String senderIdentifier,
    String receiver,
    String receiverIdentifier,
    String process,
    String documentType,
    @Nullable String reference,
    @Nullable String title,
    Instant lastUpdate,
    String status,
    @Nullable Instant deadline,
    Direction direction) {}
