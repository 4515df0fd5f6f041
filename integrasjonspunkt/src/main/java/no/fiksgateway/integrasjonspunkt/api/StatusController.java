package no.fiksgateway.integrasjonspunkt.api;

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

  /** Statuses with what proves them. */
  @GetMapping
  ApiPage<StatusBody> list(
      StatusesWanted asked,
      @PageableDefault(size = ApiPage.DEFAULT_SIZE, sort = "id") Pageable page) {
    Specification<StatusChange> wanted = asked.specification();
    String status = asked.statusName();
    boolean ofAnything = asked.isOfAnything();
    return find(
        wanted,
        page,
        orderedBy(status, ofAnything),
        ofAnything ? () -> lengths.statuses(status, access.limit()) : () -> count(wanted));
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
}
