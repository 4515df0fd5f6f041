package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import no.fiksgateway.integrasjonspunkt.access.Access;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.ListLengths;
import no.fiksgateway.integrasjonspunkt.message.Message;
import no.fiksgateway.integrasjonspunkt.message.Messages;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import no.fiksgateway.integrasjonspunkt.message.StatusLedger;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.web.PageableDefault;
import org.springframework.web.bind.annotation.DeleteMapping;
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
      Map.entry("serviceIdentifier", Filters.SAME_FOR_ALL),
      Map.entry("pollable", Filters.SAME_FOR_ALL),
      Map.entry("expiry", "deadline"));

  private final Messages messages;
  private final StatusChanges changes;
  private final ListLengths lengths;
  private final StatusLedger ledger;
  private final Transactions transactions;
  private final Access access;

  ConversationController(
      Messages messages,
      StatusChanges changes,
      ListLengths lengths,
      StatusLedger ledger,
      Transactions transactions,
      Access access) {
    this.messages = messages;
    this.changes = changes;
    this.lengths = lengths;
    this.ledger = ledger;
    this.transactions = transactions;
    this.access = access;
  }

  /** Messages out and in with their histories, the one that changed last first. */
  @GetMapping
  ApiPage<ConversationBody> list(
      ConversationFilter wanted,
      @PageableDefault(
              size = ApiPage.DEFAULT_SIZE,
              sort = "lastUpdate",
              direction = Sort.Direction.DESC)
          Pageable page) {
    Specification<Message> specification = wanted.specification();
    Page<ConversationRow> found = ApiPage.read(
        messages,
        ConversationRow.class,
        specification,
        ApiPage.translate(page, SORTABLE),
        wanted.asksForDirectionOnly()
            ? () -> lengths.conversations(wanted.oneDirection(), access.limit())
            : () -> messages.count(specification));
    Map<UUID, List<StatusChange>> histories = histories(found.getContent());
    return ApiPage.of(
        found,
        page,
        message ->
            ConversationBody.of(message, histories.getOrDefault(message.messageId(), List.of())));
  }

  /** Those whose status has to be asked for over and over: none, on this channel. */
  @GetMapping("/queue")
  ApiPage<ConversationBody> queue(
      @PageableDefault(
              size = ApiPage.DEFAULT_SIZE,
              sort = "lastUpdate",
              direction = Sort.Direction.DESC)
          Pageable page) {
    ApiPage.translate(page, SORTABLE);
    return ApiPage.empty(page);
  }

  /**
   * One message out with its history, by its number.
   *
   * @param id the conversation's number
   */
  @GetMapping("/{id}")
  ConversationBody byNumber(@PathVariable long id) {
    return outgoing(Filters.equal("id", id))
        .map(this::body)
        .orElseThrow(() -> Problem.of(
                ErrorCode.MESSAGE_NOT_FOUND,
                PeerException.CONVERSATION_NOT_FOUND,
                "Conversation with id = " + id + " was not found")
            .exceptionally());
  }

  /** One message out with its history, by its messageId. */
  @GetMapping("/messageId/{messageId}")
  ConversationBody byMessageId(@PathVariable String messageId) {
    return Filters.asUuid(messageId)
        .flatMap(id -> outgoing(Filters.equal("messageId", id)))
        .map(this::body)
        .orElseThrow(() -> Filters.noSuchMessage(messageId));
  }

  private Optional<ConversationRow> outgoing(Specification<Message> wanted) {
    Specification<Message> specification = Specification.allOf(
        wanted, ConversationFilter.shown(), Filters.equal("direction", Direction.OUTGOING));
    return messages.findBy(
        specification, query -> query.as(ConversationRow.class).one());
  }

  /**
   * Takes the conversation and its statuses out of the lists. The message goes on, and its history stays on record. An
   * unknown number is fine.
   *
   * @param id the conversation's number
   */
  @DeleteMapping("/{id}")
  void deleteByNumber(@PathVariable long id) {
    hide(() -> messages.findById(id));
  }

  /** The same by messageId: takes the conversation and its statuses out of the lists. */
  @DeleteMapping("/messageId/{messageId}")
  void deleteByMessageId(@PathVariable String messageId) {
    hide(() -> Filters.asUuid(messageId).flatMap(messages::findByMessageId));
  }

  /** Unknown ids are fine: what the client wants is so already. */
  private void hide(Supplier<Optional<Message>> conversation) {
    transactions.insist(() -> conversation.get().ifPresent(ledger::hide));
  }

  private ConversationBody body(ConversationRow message) {
    return ConversationBody.of(
        message, histories(List.of(message)).getOrDefault(message.messageId(), List.of()));
  }

  private Map<UUID, List<StatusChange>> histories(List<ConversationRow> of) {
    if (of.isEmpty()) {
      return Map.of();
    }
    List<UUID> ids = of.stream().map(ConversationRow::messageId).toList();
    Specification<StatusChange> wanted = (root, query, builder) ->
        builder.and(root.get("messageId").in(ids), builder.isTrue(root.get("shown")));
    return changes.findAll(wanted, Sort.by("id")).stream()
        .collect(Collectors.groupingBy(change -> change.messageId().value()));
  }
}
