package no.fiksgateway.integrasjonspunkt.outbound;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import no.fiksgateway.integrasjonspunkt.jobs.JobKind;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Message;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.Messages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage.Stage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.message.StatusLedger;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.message.Unstorable;
import no.fiksgateway.integrasjonspunkt.outbound.SendAttempt.Outcome;
import no.fiksgateway.integrasjonspunkt.outbound.Uploads.StoredFile;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

@Service
class UtboksService implements Utboks {
  private final Messages messages;
  private final OutgoingMessages outgoing;
  private final SendAttempts attempts;
  private final Questions questions;
  private final StatusLedger ledger;
  private final Uploads uploads;
  private final Jobs jobs;
  private final OutboundSettings settings;
  private final Clock clock;
  private final Transactions transactions;
  private final Precedence precedence;
  private final EntityManager entities;

  UtboksService(
      Messages messages,
      OutgoingMessages outgoing,
      SendAttempts attempts,
      Questions questions,
      StatusLedger ledger,
      Uploads uploads,
      Jobs jobs,
      OutboundSettings settings,
      Clock clock,
      Transactions transactions,
      Precedence precedence,
      EntityManager entities) {
    this.messages = messages;
    this.outgoing = outgoing;
    this.attempts = attempts;
    this.questions = questions;
    this.ledger = ledger;
    this.uploads = uploads;
    this.jobs = jobs;
    this.settings = settings;
    this.clock = clock;
    this.transactions = transactions;
    this.precedence = precedence;
    this.entities = entities;
  }

  @Override
  public Instant defaultDeadline() {
    return clock.instant().plus(settings.defaultTtl());
  }

  @Override
  public OutgoingMessage create(OutgoingMessage.Draft draft) {
    return precedence.first(() ->
        insistOnNewId(draft, () -> existing(draft).orElseGet(() -> addDraft(made(draft)))));
  }

  @Override
  public OutgoingMessage redraft(MessageId id, OutgoingMessage.Draft draft) {
    return transactions.insist(() -> {
      OutgoingMessage message = editable(id);
      KontoId before = message.konto();
      message.redraft(questions.answered(draft));
      ledger.redrafted(message, before);
      jobs.at(ExpireJob.KIND, id.toString(), draft.deadline());
      return message;
    });
  }

  @Override
  public void addFile(MessageId id, NewFile file, InputStream body) throws IOException {
    transactions.once(() -> takes(id, file));
    StoredPayload stored = uploads.store(body);
    boolean attached = false;
    try {
      StoredFile given = uploads.described(file, stored);
      attached = transactions.insist(() -> attachUnlessThere(takes(id, file), given));
    } finally {
      if (!attached) {
        uploads.discard(stored);
      }
    }
  }

