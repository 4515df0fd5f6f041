package no.fiksgateway.integrasjonspunkt.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageSealer;
import no.fiksgateway.integrasjonspunkt.jobs.Backoff;
import no.fiksgateway.integrasjonspunkt.jobs.Job;
import no.fiksgateway.integrasjonspunkt.jobs.JobKind;
import no.fiksgateway.integrasjonspunkt.jobs.JobQueue;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.NokkelLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.konto.KontoTurns;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingAccepted;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage.Stage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.SentMelding;
import no.fiksgateway.integrasjonspunkt.message.SentMeldinger;
import no.fiksgateway.integrasjonspunkt.message.StatusLedger;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.Forsendelse;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Hands one message to the platform.
 *
 * <p>Each attempt is written down before the first byte leaves and again when its outcome is known, in transactions of
 * their own. A crash in between leaves an attempt whose outcome nobody knows; the message is then sent again with the
 * same klientMeldingId, because the platform does not deduplicate but the receiver can (KS: Fiks IO documentation,
 * klientmelding-id).
 */
@Component
class SendJob implements Job {
  static final JobKind KIND = new JobKind("send", JobQueue.SENDS);

  private static final Logger LOG = LoggerFactory.getLogger(SendJob.class);
  /** Bytes of content. A larger package is made at the pace of the network. */
  private static final long LARGEST_IN_TURN = 1024 * 1024;

  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

  private final OutgoingMessages outgoing;
  private final KlientHeadere headere;
  private final SendAttempts attempts;
  private final SentMeldinger sent;
  private final StatusLedger ledger;
  private final PayloadStore payloads;
  private final Mottakere mottakere;
  private final EgneKontoer kontoer;
  private final FiksIoSender sender;
  private final Backoff retries;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final Transactions transactions;
  private final Precedence precedence;
  private final KontoTurns turns;

  SendJob(
      OutgoingMessages outgoing,
      KlientHeadere headere,
      SendAttempts attempts,
      SentMeldinger sent,
      StatusLedger ledger,
      PayloadStore payloads,
      Mottakere mottakere,
      EgneKontoer kontoer,
      FiksIoSender sender,
      OutboundSettings settings,
      ApplicationEventPublisher events,
      Clock clock,
      Transactions transactions,
      Precedence precedence,
      KontoTurns turns) {
    this.outgoing = outgoing;
    this.headere = headere;
    this.attempts = attempts;
    this.sent = sent;
    this.ledger = ledger;
    this.payloads = payloads;
    this.mottakere = mottakere;
    this.kontoer = kontoer;
    this.sender = sender;
    this.retries = new Backoff(settings.firstPause(), settings.longestPause());
    this.events = events;
    this.clock = clock;
    this.transactions = transactions;
    this.precedence = precedence;
    this.turns = turns;
  }

  @Override
  public JobKind kind() {
    return KIND;
  }

  @Override
  public Result run(String id) {
    MessageId messageId = MessageId.of(id);
    return turns.of(avsender(messageId), KIND, () -> attempt(messageId));
  }

  /** Looked up only where there are several that one of them could keep from sending. */
  private KontoId avsender(MessageId id) {
    List<EgenKonto> all = kontoer.all();
    return all.size() == 1
        ? all.get(0).kontoId()
        : outgoing
            .findByMessageId(id.value())
            .map(OutgoingMessage::avsenderKonto)
            .orElse(all.get(0).kontoId());
  }

  private Result attempt(MessageId messageId) {
    Optional<Begun> begun = precedence.yielding(() -> transactions.once(() -> begin(messageId)));
    if (begun.isEmpty()) {
      return DONE;
    }
    SendOutcome outcome = send(begun.get());
    // An answer that overtakes ours may be storing the same meldingId at this moment.
    precedence.yielding(() -> transactions.insist(() -> {
      conclude(begun.get(), outcome);
      return true;
    }));
    return next(begun.get(), outcome);
  }

  /**
   * An attempt under way, with all it needs of the database.
   *
   * @param number counts the attempts at this message from one
   */
  private record Begun(
      long attemptId, int number, MessageId messageId, Forsendelse forsendelse, List<File> files) {}

  private record File(String name, String mimeType, long size, PayloadId payload) {}

