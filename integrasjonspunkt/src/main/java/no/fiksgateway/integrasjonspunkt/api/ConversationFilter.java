package no.fiksgateway.integrasjonspunkt.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import no.fiksgateway.integrasjonspunkt.message.IncomingStatus;
import no.fiksgateway.integrasjonspunkt.message.Message;
import no.fiksgateway.integrasjonspunkt.message.MessageStatus;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.format.annotation.DateTimeFormat;

/**
 * What to look for; every member must match exactly, null or an empty text asks nothing. Ids, parties and direction may
 * have several values, of which any will do.
 *
 * @param pollable never true for Fiks IO, whose statuses come by themselves
 * @param lastUpdateFrom a Norwegian day, itself included; so {@code lastUpdateTo}
 */
record ConversationFilter(
    @Nullable String conversationId,
    @Nullable String messageId,
    @Nullable String receiver,
    @Nullable String receiverIdentifier,
    @Nullable String sender,
    @Nullable String senderIdentifier,
    @Nullable String serviceIdentifier,
    @Nullable String messageReference,
    @Nullable String messageTitle,
    @Nullable Boolean pollable,
    @Nullable Boolean finished,
    @Nullable Set<Direction> direction,

    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate lastUpdateFrom,

    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate lastUpdateTo) {

  /** The statuses that eFormidling calls finished, by name. */
  static final Set<String> FINISHED = Stream.<MessageStatus>concat(
          Arrays.stream(OutgoingStatus.values()), Arrays.stream(IncomingStatus.values()))
      .filter(MessageStatus::isFinished)
      .map(MessageStatus::name)
      .collect(Collectors.toUnmodifiableSet());

  Specification<Message> specification() {
    return Specification.allOf(
        shown(),
        Filters.anyId("conversationId", conversationId),
        Filters.anyId("messageId", messageId),
        Filters.any("receiver", receiver),
        Filters.any("receiverIdentifier", receiverIdentifier),
        Filters.any("sender", sender),
        Filters.any("senderIdentifier", senderIdentifier),
        Filters.service(serviceIdentifier),
        references(),
        Filters.equal("title", messageTitle),
        Boolean.TRUE.equals(pollable) ? Filters.nothing() : Specification.unrestricted(),
        isFinished(),
        Filters.among("direction", Filters.given(direction)),
        updated());
  }

  /** Whether nothing is asked for but {@link #oneDirection()}, or not even that. */
  boolean asksForDirectionOnly() {
    return Filters.given(direction).size() <= 1
        && equals(new ConversationFilter(
            null, null, null, null, null, null, null, null, null, null, null, direction, null,
            null));
  }

  @Nullable
  Direction oneDirection() {
    return Filters.given(direction).stream().findFirst().orElse(null);
  }

  /** Where the client gave no reference, the conversation id stands in its place. */
  private Specification<Message> references() {
    if (messageReference == null || messageReference.isEmpty()) {
      return Specification.unrestricted();
    }
    Specification<Message> given = Filters.equal("reference", messageReference);
    Specification<Message> standing = Specification.allOf(
        Filters.asUuid(messageReference)
            .<Specification<Message>>map(id -> Filters.equal("conversationId", id))
            .orElseGet(Filters::nothing),
        (root, query, builder) -> builder.isNull(root.get("reference")));
    return given.or(standing);
  }

  private Specification<Message> isFinished() {
    if (finished == null) {
      return Specification.unrestricted();
    }
    Specification<Message> yes = (root, query, builder) -> root.get("status").in(FINISHED);
    return finished ? yes : Specification.not(yes);
  }

  private Specification<Message> updated() {
    Specification<Message> from = lastUpdateFrom == null
        ? Specification.unrestricted()
        : (root, query, builder) ->
            builder.greaterThanOrEqualTo(root.get("lastUpdate"), startOf(lastUpdateFrom));
    Specification<Message> to = lastUpdateTo == null
        ? Specification.unrestricted()
        : (root, query, builder) ->
            builder.lessThan(root.get("lastUpdate"), startOf(lastUpdateTo.plusDays(1)));
    return from.and(to);
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(OsloTime.ZONE).toInstant();
  }

  /** Not what the gateway sent of itself, nor what a client has deleted. */
  static Specification<Message> shown() {
    return (root, query, builder) ->
        builder.and(builder.isFalse(root.get("automatic")), builder.isFalse(root.get("hidden")));
  }
}
