package no.fiksgateway.integrasjonspunkt.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import no.fiksgateway.integrasjonspunkt.access.Access;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding;
import no.fiksgateway.integrasjonspunkt.arkivmelding.ArkivmeldingReader;
import no.fiksgateway.integrasjonspunkt.arkivmelding.InvalidArkivmeldingException;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage.Stage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.message.Unstorable;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

@Service
class ArkivsendingService implements Arkivsendinger {
  private static final NewFile ARKIVMELDING =
      new NewFile(Arkivmelding.FILENAME, "Arkivmelding", "application/xml");

  private final StoredArkivsendinger stored;
  private final OutgoingMessages outgoing;
  private final UtboksService utboks;
  private final Uploads uploads;
  private final ArkivmeldingReader reader;
  private final PayloadStore payloads;
  private final Jobs jobs;
  private final Transactions transactions;
  private final Access access;

  ArkivsendingService(
      StoredArkivsendinger stored,
      OutgoingMessages outgoing,
      UtboksService utboks,
      Uploads uploads,
      ArkivmeldingReader reader,
      PayloadStore payloads,
      Jobs jobs,
      Transactions transactions,
      Access access) {
    this.stored = stored;
    this.outgoing = outgoing;
    this.utboks = utboks;
    this.uploads = uploads;
    this.reader = reader;
    this.payloads = payloads;
    this.jobs = jobs;
    this.transactions = transactions;
    this.access = access;
  }

  @Override
  public Arkivsending begin(InputStream xml, @Nullable ConversationId wanted, Drawer drawer)
      throws IOException {
    StoredPayload file = payloads.store(xml);
    boolean used = false;
    try {
      Optional<Arkivsending> known = transactions.once(() -> known(wanted, file.sha256()));
      if (known.isPresent()) {
        return known.get();
      }
      Arkivmelding said = read(file);
      ConversationId conversation = wanted != null ? wanted : new ConversationId(UUID.randomUUID());
      List<Prototype> drawn = drawer.draw(said, conversation);
      Begun begun = insistOnNewId(
          conversation,
          () -> known(wanted, file.sha256())
              .map(other -> new Begun(other, false))
              .orElseGet(() -> {
                StoredArkivsending made = new StoredArkivsending(
                    conversation,
                    access.heldTo(),
                    wanted == null ? contentKey(file.sha256()) : null,
                    file.sha256(),
                    said);
                return new Begun(add(made, said, file, drawn), true);
              }));
      used = begun.isNew();
      return begun.sending();
    } finally {
      if (!used) {
        payloads.delete(file.id());
      }
    }
  }

  private record Begun(Arkivsending sending, boolean isNew) {}

  /** The database also knows the conversations that this caller may not see. */
  private <T> T insistOnNewId(ConversationId conversation, Supplier<T> work) {
    try {
      return transactions.insist(work);
    } catch (DataIntegrityViolationException hidden) {
      if (Unstorable.isCauseOf(hidden)) {
        throw hidden;
      }
      RejectedException taken = taken(conversation);
      taken.initCause(hidden);
      throw taken;
    }
  }

  /** Callers who are held to different accounts do not share what they make. */
  private String contentKey(String sha256) {
    String heldTo = access.heldTo();
    return heldTo == null ? sha256 : heldTo + " " + sha256;
  }

  private Optional<Arkivsending> known(@Nullable ConversationId wanted, String sha256) {
    if (wanted == null) {
      return stored.findByContentKey(contentKey(sha256)).map(StoredArkivsending::shown);
    }
    Optional<StoredArkivsending> found = stored.findByConversationId(wanted.value());
    boolean taken = found.isPresent()
        ? !found.get().sha256().equals(sha256)
        : outgoing.existsByConversationIdAndStageNot(wanted.value(), Stage.WITHDRAWN);
    if (taken) {
      throw taken(wanted);
    }
    return found.map(StoredArkivsending::shown);
  }

  private static RejectedException taken(ConversationId wanted) {
    return new RejectedException(
        ErrorCode.MESSAGE_ID_TAKEN,
        "Conversation " + wanted + " already exists, with something else in it");
  }