  private boolean attachUnlessThere(OutgoingMessage message, StoredFile given) {
    if (Uploads.isThere(message, given)) {
      return false;
    }
    OutgoingMessage draft = editable(message.messageId());
    uploads.attach(draft, given);
    // Whoever sends or deletes it at the same moment must see the file, or this must see that.
    entities.lock(draft, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
    return true;
  }

  /** A draft; and whatever has become of a message with a file of this name, for it may be the same file again. */
  private OutgoingMessage takes(MessageId id, NewFile file) {
    return outgoing
        .findByMessageId(id.value())
        .filter(message -> message.stage() != Stage.WITHDRAWN)
        .filter(message -> message.documents().stream()
            .anyMatch(document -> document.filename().equals(file.filename())))
        .orElseGet(() -> editable(id));
  }

  @Override
  public void send(MessageId id) {
    boolean expired = precedence.first(() -> transactions.insist(() -> {
      OutgoingMessage message = outgoing
          .findByMessageId(id.value())
          .filter(found -> found.stage() != Stage.WITHDRAWN)
          .orElseThrow(() -> notFound(id));
      if (message.stage() == Stage.DRAFT) {
        return queue(message);
      }
      if (message.stage() == Stage.DONE && message.status() != OutgoingStatus.LEVETID_UTLOPT) {
        throw notFound(id);
      }
      return message.stage() == Stage.DONE;
    }));
    if (expired) {
      throw deadlinePassed(outgoing.findByMessageId(id.value()).orElseThrow(() -> notFound(id)));
    }
  }

  @Override
  public OutgoingMessage createAndSend(OutgoingMessage.Draft draft, List<FileWithBody> files)
      throws IOException {
    return precedence.first(() ->
        store(files, given -> insistOnNewId(draft, () -> createAndSendStored(draft, given))));
  }

  @Override
  public Optional<OutgoingMessage> made(MessageId id, String contentDigest) {
    return transactions.once(() -> outgoing
        .findByMessageId(id.value())
        .filter(message -> !message.isAutomatic())
        .filter(message -> message.stage() != Stage.WITHDRAWN)
        .filter(message -> message.contentDigest().equals(contentDigest)));
  }

  @Override
  public OutgoingMessage sendOnceMore(MessageId id, List<FileWithBody> files) throws IOException {
    return precedence.first(() -> store(
        files,
        given -> transactions.insist(() -> new Sent(
            repeated(outgoing.findByMessageId(id.value()).orElseThrow(() -> notFound(id)), given),
            false))));
  }

  private OutgoingMessage store(List<FileWithBody> files, Function<List<StoredFile>, Sent> andSend)
      throws IOException {
    List<StoredPayload> stored = new ArrayList<>();
    boolean used = false;
    try {
      List<StoredFile> given = new ArrayList<>();
      for (FileWithBody file : files) {
        try (InputStream in = file.body().open()) {
          stored.add(uploads.store(in));
        }
        given.add(uploads.described(file.file(), stored.get(stored.size() - 1)));
      }
      Sent sent = andSend.apply(given);
      used = sent.isNew();
      return sent.message();
    } finally {
      if (!used) {
        for (StoredPayload payload : stored) {
          uploads.discard(payload);
        }
      }
    }
  }

  private record Sent(OutgoingMessage message, boolean isNew) {}

  private Sent createAndSendStored(OutgoingMessage.Draft draft, List<StoredFile> files) {
    Optional<OutgoingMessage> existing = existing(draft);
    if (existing.isPresent()) {
      return new Sent(repeated(existing.get(), files), false);
    }
    OutgoingMessage made = made(draft);
    files.forEach(given -> uploads.attach(made, given));
    return new Sent(addQueued(made), true);
  }

  private OutgoingMessage repeated(OutgoingMessage message, List<StoredFile> files) {
    if (message.documents().size() != files.size()
        || !files.stream().allMatch(given -> Uploads.isThere(message, given))) {
      throw idTaken(message.messageId());
    }
    if (message.stage() == Stage.DRAFT ? queue(message) : isNeverSent(message)) {
      throw deadlinePassed(message);
    }
    return message;
  }

  private boolean isNeverSent(OutgoingMessage message) {
    return message.status() == OutgoingStatus.LEVETID_UTLOPT
        && attempts.findByMessageIdOrderById(message.messageId().value()).stream()
            .noneMatch(
                attempt -> attempt.mayHaveBeenAccepted() || attempt.outcome() == Outcome.ACCEPTED);
  }

  /** In the transaction of the caller. NOT_A_DRAFT where Fiks may already have it. */
  void takeBackIfItWaits(MessageId id) {
    outgoing
        .findByMessageId(id.value())
        .filter(message -> message.stage() == Stage.QUEUED)
        .ifPresent(this::withdraw);
  }

  /**
   * In the transaction of the caller: a message whose files are here already, queued at once. MESSAGE_ID_TAKEN,
   * DEADLINE_PASSED.
   */
  void addQueued(OutgoingMessage.Draft draft, List<Document> files, @Nullable String title) {
    if (messages.existsByMessageId(draft.messageId().value())) {
      throw idTaken(draft.messageId());
    }
    OutgoingMessage made = made(draft);
    files.forEach(made::add);
    made.describe(title, made.reference());
    addQueued(made);
  }

  @Override
  public OutgoingMessage resend(MessageId old, OutgoingMessage.Draft draft) {
    return transactions.insist(() -> {
      OutgoingMessage ended = outgoing
          .findByMessageId(old.value())
          .filter(message -> !message.isAutomatic())
          .orElseThrow(() -> notFound(old));
      OutgoingMessage first = firstAttempt(ended);
      outgoing.findLockedByMessageId(first.messageId().value());
      if (ended.status() != OutgoingStatus.FEIL
          && ended.status() != OutgoingStatus.LEVETID_UTLOPT) {
        throw new RejectedException(
            ErrorCode.NOT_RESENDABLE,
            "Message " + old + " has status " + ended.status()
                + "; only FEIL and LEVETID_UTLOPT can be sent again");
      }
      Optional<OutgoingMessage> underWay = attemptUnderWay(first);
      if (underWay.isPresent()) {
        return underWay.get();
      }
      if (messages.existsByMessageId(draft.messageId().value())) {
        throw idTaken(draft.messageId());
      }
      return addQueued(OutgoingMessage.resend(ended, questions.answered(draft), clock.instant()));
    });
  }

  private OutgoingMessage firstAttempt(OutgoingMessage message) {
    OutgoingMessage first = message;
    for (MessageId old = first.resendOf(); old != null; old = first.resendOf()) {
      MessageId before = old;
      first = outgoing.findByMessageId(before.value()).orElseThrow(() -> notFound(before));
    }
    return first;
  }

  /** The attempt, whichever it was made from, that has not ended badly. */
  private Optional<OutgoingMessage> attemptUnderWay(OutgoingMessage first) {
    return outgoing
        .findByConversationIdAndAutomaticIsFalseOrderById(first.conversationId().value())
        .stream()
        .filter(message -> message.resendOf() != null)
        .filter(message -> message.stage() != Stage.WITHDRAWN)
        .filter(message -> message.status() != OutgoingStatus.FEIL
            && message.status() != OutgoingStatus.LEVETID_UTLOPT)
        .filter(message -> firstAttempt(message).messageId().equals(first.messageId()))
        .findFirst();
  }

  @Override
  public Optional<OutgoingMessage> draft(MessageId id) {
    return transactions.once(() -> outgoing
        .findByMessageId(id.value())
        .filter(message -> !message.isAutomatic())
        .filter(message -> message.stage() == Stage.DRAFT || message.stage() == Stage.QUEUED));
  }

  @Override
  public List<MessageId> named(UUID id) {
    return outgoing.findByMessageId(id).isPresent()
        ? List.of(new MessageId(id))
        : outgoing.findByConversationIdAndAutomaticIsFalseOrderById(id).stream()
            .filter(message -> message.stage() != Stage.WITHDRAWN)
            .map(OutgoingMessage::messageId)
            .toList();
  }

  @Override
  public void delete(MessageId id) {
    List<String> orphans = transactions.insist(() -> outgoing
        .findByMessageId(id.value())
        .filter(message -> !message.isAutomatic())
        .map(this::withdraw)
        .orElse(List.of()));
    orphans.forEach(uploads::delete);
  }

  /** Answers the payloads that are nobody's any more. */
  private List<String> withdraw(OutgoingMessage message) {
    return switch (message.stage()) {
      case DRAFT -> {
        message.enter(Stage.WITHDRAWN);
        yield message.takeDocuments();
      }
      case QUEUED -> {
        takeFromTheQueue(message);
        message.enter(Stage.WITHDRAWN);
        ledger.note(
            message,
            Evidence.localApi("The local system deleted the message before it was sent."),
            "Taken back by the local system before it was sent.");
        // Another message may have the same files: the one that this was to send anew, or that to
        // another receiver of the same arkivmelding. The sweep removes those that nobody has.
        message.takeDocuments();
        yield List.of();
      }
      case DONE, WITHDRAWN -> List.of();
    };
  }

  /** Whoever takes its job back keeps it from being sent, and may look then whether it has been sent before. */
  private void takeFromTheQueue(OutgoingMessage message) {
    MessageId id = message.messageId();
    if (!jobs.takeBack(SendJob.KIND, id.toString())
        || message.status() != OutgoingStatus.OPPRETTET
        || attempts.findByMessageIdOrderById(id.value()).stream()
            .anyMatch(SendAttempt::mayHaveBeenAccepted)) {
      throw beingSent(id);
    }
  }

  /** The database also knows the ids of messages that this caller may not see. */
  private <T> T insistOnNewId(OutgoingMessage.Draft draft, Supplier<T> work) {
    try {
      return transactions.insist(work);
    } catch (DataIntegrityViolationException hidden) {
      if (Unstorable.isCauseOf(hidden)) {
        throw hidden;
      }
      RejectedException taken = idTaken(draft.messageId());
      taken.initCause(hidden);
      throw taken;
    }
  }

  private Optional<OutgoingMessage> existing(OutgoingMessage.Draft draft) {
    Optional<Message> found = messages.findByMessageId(draft.messageId().value());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof OutgoingMessage message
        && message.stage() != Stage.WITHDRAWN
        && message.contentDigest().equals(draft.contentDigest())) {
      return Optional.of(message);
    }
    throw idTaken(draft.messageId());
  }

