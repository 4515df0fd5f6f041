package no.fiksgateway.integrasjonspunkt.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import org.jspecify.annotations.Nullable;

/**
 * A message and its history as clients see it.
 *
 * @param messageReference what the client called it; else the conversation id
 * @param expiry the deadline
 */
record ConversationBody(
    long id,
    String conversationId,
    String messageId,
    String sender,
    String senderIdentifier,
    String receiver,
    String receiverIdentifier,
    String processIdentifier,
    String documentIdentifier,
    String messageReference,
    String messageTitle,
    OffsetDateTime lastUpdate,
    boolean finished,
    @Nullable OffsetDateTime expiry,
    Direction direction,
    String serviceIdentifier,
    List<Step> messageStatuses) {

  /** One status of the history. */
  record Step(
      long id,
      OffsetDateTime lastUpdate,
      String status,
      @Nullable String description) {}

  static ConversationBody of(ConversationRow message, List<StatusChange> history) {
    Instant deadline = message.deadline();
    return new ConversationBody(
        message.id(),
        message.conversationId().toString(),
        message.messageId().toString(),
        message.sender(),
        message.senderIdentifier(),
        message.receiver(),
        message.receiverIdentifier(),
        message.process(),
        message.documentType(),
        Objects.requireNonNullElseGet(
            message.reference(), () -> message.conversationId().toString()),
        Objects.requireNonNullElse(message.title(), ""),
        OsloTime.of(message.lastUpdate()),
        ConversationFilter.FINISHED.contains(message.status()),
        deadline == null ? null : OsloTime.of(deadline),
        message.direction(),
        Filters.SERVICE,
        history.stream()
            .map(change -> new Step(
                change.id(),
                OsloTime.of(change.lastUpdate()),
                change.status(),
                change.description()))
            .toList());
  }
}
