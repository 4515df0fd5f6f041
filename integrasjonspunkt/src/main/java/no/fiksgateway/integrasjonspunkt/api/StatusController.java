package no.fiksgateway.integrasjonspunkt.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import no.fiksgateway.integrasjonspunkt.access.Access;
import no.fiksgateway.integrasjonspunkt.message.ListLengths;
import no.fiksgateway.integrasjonspunkt.message.Messages;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.web.PageableDefault;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The statuses of messages out and in, each with what proves it. */
@RestController
@RequestMapping({"/api/statuses", "/statuses"})
class StatusController {
  private static final Map<String, String> SORTABLE = Map.of(
      "id", "id",
      "lastUpdate", "lastUpdate",
      "status", "status",
      "messageId", "messageId",
      "conversationId", "conversationId",
      "convId", "message.id");

  private static final String JSON_WITH_CHARSET = "application/json;charset=utf-8";

  private final StatusChanges changes;
  private final Messages messages;
  private final ListLengths lengths;
  private final StatusQueue queue;
  private final Access access;

  StatusController(
      StatusChanges changes,
      Messages messages,
      ListLengths lengths,
      StatusQueue queue,
      Access access) {
    this.changes = changes;
    this.messages = messages;
    this.lengths = lengths;
    this.queue = queue;
    this.access = access;
  }

  /**
   * Statuses with what proves them.
   *
   * @param id the status's number
   * @param fromDateTime the earliest; may stand alone
   * @param toDateTime the latest; may stand alone
   */
  @GetMapping
  ApiPage<StatusBody> list(
      @RequestParam(required = false) @Nullable Long id,
      @RequestParam(required = false) @Nullable String conversationId,
      @RequestParam(required = false) @Nullable String messageId,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String fromDateTime,
      @RequestParam(required = false) @Nullable String toDateTime,
      @PageableDefault(size = ApiPage.DEFAULT_SIZE, sort = "id") Pageable page) {
    Instant from = time("fromDateTime", fromDateTime);
    Instant to = time("toDateTime", toDateTime);
    String wantedStatus =
        status == null || status.isEmpty() ? null : status.toUpperCase(Locale.ROOT);
    boolean ofAnything =
        id == null && conversationId == null && messageId == null && from == null && to == null;
    Specification<StatusChange> wanted = Specification.allOf(
        Filters.equal("id", id),
        Filters.equalId("conversationId", conversationId),
        Filters.equalId("messageId", messageId),
        Filters.equal("status", wantedStatus),
        from == null
            ? Specification.unrestricted()
            : (root, query, builder) -> builder.greaterThanOrEqualTo(root.get("lastUpdate"), from),
        to == null
            ? Specification.unrestricted()
            : (root, query, builder) -> builder.lessThanOrEqualTo(root.get("lastUpdate"), to));
    return find(
        wanted,
        page,
        orderedBy(wantedStatus, ofAnything),
        ofAnything ? () -> lengths.statuses(wantedStatus, access.limit()) : () -> count(wanted));
  }

  /** Of something in particular there are few, which are found faster than all are read in their order. */
  private static @Nullable String orderedBy(@Nullable String status, boolean ofAnything) {
    if (!ofAnything) {
      return null;
    }
    return status == null ? "shown" : "status";
  }

  /**
   * The statuses of one message. An unknown one gives an empty page.
   *
   * @param id the messageId; one that is none of ours is tried as a conversationId
   */
  @GetMapping("/{id}")
  ResponseEntity<ApiPage<StatusBody>> ofMessage(
      @PathVariable String id,
      @PageableDefault(size = ApiPage.DEFAULT_SIZE, sort = "id") Pageable page) {
    Specification<StatusChange> wanted =
        Filters.asUuid(id).map(this::ofMessageOrConversation).orElseGet(Filters::nothing);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(JSON_WITH_CHARSET))
        .body(find(wanted, page, null, () -> count(wanted)));
  }

  /** The oldest status of the queue; the same one until it is deleted. */
  @GetMapping("/peek")
  ResponseEntity<StatusBody> peek() {
    return queue
        .first()
        .flatMap(changes::findById)
        .map(change -> ResponseEntity.ok(StatusBody.of(change)))
        .orElseGet(() -> ResponseEntity.noContent().build());
  }

  /**
   * Takes a status off the queue; the history keeps it.
   *
   * @param id the status's number
   */
  @DeleteMapping("/{id}")
  ResponseEntity<Void> remove(@PathVariable long id) {
    return queue.remove(id)
        ? ResponseEntity.ok().build()
        : ResponseEntity.notFound().build();
  }

  private Specification<StatusChange> ofMessageOrConversation(UUID id) {
    return Filters.equal(messages.existsByMessageId(id) ? "messageId" : "conversationId", id);
  }

  private ApiPage<StatusBody> find(
      Specification<StatusChange> wanted,
      Pageable page,
      @Nullable String constant,
      LongSupplier count) {
    Page<StatusChange> found = ApiPage.read(
        changes,
        StatusChange.class,
        Specification.allOf(shown(), wanted),
        ApiPage.translate(page, SORTABLE, constant),
        count);
    return ApiPage.of(found, page, StatusBody::of);
  }

  private long count(Specification<StatusChange> wanted) {
    return changes.count(Specification.allOf(shown(), wanted));
  }

  /** What clients are shown. */
  private static Specification<StatusChange> shown() {
    return (root, query, builder) -> builder.isTrue(root.get("shown"));
  }

  private static @Nullable Instant time(String name, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      // A plus sign that was not encoded arrives as a blank.
      return OsloTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw Problem.invalidParameter(name, text).exceptionally();
    }
  }
}