  private OutgoingMessage made(OutgoingMessage.Draft draft) {
    return new OutgoingMessage(questions.answered(draft), clock.instant());
  }

  private OutgoingMessage addDraft(OutgoingMessage made) {
    return add(made, Map.of(ExpireJob.KIND, made.deadline()));
  }

  /** A message that is made and sent in one step. DEADLINE_PASSED, MISSING_FILE. */
  private OutgoingMessage addQueued(OutgoingMessage made) {
    Instant now = clock.instant();
    if (!made.deadline().isAfter(now)) {
      throw deadlinePassed(made);
    }
    requireFiles(made);
    made.enter(Stage.QUEUED);
    return add(made, Map.of(ExpireJob.KIND, made.deadline(), SendJob.KIND, now));
  }

  /** What is saved here is complete: a change after it would be a second write of the row. */
  private OutgoingMessage add(OutgoingMessage made, Map<JobKind, Instant> jobTimes) {
    OutgoingMessage message = messages.save(made);
    ledger.opened(message, Evidence.localApi("Accepted from the local system and stored."));
    jobs.ofNew(message.messageId().toString(), jobTimes);
    return message;
  }

  private OutgoingMessage editable(MessageId id) {
    OutgoingMessage message = outgoing
        .findByMessageId(id.value())
        .filter(found -> found.stage() == Stage.DRAFT || found.stage() == Stage.QUEUED)
        .orElseThrow(() -> notFound(id));
    if (message.stage() == Stage.QUEUED) {
      throw beingSent(id);
    }
    return message;
  }

