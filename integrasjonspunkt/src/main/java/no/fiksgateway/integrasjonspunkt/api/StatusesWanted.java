package no.fiksgateway.integrasjonspunkt.api;

import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/**
 * What to look for; every member must match exactly, null or an empty text asks nothing.
 *
 * @param id the status's number
 * @param status only this one, in upper or lower case
 * @param fromDateTime the earliest; may stand alone
 * @param toDateTime the latest; may stand alone
 */
record StatusesWanted(
    @Nullable Long id,
    @Nullable String conversationId,
    @Nullable String messageId,
    @Nullable String status,
    @Nullable OffsetDateTime fromDateTime,
    @Nullable OffsetDateTime toDateTime) {

  @Nullable
  String statusName() {
    return Filters.asked(status).map(name -> name.toUpperCase(Locale.ROOT)).orElse(null);
  }

  /** Whether nothing but a status is asked for. */
  boolean isOfAnything() {
    return Stream.of(id, conversationId, messageId, fromDateTime, toDateTime)
        .allMatch(member -> member == null);
  }

  Specification<StatusChange> specification() {
    return Specification.allOf(
        Filters.equal("id", id),
        Filters.anyId("conversationId", conversationId),
        Filters.anyId("messageId", messageId),
        Filters.equal("status", statusName()),
        fromDateTime == null
            ? Specification.unrestricted()
            : (root, query, builder) ->
                builder.greaterThanOrEqualTo(root.get("lastUpdate"), fromDateTime.toInstant()),
        toDateTime == null
            ? Specification.unrestricted()
            : (root, query, builder) ->
                builder.lessThanOrEqualTo(root.get("lastUpdate"), toDateTime.toInstant()));
  }
}
