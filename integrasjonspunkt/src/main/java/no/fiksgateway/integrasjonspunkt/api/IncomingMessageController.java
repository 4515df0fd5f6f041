package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import no.fiksgateway.integrasjonspunkt.inbound.Innboks;
import no.fiksgateway.integrasjonspunkt.inbound.Innboks.Filter;
import no.fiksgateway.integrasjonspunkt.inbound.Innboks.Package.Asice;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper.Feil;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Pageable;
import org.springframework.data.web.PageableDefault;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Messages in: peek locks one, pop gives its package, DELETE finishes it. */
@RestController
class IncomingMessageController {
  /** Answered by peek; a client that gives it back is told when the lock has gone to somebody else. */
  static final String LOCK_TOKEN = "Lock-Token";

  private static final String IN = "/api/messages/in";
  private static final String SHORT_IN = "/in/messages";
  private static final String SHORT_POP = SHORT_IN + "/pop";

  /** ETSI EN 319 162-1, the media type of an ASiC-E. */
  private static final String ASICE = "application/vnd.etsi.asic-e+zip";

  private static final Set<String> PEEK_PARAMETERS = Set.of(
      "messageId",
      "conversationId",
      "receiverIdentifier",
      "senderIdentifier",
      "serviceIdentifier",
      "process");

  private final Innboks innboks;
  private final Clock clock;

  IncomingMessageController(Innboks innboks, Clock clock) {
    this.innboks = innboks;
    this.clock = clock;
  }

  /**
   * What the query asks for, as text: an id that is no UUID is the id of nothing.
   *
   * @param receiverIdentifier an organisation number or the id of an account
   * @param senderIdentifier an organisation number or the id of an account
   */
  record Wanted(
      @Nullable String messageId,
      @Nullable String conversationId,
      @Nullable String receiverIdentifier,
      @Nullable String senderIdentifier,
      @Nullable String serviceIdentifier,
      @Nullable String process) {
    /** Empty where nothing can match. */
    Optional<Filter> filter() {
      Optional<UUID> message = Filters.asked(messageId).flatMap(Filters::asUuid);
      Optional<UUID> conversation = Filters.asked(conversationId).flatMap(Filters::asUuid);
      boolean impossible = Filters.asked(messageId).isPresent() && message.isEmpty()
          || Filters.asked(conversationId).isPresent() && conversation.isEmpty()
          || !Filters.includesThisService(serviceIdentifier);
      return impossible
          ? Optional.empty()
          : Optional.of(new Filter(
              message.orElse(null),
              conversation.orElse(null),
              Filters.asked(receiverIdentifier).orElse(null),
              Filters.asked(senderIdentifier).orElse(null),
              Filters.asked(process).orElse(null)));
    }
  }

  /** Every message in that is not deleted yet, locked or not; locks nothing and changes no order. */
  @GetMapping({IN, SHORT_IN})
  ApiPage<StandardBusinessDocument> list(
      Wanted wanted, @PageableDefault(size = ApiPage.DEFAULT_SIZE) Pageable page) {
    Pageable translated = ApiPage.translate(page, Filters.SORTABLE_MESSAGES, "box");
    return wanted
        .filter()
        .map(filter -> ApiPage.of(
            innboks.list(filter, translated),
            page,
            message -> IncomingDocuments.listed(message, clock.instant())))
        .orElseGet(() -> ApiPage.empty(page));
  }

  /**
   * Locks the oldest message that is not locked, and answers its SBD. A misspelt filter would lock just any message, so a
   * query parameter that is not known is refused.
   */
  @GetMapping({IN + "/peek", SHORT_IN + "/peek"})
  ResponseEntity<StandardBusinessDocument> peek(Wanted wanted, HttpServletRequest request) {
    Filters.refuseUnknown(request, PEEK_PARAMETERS);
    return wanted
        .filter()
        .flatMap(filter -> innboks.peek(filter, caller(request)))
        .map(locked -> ResponseEntity.ok()
            .header(LOCK_TOKEN, locked.lockToken().toString())
            .body(IncomingDocuments.of(locked.message())))
        .orElseGet(() -> ResponseEntity.noContent().build());
  }

  private static String caller(HttpServletRequest request) {
    return Optional.ofNullable(request.getRemoteUser()).orElse(request.getRemoteAddr());
  }

  /**
   * The package of a locked message, an ASiC-E, as often as wanted while the lock holds.
   *
   * @param id the messageId
   */
  @GetMapping({IN + "/pop/{id}", SHORT_POP + "/{id}"})
  void pop(
      @PathVariable String id,
      @RequestHeader(name = LOCK_TOKEN, required = false) @Nullable String lockToken,
      HttpServletResponse response)
      throws IOException {
    answerPackage(messageId(id), token(lockToken), response);
  }

