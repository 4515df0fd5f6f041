package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/** What the lists' query parameters mean. A parameter that is left out, or left empty, asks nothing. */
final class Filters {
  /** The channel of everything this gateway carries, as eFormidling names it. */
  static final String SERVICE = StatusFilter.SERVICE;

  /** What a list is sorted by where the client asks for a member that is the same everywhere. */
  static final String SAME_FOR_ALL = "id";

  /** By what messages are sorted: our attribute for each name clients know. */
  static final Map<String, String> SORTABLE_MESSAGES = Map.of(
      "id", "id",
      "messageId", "messageId",
      "conversationId", "conversationId",
      "processIdentifier", "process",
      "receiverIdentifier", "receiverIdentifier",
      "senderIdentifier", "senderIdentifier",
      "serviceIdentifier", SAME_FOR_ALL,
      "lastUpdated", "lastUpdate");

  private Filters() {}

  static <T> Specification<T> equal(String attribute, @Nullable Object value) {
    return isAsked(value)
        ? (root, query, builder) -> builder.equal(root.get(attribute), value)
        : Specification.unrestricted();
  }

  /** Any of the values that a parameter has, given more than once or with commas between. */
  static <T> Specification<T> any(String attribute, @Nullable String values) {
    return among(attribute, parts(values));
  }

  static <T> Specification<T> among(String attribute, @Nullable Collection<?> values) {
    if (values == null || values.isEmpty()) {
      return Specification.unrestricted();
    }
    return values.size() == 1
        ? equal(attribute, values.iterator().next())
        : (root, query, builder) -> root.get(attribute).in(values);
  }

  private static boolean isAsked(@Nullable Object value) {
    return value != null && !value.equals("");
  }

  /** What a parameter asks for, if anything. */
  static Optional<String> asked(@Nullable String parameter) {
    return Optional.ofNullable(parameter).filter(text -> !text.isEmpty());
  }

  /** As {@link #any}. An id is text to clients: one that is no UUID is the id of nothing. */
  static <T> Specification<T> anyId(String attribute, @Nullable String ids) {
    List<String> asked = parts(ids);
    List<UUID> known = asked.stream().flatMap(id -> asUuid(id).stream()).toList();
    return known.isEmpty() && !asked.isEmpty() ? nothing() : among(attribute, known);
  }

  private static List<String> parts(@Nullable String values) {
    return values == null
        ? List.of()
        : Arrays.stream(values.split(",")).filter(part -> !part.isEmpty()).toList();
  }

  /** Without what stands for a value that was left empty. */
  static <E extends Enum<E>> Set<E> given(@Nullable Set<E> values) {
    return values == null
        ? Set.of()
        : values.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
  }

  static <T> Specification<T> nothing() {
    return (root, query, builder) -> builder.disjunction();
  }

  static Optional<UUID> asUuid(String id) {
    try {
      return Optional.of(MessageId.of(id).value());
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  /** Whether a filter on the channel, or on several with commas between, lets ours through; one nobody knows is refused. */
  static boolean includesThisService(@Nullable String serviceIdentifier) {
    if (serviceIdentifier == null || serviceIdentifier.isEmpty()) {
      return true;
    }
    List<String> services = List.of(serviceIdentifier.split(","));
    if (!StatusFilter.SERVICES.containsAll(services)) {
      throw Problem.invalidParameter("serviceIdentifier", serviceIdentifier).exceptionally();
    }
    return services.contains(SERVICE);
  }

  static <T> Specification<T> service(@Nullable String serviceIdentifier) {
    return includesThisService(serviceIdentifier) ? Specification.unrestricted() : nothing();
  }

  /** For calls where a misspelt filter would do harm. */
  static void refuseUnknown(HttpServletRequest request, Set<String> known) {
    Set<String> unknown = new TreeSet<>(request.getParameterMap().keySet());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw Problem.of(
              ErrorCode.INVALID_REQUEST,
              "Unknown query parameter " + String.join(", ", unknown) + ". Known: "
                  + String.join(", ", new TreeSet<>(known)))
          .exceptionally();
    }
  }

  static RejectedException noSuchMessage(String id) {
    return new RejectedException(
        ErrorCode.MESSAGE_NOT_FOUND, "Message with messageId = " + id + " was not found");
  }
}