  private Arkivmelding read(StoredPayload file) throws IOException {
    try (InputStream xml = payloads.open(file.id())) {
      Arkivmelding said = reader.read(xml);
      said.dokumentfiler().forEach(ArkivsendingService::requireNameOfUploads);
      return said;
    } catch (InvalidArkivmeldingException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /** An upload is stored by its bare name, so that a file with any other could never come. */
  private static void requireNameOfUploads(Arkivmelding.Dokumentfil file) {
    String problem = file.name().contains("/")
        ? "'" + file.name() + "' has a path; a file is uploaded by its name alone"
        : Uploads.problemInPackage(file.name());
    if (problem != null) {
      throw invalid(
          "arkivmelding.xml, line " + file.line() + ", element referanseDokumentfil: " + problem);
    }
  }

  private static RejectedException invalid(String why) {
    return new RejectedException(ErrorCode.INVALID_ARKIVMELDING, why);
  }

  private Arkivsending add(
      StoredArkivsending made, Arkivmelding said, StoredPayload file, List<Prototype> drawn) {
    drawn.forEach(made::add);
    made.placeFor(Arkivmelding.FILENAME).take(ARKIVMELDING, file);
    said.dokumentfiler().stream()
        .filter(named -> made.file(named.name()).isEmpty())
        .forEach(made::expect);
    StoredArkivsending kept = stored.saveAndFlush(made);
    awaitEnd(kept);
    return kept.shown();
  }

  private void awaitEnd(StoredArkivsending sending) {
    jobs.at(ExpireArkivsendingJob.KIND, sending.conversation().toString(), sending.expiresAt());
  }

  @Override
  public Optional<Arkivsending> find(UUID id) {
    return transactions.once(() -> stored
        .findByConversationId(id)
        .or(() -> stored.findByPrototype(id))
        .map(StoredArkivsending::shown));
  }

  @Override
  public void addFile(ConversationId id, NewFile file, InputStream body) throws IOException {
    StoredPayload bytes = payloads.store(body);
    boolean used = false;
    try {
      used = transactions.insist(() -> takeUnlessThere(get(id), file, bytes));
    } finally {
      if (!used) {
        payloads.delete(bytes.id());
      }
    }
  }

  private boolean takeUnlessThere(StoredArkivsending sending, NewFile file, StoredPayload bytes) {
    String there = sending.file(file.filename()).map(StoredArkivfil::sha256).orElse(null);
    if (bytes.sha256().equals(there)) {
      return false;
    }
    requireOpen(sending);
    String whose = "conversation " + sending.conversation();
    if (there != null) {
      throw Uploads.duplicateFilename(file, whose);
    }
    uploads.requireFit(file, sending.size() + bytes.size(), whose);
    sending.placeFor(file.filename()).take(file, bytes);
    return true;
  }

  @Override
  public Arkivsending edit(ConversationId id, List<Edit> edits) {
    return transactions.insist(() -> {
      StoredArkivsending sending = get(id);
      requireOpen(sending);
      for (Edit edit : edits) {
        sending
            .prototype(edit.messageId())
            .orElseThrow(() -> notFound(edit.messageId().toString()))
            .apply(edit);
      }
      sending.changed();
      stored.flush();
      awaitEnd(sending);
      return sending.shown();
    });
  }

  @Override
  public boolean send(Arkivsending seen, List<OutgoingMessage.Draft> drafts) {
    return transactions.insist(() -> {
      StoredArkivsending sending = get(seen.conversation());
      if (sending.state() == State.SENT) {
        requireWhole(sending);
        return true;
      }
      requireOpen(sending);
      if (sending.version() != seen.version()) {
        return false;
      }
      drafts.forEach(draft -> utboks.addQueued(draft, sending.documents(), sending.title()));
      // It goes on naming its files until its end: somebody who looks first at messages and then
      // here
      // must find them.
      sending.enter(State.SENT);
      return true;
    });
  }

  @Override
  public void delete(ConversationId id) {
    List<String> orphans = transactions.insist(() -> stored
        .findByConversationId(id.value())
        .map(sending -> sending.state() == State.SENT ? takeBack(sending) : remove(sending))
        .orElse(List.of()));
    orphans.forEach(uploads::delete);
  }

  /** All that waits to be sent, or nothing. Where none of it was sent, it is as if it had never been begun. */
  private List<String> takeBack(StoredArkivsending sending) {
    List<OutgoingMessage> messages = messagesOf(sending);
    messages.forEach(message -> utboks.takeBackIfItWaits(message.messageId()));
    if (messages.stream().allMatch(message -> message.stage() == Stage.WITHDRAWN)) {
      stored.delete(sending);
    }
    // The sweep removes the files, once no message has them.
    return List.of();
  }

  private List<OutgoingMessage> messagesOf(StoredArkivsending sending) {
    return outgoing.findByConversationIdAndAutomaticIsFalseOrderById(
        sending.conversation().value());
  }

  private void requireWhole(StoredArkivsending sending) {
    messagesOf(sending).stream()
        .filter(message -> message.stage() == Stage.WITHDRAWN)
        .findFirst()
        .ifPresent(message -> {
          throw new RejectedException(
              ErrorCode.NOT_A_DRAFT,
              "Message " + message.messageId() + " of conversation " + sending.conversation()
                  + " was taken back; what has been sent of the conversation is not sent again");
        });
  }

  private List<String> remove(StoredArkivsending sending) {
    List<String> orphans = sending.release();
    stored.delete(sending);
    return orphans;
  }

  private StoredArkivsending get(ConversationId id) {
    return stored.findByConversationId(id.value()).orElseThrow(() -> notFound(id.toString()));
  }

  private static void requireOpen(StoredArkivsending sending) {
    switch (sending.state()) {
      case OPEN -> {}
      case SENT ->
        throw new RejectedException(
            ErrorCode.NOT_A_DRAFT,
            "Conversation " + sending.conversation() + " is already being sent");
      case EXPIRED ->
        throw new RejectedException(
            ErrorCode.DEADLINE_PASSED,
            "Conversation " + sending.conversation() + " was not sent before its deadline "
                + sending.expiresAt());
    }
  }

  private static RejectedException notFound(String id) {
    return new RejectedException(
        ErrorCode.MESSAGE_NOT_FOUND, "Message with messageId = " + id + " was not found");
  }
}