  /**
   * The package of the message that the Lock-Token locks, or of the only one that is locked.
   *
   * @param messageId names the message instead
   */
  @PostMapping(SHORT_POP)
  void popLockedLast(
      @RequestParam(required = false) @Nullable String messageId,
      @RequestHeader(name = LOCK_TOKEN, required = false) @Nullable String lockToken,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    UUID token = token(lockToken);
    answerPackage(namedOrLockedLast(messageId, token, request), token, response);
  }

  /**
   * The message is taken over: it leaves the inbox, with status INNKOMMENDE_LEVERT.
   *
   * @param id the messageId
   */
  @DeleteMapping({IN + "/{id}", SHORT_IN + "/{id}"})
  StandardBusinessDocument delete(
      @PathVariable String id,
      @RequestHeader(name = LOCK_TOKEN, required = false) @Nullable String lockToken) {
    return IncomingDocuments.of(innboks.delete(messageId(id), token(lockToken)));
  }

  /**
   * The message that the Lock-Token locks, or the only one that is locked, is taken over.
   *
   * @param messageId names the message instead
   */
  @DeleteMapping(SHORT_POP)
  StandardBusinessDocument deleteLockedLast(
      @RequestParam(required = false) @Nullable String messageId,
      @RequestHeader(name = LOCK_TOKEN, required = false) @Nullable String lockToken,
      HttpServletRequest request) {
    UUID token = token(lockToken);
    return IncomingDocuments.of(
        innboks.delete(namedOrLockedLast(messageId, token, request), token));
  }

  /**
   * A lock that begins anew.
   *
   * @param lockedUntil when the lock ends unless it is extended again
   */
  record Extended(String messageId, OffsetDateTime lockedUntil) {}

  /**
   * Begins the lock time anew.
   *
   * @param id the messageId
   */
  @PostMapping({IN + "/{id}/lock", SHORT_IN + "/{id}/lock"})
  Extended extendLock(
      @PathVariable String id,
      @RequestHeader(name = LOCK_TOKEN, required = false) @Nullable String lockToken) {
    MessageId messageId = messageId(id);
    return new Extended(
        messageId.toString(), OsloTime.of(innboks.extendLock(messageId, token(lockToken))));
  }

  /**
   * Why a message cannot be used.
   *
   * @param reason told to the sender
   * @param type the error message to send, or the word in it that says what is wrong: serverfeil or ikkefunnet; if left out,
   *     the message itself is what is wrong
   */
  record Rejection(
      @NotBlank @Size(max = 4000) String reason, @Nullable String type) {
    private static final Pattern VERSION = Pattern.compile("\\.v\\d+$");

    Feil feil() {
      String named = type == null ? "" : VERSION.matcher(type).replaceFirst("");
      String word = named.substring(named.lastIndexOf('.') + 1);
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "", "ugyldigforespoersel", "ugyldigforespørsel", "feilet", "feil" ->
          Feil.UGYLDIGFORESPOERSEL;
        case "ikkefunnet" -> Feil.IKKEFUNNET;
        case "serverfeil" -> Feil.SERVERFEIL;
        default -> throw Problem.invalidParameter("type", type).exceptionally();
      };
    }
  }

  /**
   * Tells the sender, in its protocol, that the message cannot be used, and finishes it.
   *
   * @param id the messageId
   */
  @PostMapping(path = {IN + "/{id}/reject", SHORT_IN + "/{id}/reject"})
  StandardBusinessDocument reject(
      @PathVariable String id,
      @Valid @RequestBody Rejection rejection,
      @RequestHeader(name = LOCK_TOKEN, required = false) @Nullable String lockToken) {
    return IncomingDocuments.of(
        innboks.reject(messageId(id), token(lockToken), rejection.feil(), rejection.reason()));
  }

  /** A package that fails on the way is cut off, never ended as if it were whole: see {@link ApiErrors}. */
  private void answerPackage(MessageId id, @Nullable UUID lockToken, HttpServletResponse response)
      throws IOException {
    if (!(innboks.pop(id, lockToken) instanceof Asice asice)) {
      response.setStatus(HttpStatus.NO_CONTENT.value());
      return;
    }
    try (InputStream content = asice.content().open()) {
      response.setContentType(ASICE);
      response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=asic.zip");
      content.transferTo(response.getOutputStream());
    } catch (IOException e) {
      if (!response.isCommitted()) {
        response.reset();
      }
      throw e;
    }
  }

  private MessageId namedOrLockedLast(
      @Nullable String messageId, @Nullable UUID lockToken, HttpServletRequest request) {
    return Filters.asked(messageId)
        .map(IncomingMessageController::messageId)
        .orElseGet(() -> innboks.lockedLast(lockToken, caller(request)));
  }

  private static MessageId messageId(String id) {
    return Filters.asUuid(id).map(MessageId::new).orElseThrow(() -> Filters.noSuchMessage(id));
  }

  /** Whatever is not a token of ours is a lock the client does not have. */
  private static @Nullable UUID token(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return null;
    }
    return Filters.asUuid(header.strip())
        .orElseThrow(() -> new RejectedException(
            ErrorCode.LOCK_LOST, "Lock-Token '" + header + "' is not a lock of this message"));
  }
}
