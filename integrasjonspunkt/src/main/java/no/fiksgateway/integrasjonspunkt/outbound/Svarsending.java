package no.fiksgateway.integrasjonspunkt.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.FiksHeaders;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage.Stage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import no.fiksgateway.integrasjonspunkt.message.StatusLedger;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Sends the answers the gateway gives of itself: receipts and error messages. */
@Component
public class Svarsending {
  private final OutgoingMessages outgoing;
  private final StatusLedger ledger;
  private final PayloadStore payloads;
  private final EgneKontoer kontoer;
  private final Jobs jobs;
  private final OutboundSettings settings;
  private final Clock clock;

  Svarsending(
      OutgoingMessages outgoing,
      StatusLedger ledger,
      PayloadStore payloads,
      EgneKontoer kontoer,
      Jobs jobs,
      OutboundSettings settings,
      Clock clock) {
    this.outgoing = outgoing;
    this.ledger = ledger;
    this.payloads = payloads;
    this.kontoer = kontoer;
    this.jobs = jobs;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * An answer.
   *
   * @param fra our account
   * @param til the account that sent the question
   * @param headere of the question; its correlation id is copied
   */
  public record Svar(
      KontoId fra,
      KontoId til,
      MeldingId svarPaMelding,
      ConversationId conversationId,
      Map<String, String> headere,
      Meldingstype type,
      @Nullable Fil fil) {}

  /** The answer's only file. */
  public record Fil(String filename, String mimeType, byte[] content) {}

  /** Whether the account is still among the settings. */
  public boolean canSendFrom(KontoId konto) {
    return kontoer.find(konto).isPresent();
  }

  /**
   * Queues an answer in the caller's transaction. The same type for the same question is sent once, however often this is
   * called.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void send(Svar svar) {
    MessageId id = idOf(svar);
    if (outgoing.findByMessageId(id.value()).isPresent()) {
      return;
    }
    Instant now = clock.instant();
    OutgoingMessage message = OutgoingMessage.automatic(draft(id, svar), now);
    Fil fil = svar.fil();
    if (fil != null) {
      StoredPayload stored = store(fil);
      message.add(new Document(
          fil.filename(),
          null,
          fil.mimeType(),
          stored.size(),
          stored.sha256(),
          stored.id().value()));
    }
    message.enter(Stage.QUEUED);
    outgoing.save(message);
    ledger.opened(
        message,
        Evidence.gateway("Answer to " + svar.svarPaMelding() + " by the gateway's own rules."));
    jobs.ofNew(id.toString(), Map.of(ExpireJob.KIND, message.deadline(), SendJob.KIND, now));
  }

  private OutgoingMessage.Draft draft(MessageId id, Svar svar) {
    Map<String, String> headere = new LinkedHashMap<>();
    String korrelasjon = FiksHeaders.korrelasjonsId(svar.headere());
    if (korrelasjon != null) {
      FiksHeaders.putKorrelasjonsId(headere, korrelasjon);
    }
    return new OutgoingMessage.Draft(
        id,
        svar.conversationId(),
        svar.type().value(),
        svar.type().value(),
        Partner.Organisation.of(kontoer.get(svar.fra()).organisasjonsnummer()),
        new Partner.FiksKonto(svar.til()),
        clock.instant().plus(settings.defaultTtl()),
        svar.fra(),
        svar.til(),
        "{}",
        "",
        svar.svarPaMelding(),
        null,
        headere,
        null);
  }

  private static MessageId idOf(Svar svar) {
    String name = "svar " + svar.svarPaMelding() + " " + svar.type();
    return new MessageId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  private StoredPayload store(Fil fil) {
    try {
      return payloads.store(new ByteArrayInputStream(fil.content()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The answer's file could not be stored; the step is tried again", e);
    }
  }
}