  private static RejectedException beingSent(MessageId id) {
    return new RejectedException(
        ErrorCode.NOT_A_DRAFT, "Message with messageId = " + id + " is already being sent");
  }

  /** Answers whether the message is out of time instead. */
  private boolean queue(OutgoingMessage message) {
    if (!message.deadline().isAfter(clock.instant())) {
      if (message.status().awaitsReceiver()) {
        ledger.report(
            message,
            OutgoingStatus.LEVETID_UTLOPT,
            Evidence.ownClock(
                "Deadline " + message.deadline() + " had passed when the message was to be sent."),
            "The deadline had passed before the message was sent.",
            ErrorCode.DEADLINE_PASSED);
      }
      message.enter(Stage.DONE);
      return true;
    }
    requireFiles(message);
    message.enter(Stage.QUEUED);
    jobs.now(SendJob.KIND, message.messageId().toString());
    return false;
  }

  private static void requireFiles(OutgoingMessage message) {
    if (message.documents().isEmpty() && !message.isAnswer()) {
      throw new RejectedException(
          ErrorCode.MISSING_FILE, "There must always be at least one attachment");
    }
  }

  private static RejectedException notFound(MessageId id) {
    return new RejectedException(
        ErrorCode.MESSAGE_NOT_FOUND, "Message with messageId = " + id + " was not found");
  }

  private static RejectedException idTaken(MessageId id) {
    return new RejectedException(
        ErrorCode.MESSAGE_ID_TAKEN, "Message with messageId = " + id + " already exists");
  }

  private static RejectedException deadlinePassed(OutgoingMessage message) {
    return new RejectedException(
        ErrorCode.DEADLINE_PASSED,
        "ExpectedResponseDateTime " + message.deadline()
            + " has been exceeded. Please resend the message");
  }
}
