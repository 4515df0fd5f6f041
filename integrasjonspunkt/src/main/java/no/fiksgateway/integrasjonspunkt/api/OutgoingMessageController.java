package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Arkivsending;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.web.PageableDefault;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages out, up to the moment the platform has them; after that they are found among statuses and conversations. */
@RestController
@RequestMapping({"/api/messages/out", "/out/messages"})
class OutgoingMessageController {
  private static final String ANY_JSON = "application/*+json";

  private final DocumentRules rules;
  private final Drafting drafting;
  private final Utboks utboks;
  private final OutgoingMessages messages;
  private final ArkivsendingCalls arkivsendinger;

  OutgoingMessageController(
      DocumentRules rules,
      Drafting drafting,
      Utboks utboks,
      OutgoingMessages messages,
      ArkivsendingCalls arkivsendinger) {
    this.rules = rules;
    this.drafting = drafting;
    this.utboks = utboks;
    this.messages = messages;
    this.arkivsendinger = arkivsendinger;
  }

  /** Creates a draft, and answers it with everything filled in. Nothing is sent yet. */
  @PostMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, ANY_JSON})
  StandardBusinessDocument create(@RequestBody StandardBusinessDocument sbd) {
    OutgoingMessage.Draft draft;
    try {
      draft = drafting.draft(sbd, null, rules.ofBody(sbd));
    } catch (Problem.ProblemException refused) {
      return shown(drafting.madeOr(refused, sbd));
    }
    return shown(utboks.create(draft));
  }

  /**
   * Drafts, and what waits to be sent.
   *
   * @param direction OUTGOING is all there is
   */
  @GetMapping
  ApiPage<StandardBusinessDocument> list(
      @RequestParam(required = false) @Nullable String messageId,
      @RequestParam(required = false) @Nullable String conversationId,
      @RequestParam(required = false) @Nullable String processIdentifier,
      @RequestParam(required = false) @Nullable String receiverIdentifier,
      @RequestParam(required = false) @Nullable String senderIdentifier,
      @RequestParam(required = false) @Nullable String serviceIdentifier,
      @RequestParam(required = false) @Nullable Set<Direction> direction,
      @PageableDefault(size = ApiPage.DEFAULT_SIZE) Pageable page) {
    Specification<OutgoingMessage> wanted = Specification.allOf(
        OutgoingMessages.inOutbox(),
        Filters.anyId("messageId", messageId),
        Filters.anyId("conversationId", conversationId),
        Filters.any("process", processIdentifier),
        Filters.any("receiverIdentifier", receiverIdentifier),
        Filters.any("senderIdentifier", senderIdentifier),
        Filters.service(serviceIdentifier),
        Filters.given(direction).equals(Set.of(Direction.INCOMING))
            ? Filters.nothing()
            : Specification.unrestricted());
    return ApiPage.of(
        ApiPage.read(
            messages,
            OutgoingMessage.class,
            wanted,
            ApiPage.translate(page, Filters.SORTABLE_MESSAGES, "box"),
            () -> messages.count(wanted)),
        page,
        OutgoingMessageController::shown);
  }

  /**
   * A draft, or how an arkivmelding stands.
   *
   * @param id the messageId, or a conversationId that has one message out or is begun by an arkivmelding
   */
  @GetMapping("/{id}")
  Object get(@PathVariable String id) {
    return arkivsendinger
        .find(id)
        .map(sending -> arkivsendinger.shown(sending, id))
        .orElseGet(() -> utboks
            .draft(resolve(id))
            .map(OutgoingMessageController::shown)
            .orElseThrow(() -> Filters.noSuchMessage(id)));
  }

  /**
   * A file: streamed from the connection to the payload store.
   *
   * @param id the messageId, or a conversationId that has one message out or is begun by an arkivmelding
   * @param contentDisposition {@code attachment; name="title"; filename="name.pdf"}; also the extended forms of RFC 5987
   * @param title goes before the name in Content-Disposition
   */
  @PutMapping("/{id}")
  void upload(
      @PathVariable String id,
      @RequestHeader(HttpHeaders.CONTENT_TYPE) String contentType,
      @RequestHeader(HttpHeaders.CONTENT_DISPOSITION) String contentDisposition,
      @RequestParam(required = false) @Nullable String title,
      HttpServletRequest request)
      throws IOException {
    Optional<Arkivsending> sending = arkivsendinger.find(id);
    MessageId messageId = sending.isPresent() ? null : resolve(id);
    FileHeader header = FileHeader.parse(contentDisposition);
    String filename = header.safeFilename();
    NewFile file = new NewFile(
        filename,
        Filenames.title(title != null ? title : header.title()),
        Filenames.mimeType(contentType, filename));
    if (messageId == null) {
      arkivsendinger.addFile(sending.orElseThrow(), file, request.getInputStream());
    } else {
      utboks.addFile(messageId, file, request.getInputStream());
    }
  }

  /** The draft anew; its id and files stay. */
  @PutMapping(
      path = "/{id}",
      headers = "!" + HttpHeaders.CONTENT_DISPOSITION,
      consumes = {MediaType.APPLICATION_JSON_VALUE, ANY_JSON})
  Object replace(@PathVariable String id, @RequestBody Replacement replacement) {
    Optional<Arkivsending> sending = arkivsendinger.find(id);
    if (sending.isPresent()) {
      return replacement instanceof PrototypeChoice choice
          ? arkivsendinger.choose(sending.get(), choice)
          : arkivsendinger.replace(sending.get(), id, (StandardBusinessDocument) replacement);
    }
    MessageId messageId = resolve(id);
    if (!(replacement instanceof StandardBusinessDocument sbd)) {
      throw Problem.of(
              ErrorCode.INVALID_MESSAGE,
              "Message " + messageId
                  + " is none of an arkivmelding; it has no prototypes to choose")
          .exceptionally();
    }
    OutgoingMessage old = utboks.draft(messageId).orElseThrow(() -> Filters.noSuchMessage(id));
    return shown(utboks.redraft(messageId, drafting.redraft(sbd, old, rules.ofBody(sbd))));
  }

  /**
   * Sends. From here on the message is found among statuses and conversations.
   *
   * @param id the messageId, or a conversationId that has one message out or is begun by an arkivmelding
   */
  @PostMapping("/{id}")
  void send(@PathVariable String id) {
    arkivsendinger
        .find(id)
        .ifPresentOrElse(
            sending -> arkivsendinger.send(sending, id), () -> utboks.send(resolve(id)));
  }

  /**
   * A message that failed, anew: with its files, a new id and deadline, and the klientMeldingId it had.
   *
   * @param id the messageId of the one that failed
   */
  @PostMapping("/{id}/resend")
  StandardBusinessDocument resend(@PathVariable String id) {
    MessageId old = resolve(id);
    OutgoingMessage failed =
        messages.findByMessageId(old.value()).orElseThrow(() -> Filters.noSuchMessage(id));
    return shown(utboks.resend(old, drafting.again(failed)));
  }

  /**
   * Throws a draft away, or takes back a message that waits to be sent; refused where Fiks may already have it. An id that is
   * not in the outbox is fine: what became of its message, the statuses say.
   *
   * @param id the messageId, or a conversationId that has one message out or is begun by an arkivmelding
   */
  @DeleteMapping("/{id}")
  void delete(@PathVariable String id) {
    Optional<Arkivsending> sending = arkivsendinger.find(id);
    if (sending.isPresent()) {
      arkivsendinger.delete(sending.get(), id);
      return;
    }
    if (!named(id).isEmpty()) {
      utboks.delete(resolve(id));
    }
  }

  private MessageId resolve(String id) {
    List<MessageId> named = named(id);
    if (named.isEmpty()) {
      throw Filters.noSuchMessage(id);
    }
    if (named.size() > 1) {
      throw new RejectedException(
          ErrorCode.MESSAGE_NOT_FOUND,
          "Message with messageId = " + id + " was not found, and conversation " + id + " has "
              + named.size() + " messages; name one by its messageId");
    }
    return named.get(0);
  }

  private List<MessageId> named(String id) {
    return Filters.asUuid(id).map(utboks::named).orElse(List.of());
  }

  static StandardBusinessDocument shown(OutgoingMessage message) {
    return ApiJson.readStored(message.sbd());
  }
}
