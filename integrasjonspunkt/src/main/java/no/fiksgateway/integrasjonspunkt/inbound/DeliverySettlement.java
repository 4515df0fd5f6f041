package no.fiksgateway.integrasjonspunkt.inbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import no.fiksgateway.asice.PackageEntry;
import no.fiksgateway.asice.Signer;
import no.fiksgateway.integrasjonspunkt.inbound.FiksDelivery.State;
import no.fiksgateway.integrasjonspunkt.inbound.PackageVault.Opening;
import no.fiksgateway.integrasjonspunkt.inbound.ReplyMatching.Match;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessages;
import no.fiksgateway.integrasjonspunkt.message.IncomingStatus;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import no.fiksgateway.integrasjonspunkt.message.SentMelding;
import no.fiksgateway.integrasjonspunkt.message.SentMeldinger;
import no.fiksgateway.integrasjonspunkt.message.StatusLedger;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.message.Unstorable;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.receipt.FeilmeldingReader.Reported;
import no.fiksgateway.integrasjonspunkt.receipt.Receipt;
import no.fiksgateway.integrasjonspunkt.receipt.ReceiptTranslator;
import no.fiksgateway.integrasjonspunkt.receipt.ReportedStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes down, in one transaction, all that a delivery came to: statuses, the inbox item, the quarantine. */
@Component
class DeliverySettlement {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverySettlement.class);

  private static final int LONGEST_MIME_TYPE = 200;

  private final FiksDeliveries deliveries;
  private final IncomingMessages incoming;
  private final OutgoingMessages outgoing;
  private final SentMeldinger sent;
  private final StatusLedger ledger;
  private final ReceiptTranslator receipts;
  private final OwnReceipts receiptsOfOurs;
  private final PackageVault vault;
  private final UnneededPayloads unneeded;
  private final Mottakere mottakere;
  private final EgneKontoer kontoer;
  private final InboundSettings settings;
  private final JsonMapper json;
  private final Clock clock;
  private final Transactions transactions;

  DeliverySettlement(
      FiksDeliveries deliveries,
      IncomingMessages incoming,
      OutgoingMessages outgoing,
      SentMeldinger sent,
      StatusLedger ledger,
      ReceiptTranslator receipts,
      OwnReceipts receiptsOfOurs,
      PackageVault vault,
      UnneededPayloads unneeded,
      Mottakere mottakere,
      EgneKontoer kontoer,
      InboundSettings settings,
      JsonMapper json,
      Clock clock,
      Transactions transactions) {
    this.deliveries = deliveries;
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.sent = sent;
    this.ledger = ledger;
    this.receipts = receipts;
    this.receiptsOfOurs = receiptsOfOurs;
    this.vault = vault;
    this.unneeded = unneeded;
    this.mottakere = mottakere;
    this.kontoer = kontoer;
    this.settings = settings;
    this.json = json;
    this.clock = clock;
    this.transactions = transactions;
  }

  /**
   * Settles a delivery once; does nothing for one that is settled.
   *
   * @param match what it answers; null where it answers nothing
   * @param opening how its package opened; null where it has none
   */
  void settle(Long id, MeldingHeaders headers, @Nullable Match match, @Nullable Opening opening) {
    try {
      settleStorable(id, headers, match, opening);
    } catch (DataIntegrityViolationException e) {
      if (opening instanceof Opening.Unreadable || !Unstorable.isCauseOf(e)) {
        throw e;
      }
      LOG.error("Message {} cannot be stored as it is", headers.meldingId(), e);
      if (opening instanceof Opening.Verified verified) {
        unneeded.delete(verified.asice().id());
      }
      settleStorable(
          id,
          headers,
          match,
          new Opening.Unreadable(
              ErrorCode.INCOMING_UNREADABLE,
              "Something in it is too long, or has characters that cannot be stored."));
    }
  }

  private void settleStorable(
      Long id, MeldingHeaders headers, @Nullable Match match, @Nullable Opening opening) {
    Partner sender = sender(headers);
    Optional<Reported> failure = failure(match, opening);
    transactions.insist(() -> {
      FiksDelivery row = deliveries.findById(id).orElseThrow();
      if (row.state() != State.STORED && row.state() != State.WAITING) {
        discard(opening);
        return;
      }
      OutgoingMessage question = question(row, headers, match, opening, failure);
      if (opening instanceof Opening.Unreadable unreadable) {
        quarantine(row, headers, unreadable);
      } else if (opening == null && question != null && !settings.payloadlessReplies()) {
        row.settled(State.STATUS_ONLY, clock.instant());
      } else if (isRepetition(row, headers, opening)) {
        row.settled(State.DUPLICATE, clock.instant());
        discard(opening);
      } else {
        offer(row, headers, sender, question, (Opening.Verified) opening);
      }
    });
  }

  private Optional<Reported> failure(@Nullable Match match, @Nullable Opening opening) {
    if (!(match instanceof Match.Ours) || !(opening instanceof Opening.Verified verified)) {
      return Optional.empty();
    }
    try {
      return vault.feilmelding(verified.asice());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "An answer's files could not be read back from the payload store", e);
    }
  }

  /** The message of ours that is answered, its status moved; null where none is. */
  private @Nullable OutgoingMessage question(
      FiksDelivery row,
      MeldingHeaders headers,
      @Nullable Match match,
      @Nullable Opening opening,
      Optional<Reported> failure) {
    if (match instanceof Match.FromStranger stranger) {
      OutgoingMessage message =
          outgoing.findByMessageId(stranger.messageId().value()).orElseThrow();
      ledger.note(
          message,
          evidence(row, headers, "AMQP header svar-til names our message."),
          "A message of type " + headers.type()
              + " claims to answer this one but comes from account " + headers.avsender()
              + ", not from the receiver; it moves no status.");
      return null;
    }
    if (!(match instanceof Match.Ours ours)) {
      return null;
    }
    OutgoingMessage message = outgoing.findByMessageId(ours.messageId().value()).orElseThrow();
    row.answers(message.messageId());
    Evidence evidence = evidence(row, headers, ours.how());
    if (ours.learned() && headers.svarTil() != null) {
      sent.save(new SentMelding(headers.svarTil(), message.messageId(), clock.instant()));
      if (message.status() == OutgoingStatus.OPPRETTET) {
        ledger.report(message, OutgoingStatus.SENDT, evidence);
      }
    }
    Receipt receipt = receipts.translate(headers.type());
    Optional<ReportedStatus> reported = receipts.reported(receipt, message.meldingstype());
    if (reported.isEmpty()) {
      ledger.note(
          message,
          evidence,
          "Answered with " + headers.type() + ", which claims no status we know.");
      return message;
    }
    String words = words(headers, reported.get(), opening, failure);
    ErrorCode code = reported.get().errorCode();
    if (code == null && failure.isPresent()) {
      code = ErrorCode.RECEIVER_REPORTED_FAILURE_INSIDE;
    }
    ledger.report(message, reported.get().status(), evidence, words, code);
    return message;
  }

  private static @Nullable String words(
      MeldingHeaders headers,
      ReportedStatus reported,
      @Nullable Opening opening,
      Optional<Reported> failure) {
    StringBuilder words = new StringBuilder();
    if (failure.isPresent()) {
      Reported said = failure.get();
      words.append(reported.errorCode() == null ? "The Kvittering reports a failure inside: " : "");
      words.append(said.text());
      if (said.errorId() != null) {
        words.append(" (feilId ").append(said.errorId()).append(')');
      }
    } else if (reported.errorCode() != null) {
      words.append("Answered with ").append(headers.type()).append('.');
    }
    if (opening instanceof Opening.Unreadable) {
      words
          .append(words.isEmpty() ? "" : " ")
          .append("The answer's payload cannot be read and is in quarantine.");
    }
    return words.isEmpty() ? null : words.toString();
  }

  private void quarantine(FiksDelivery row, MeldingHeaders headers, Opening.Unreadable unreadable) {
    row.quarantined(unreadable.code(), unreadable.reason(), clock.instant());
    boolean told = receiptsOfOurs.quarantined(
        row.konto(), headers, "karantene-" + row.id(), unreadable.reason());
    LOG.error(
        "Message {} of type {} from account {} is quarantined as {}, its ciphertext kept: {} ({}); the sender is {}",
        headers.meldingId(),
        headers.type(),
        headers.avsender(),
        row.id(),
        unreadable.reason(),
        unreadable.code(),
        told ? "told by the protocol's error message" : "not told");
  }

  /**
   * Whether the same message of the sender is offered already, which is shown by its klientMeldingId and by the same files. A
   * klientMeldingId used again for other files is a new message, and so is one that comes again after it was rejected.
   */
  private boolean isRepetition(
      FiksDelivery row, MeldingHeaders headers, @Nullable Opening opening) {
    String klientMeldingId = headers.klientMeldingId();
    if (klientMeldingId == null || !(opening instanceof Opening.Verified verified)) {
      return false;
    }
    List<String> files =
        verified.files().stream().map(file -> file.name() + " " + hex(file)).toList();
    return deliveries
        .findByKontoAndAvsenderAndKlientMeldingIdAndMeldingstypeOrderById(
            row.konto().value(),
            headers.avsender().value(),
            klientMeldingId,
            headers.type().value())
        .stream()
        .filter(other -> other.state() == State.INBOX)
        .flatMap(
            other -> incoming.findByMessageId(Objects.requireNonNull(other.meldingId())).stream())
        .filter(other -> other.status() != IncomingStatus.FEIL)
        .anyMatch(other -> other.documents().stream()
            .map(document -> document.filename() + " " + document.sha256())
            .toList()
            .equals(files));
  }

  private void offer(
      FiksDelivery row,
      MeldingHeaders headers,
      Partner sender,
      @Nullable OutgoingMessage question,
      Opening.@Nullable Verified verified) {
    Instant now = clock.instant();
    IncomingMessage message = incoming.save(new IncomingMessage(
        new IncomingMessage.Arrival(
            headers.meldingId(),
            question == null
                ? new ConversationId(headers.meldingId().value())
                : question.conversationId(),
            headers.type(),
            sender,
            Partner.Organisation.of(kontoer.get(row.konto()).organisasjonsnummer()),
            headers.avsender(),
            row.konto(),
            headers.svarTil(),
            headers.headere(),
            row.redelivered(),
            row.expiresAt(),
            verified == null ? null : verified.asice().id().value(),
            verified == null ? null : signer(verified.signer(), sender)),
        now));
    if (verified != null) {
      verified
          .files()
          .forEach(file -> message.add(
              new Document(file.name(), null, mimeType(file), file.size(), hex(file), null)));
    }
    Evidence evidence = evidence(
        row, headers, "Delivered to our queue by the platform, stored before it was acknowledged.");
    ledger.opened(message, evidence);
    ledger.report(message, IncomingStatus.INNKOMMENDE_MOTTATT, evidence, null);
    row.settled(State.INBOX, now);
    receiptsOfOurs.stored(message);
    PayloadId ciphertext = row.takePayload();
    if (ciphertext != null) {
      unneeded.afterCommit(ciphertext);
    }
  }

  /** The verdict on the signer, stored with the message so that policy can be judged again later. */
  private String signer(Signer signer, Partner sender) {
    Map<String, Object> verdict = new LinkedHashMap<>();
    verdict.put("subject", signer.certificate().getSubjectX500Principal().getName());
    verdict.put("organisasjonsnummer", signer.organisasjonsnummer());
    verdict.put("selfSigned", signer.selfSigned());
    verdict.put(
        "isSender",
        sender instanceof Partner.Organisation organisation
            && organisation.number().value().equals(signer.organisasjonsnummer()));
    verdict.put("claimedSigningTime", String.valueOf(signer.claimedSigningTime()));
    return json.writeValueAsString(verdict);
  }

  private Partner sender(MeldingHeaders headers) {
    Optional<Organisasjonsnummer> number =
        mottakere.organisation(headers.avsender(), headers.type());
    return number
        .<Partner>map(Partner.Organisation::of)
        .orElseGet(() -> new Partner.FiksKonto(headers.avsender()));
  }

  private void discard(@Nullable Opening opening) {
    if (opening instanceof Opening.Verified verified) {
      unneeded.afterCommit(verified.asice().id());
    }
  }

  private static Evidence evidence(FiksDelivery row, MeldingHeaders headers, String detail) {
    return Evidence.fiksMessage(
        headers.meldingId(), headers.type(), headers.avsender(), row.sha256(), detail);
  }

  /** As the package says it; one that is longer than any says nothing. */
  private static String mimeType(PackageEntry file) {
    return file.mimeType().length() > LONGEST_MIME_TYPE
        ? MediaType.APPLICATION_OCTET_STREAM_VALUE
        : file.mimeType();
  }

  private static String hex(PackageEntry file) {
    return HexFormat.of().formatHex(file.sha256());
  }
}
