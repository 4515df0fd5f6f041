package no.fiksgateway.integrasjonspunkt.api;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.IncomingStatus;
import no.fiksgateway.integrasjonspunkt.message.Message;
import no.fiksgateway.integrasjonspunkt.message.MessageStatus;
import no.fiksgateway.integrasjonspunkt.message.Messages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.web.PageableDefault;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Messages out and in with their histories; what eFormidling calls a conversation is one message. */
@RestController
@RequestMapping("/api/conversations")
class ConversationController {
  private static final Map<String, String> SORTABLE = Map.ofEntries(
      Map.entry("id", "id"),
      Map.entry("conversationId", "conversationId"),
      Map.entry("messageId", "messageId"),
      Map.entry("sender", "sender"),
      Map.entry("senderIdentifier", "senderIdentifier"),
      Map.entry("receiver", "receiver"),
      Map.entry("receiverIdentifier", "receiverIdentifier"),
      Map.entry("processIdentifier", "process"),
      Map.entry("documentIdentifier", "documentType"),
      Map.entry("messageReference", "reference"),
      Map.entry("messageTitle", "title"),
      Map.entry("lastUpdate", "lastUpdate"),
      Map.entry("expiry", "deadline"));

  private static final Set<String> FINISHED = Stream.<MessageStatus>concat(
          Arrays.stream(OutgoingStatus.values()), Arrays.stream(IncomingStatus.values()))
      .filter(MessageStatus::isFinished)
      .map(MessageStatus::name)
      .collect(Collectors.toUnmodifiableSet());

  private final Messages messages;
  private final StatusChanges changes;

  ConversationController(Messages messages, StatusChanges changes) {
    this.messages = messages;
    this.changes = changes;
  }

  /**
   * What to look for; every member must match exactly, null asks nothing.
   *
   * @param pollable never true for Fiks IO, whose statuses come by themselves
   * @param lastUpdateFrom a Norwegian day, itself included; so {@code lastUpdateTo}
   */
  record Wanted(
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
      @Nullable Direction direction,

      @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable
      LocalDate lastUpdateFrom,

      @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable
      LocalDate lastUpdateTo) {

    Specification<Message> specification() {
      return Specification.allOf(
          Filters.equalId("conversationId", conversationId),
          Filters.equalId("messageId", messageId),
          Filters.equal("receiver", receiver),
          Filters.equal("receiverIdentifier", receiverIdentifier),
          Filters.equal("sender", sender),
          Filters.equal("senderIdentifier", senderIdentifier),
          Filters.service(serviceIdentifier),
          references(),
          Filters.equal("title", messageTitle),
          Boolean.TRUE.equals(pollable) ? Filters.nothing() : Specification.unrestricted(),
          isFinished(),
          goes(direction),
          updated());
    }

    /** Where the client gave no reference, the conversation id stands in its place. */
    private Specification<Message> references() {
      if (messageReference == null) {
        return Specification.unrestricted();
      }
      Specification<Message> given = Filters.equal("reference", messageReference);
      Specification<Message> standing = Specification.allOf(
          Filters.equalId("conversationId", messageReference),
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
  }

  @GetMapping
  ApiPage<ConversationBody> list(
      Wanted wanted,
      @PageableDefault(
              size = ApiPage.DEFAULT_SIZE,
              sort = "lastUpdate",
              direction = Sort.Direction.DESC)
          Pageable page) {
    Page<Message> found =
        messages.findAll(wanted.specification(), ApiPage.translate(page, SORTABLE));
    Map<UUID, List<StatusChange>> histories = histories(found.getContent());
    return ApiPage.of(
        found,
        page,
        message -> ConversationBody.of(
            message, histories.getOrDefault(message.messageId().value(), List.of())));
  }

  /** Those whose status has to be asked for over and over: none, on this channel. */
  @GetMapping("/queue")
  ApiPage<ConversationBody> queue(
      @PageableDefault(
              size = ApiPage.DEFAULT_SIZE,
              sort = "lastUpdate",
              direction = Sort.Direction.DESC)
          Pageable page) {
    return ApiPage.empty(page);
  }

  /** Outgoing ones only. */
  @GetMapping("/{id}")
  ConversationBody byNumber(@PathVariable long id) {
    return messages
        .findOne(Specification.allOf(Filters.equal("id", id), goes(Direction.OUTGOING)))
        .map(this::body)
        .orElseThrow(() -> Problem.of(
                ErrorCode.MESSAGE_NOT_FOUND,
                PeerException.CONVERSATION_NOT_FOUND,
                "Conversation with id = " + id + " was not found")
            .exceptionally());
  }

  /** Outgoing ones only. */
  @GetMapping("/messageId/{messageId}")
  ConversationBody byMessageId(@PathVariable String messageId) {
    return messages
        .findOne(
            Specification.allOf(Filters.equalId("messageId", messageId), goes(Direction.OUTGOING)))
        .map(this::body)
        .orElseThrow(() -> Filters.noSuchMessage(messageId));
  }

  private ConversationBody body(Message message) {
    return ConversationBody.of(
        message, histories(List.of(message)).getOrDefault(message.messageId().value(), List.of()));
  }

  private Map<UUID, List<StatusChange>> histories(List<Message> of) {
    if (of.isEmpty()) {
      return Map.of();
    }
    List<UUID> ids = of.stream().map(message -> message.messageId().value()).toList();
    Specification<StatusChange> wanted = (root, query, builder) ->
        builder.and(root.get("messageId").in(ids), builder.isTrue(root.get("shown")));
    return changes.findAll(wanted, Sort.by("id")).stream()
        .collect(Collectors.groupingBy(change -> change.messageId().value()));
  }

  private static Specification<Message> goes(@Nullable Direction direction) {
    if (direction == null) {
      return Specification.unrestricted();
    }
    Class<? extends Message> type =
        direction == Direction.OUTGOING ? OutgoingMessage.class : IncomingMessage.class;
    return (root, query, builder) -> builder.equal(root.type(), type);
  }
}