  private Optional<Begun> begin(MessageId id) {
    OutgoingMessage message = outgoing.findByMessageId(id.value()).orElse(null);
    if (message == null || message.stage() != Stage.QUEUED) {
      return Optional.empty();
    }
    if (message.status() != OutgoingStatus.OPPRETTET) {
      // An answer has come to an attempt whose own answer was lost: the receiver has it, so it must
      // not be sent again.
      message.enter(Stage.DONE);
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (!message.deadline().isAfter(now)) {
      return Optional.empty();
    }
    // An attempt that cannot be made must not look as if Fiks might have accepted it.
    kontoer.get(message.avsenderKonto());
    int number = attempts.findByMessageIdOrderById(id.value()).size() + 1;
    SendAttempt attempt = attempts.save(new SendAttempt(id, now));
    return Optional.of(new Begun(
        attempt.id(),
        number,
        id,
        forsendelse(message, now),
        message.documents().stream().map(SendJob::file).toList()));
  }

  private static File file(Document document) {
    String payload = Objects.requireNonNull(
        document.payload(), "An outgoing document always has its bytes in the payload store");
    return new File(
        document.filename(), document.mimeType(), document.size(), new PayloadId(payload));
  }

  private Forsendelse forsendelse(OutgoingMessage message, Instant now) {
    Duration left = Duration.between(now, message.deadline());
    return new Forsendelse(
        message.avsenderKonto(),
        message.mottakerKonto(),
        message.meldingstype(),
        message.svarPaMelding(),
        left.compareTo(SHORTEST_TTL) < 0 ? SHORTEST_TTL : left,
        headere.of(message));
  }

  private SendOutcome send(Begun begun) {
    if (begun.files().isEmpty()) {
      return sender.send(begun.forsendelse(), null);
    }
    NokkelLookup nokkel = mottakere.offentligNokkel(begun.forsendelse().mottaker());
    if (nokkel instanceof NokkelLookup.Found found) {
      return sender.send(begun.forsendelse(), out -> seal(begun, found.certificate(), out));
    }
    if (nokkel instanceof NokkelLookup.Missing) {
      return new SendOutcome.TryAgain(
          "Receiver account " + begun.forsendelse().mottaker()
              + " has published no key. The receiver must upload one in Fiks; the message is tried again until its"
              + " deadline.",
          null,
          null);
    }
    String reason = ((NokkelLookup.Unavailable) nokkel).reason();
    return new SendOutcome.TryAgain("The Kontokatalog gave no key: " + reason, null, null);
  }

  private void seal(Begun begun, X509Certificate recipient, OutputStream out) throws IOException {
    var signer = kontoer.get(begun.forsendelse().avsender()).signer();
    List<PackageFile> files = begun.files().stream()
        .map(file ->
            new PackageFile(file.name(), file.mimeType(), () -> payloads.open(file.payload())))
        .toList();
    PackageSealer sealer = new PackageSealer(signer, clock);
    if (begun.files().stream().mapToLong(File::size).sum() > LARGEST_IN_TURN) {
      sealer.seal(files, recipient, out);
    } else {
      // Not straight into the connection: whoever is slow there would keep its turn from the
      // others.
      ByteArrayOutputStream sealed = new ByteArrayOutputStream();
      precedence.yielding(() -> sealer.seal(files, recipient, sealed));
      sealed.writeTo(out);
    }
  }

  /** Once the platform's meldingId is known, so that answers can find the message, SENDT is written. */
  private void conclude(Begun begun, SendOutcome outcome) {
    SendAttempt attempt = attempts.findById(begun.attemptId()).orElseThrow();
    attempt.ended(outcome, clock.instant());
    if (outcome instanceof SendOutcome.Accepted accepted) {
      accepted(message(begun), accepted.meldingId());
    } else if (outcome instanceof SendOutcome.Refused refused) {
      refused(message(begun), refused);
    }
  }

  private Result next(Begun begun, SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Accepted || outcome instanceof SendOutcome.Refused) {
      return DONE;
    }
    String reason;
    Duration retryAfter = null;
    if (outcome instanceof SendOutcome.TryAgain tryAgain) {
      reason = tryAgain.reason();
      retryAfter = tryAgain.retryAfter();
    } else if (outcome instanceof SendOutcome.NoToken noToken) {
      reason = noToken.reason();
    } else if (outcome instanceof SendOutcome.Unknown unknown) {
      reason = "the answer was lost, the same klientMeldingId is used again: " + unknown.reason();
    } else {
      reason = "the package could not be made: "
          + ((SendOutcome.NotSealed) outcome).cause().getMessage();
    }
    Duration pause = retries.after(begun.number(), retryAfter);
    LOG.warn(
        "Message {} was not accepted by Fiks at attempt {} ({}); next attempt in {} s",
        begun.messageId(),
        begun.number(),
        reason,
        pause.toSeconds());
    return Job.again(clock.instant().plus(pause));
  }

  private OutgoingMessage message(Begun begun) {
    return outgoing.findByMessageId(begun.messageId().value()).orElseThrow();
  }

  private void accepted(OutgoingMessage message, MeldingId meldingId) {
    message.enter(Stage.DONE);
    sent.save(new SentMelding(meldingId, message.messageId(), clock.instant()));
    ledger.report(
        message,
        OutgoingStatus.SENDT,
        Evidence.fiksAnswer(
            meldingId, "The send API accepted the message and gave it this meldingId."));
    events.publishEvent(new MeldingAccepted(message.messageId(), meldingId));
  }

  private void refused(OutgoingMessage message, SendOutcome.Refused refused) {
    message.enter(Stage.DONE);
    String errorId = refused.errorId() == null ? "" : " errorId=" + refused.errorId();
    String errorCode = refused.errorCode() == null ? "" : " errorCode=" + refused.errorCode();
    boolean mayHaveIt = attempts.findByMessageIdOrderById(message.messageId().value()).stream()
        .anyMatch(SendAttempt::mayHaveBeenAccepted);
    ledger.report(
        message,
        OutgoingStatus.FEIL,
        Evidence.fiksAnswer(
            null, "HTTP " + refused.httpStatus() + " from the send API." + errorId + errorCode),
        "Fiks IO refused the message (HTTP " + refused.httpStatus() + "): " + refused.reason()
            + errorId + errorCode
            + (mayHaveIt
                ? ". The answer to an earlier attempt was lost: the receiver may have the message from that one"
                : ""),
        mayHaveIt ? ErrorCode.SEND_OUTCOME_UNKNOWN : ErrorCode.FIKS_REFUSED);
  }
}
