package no.fiksgateway.integrasjonspunkt.inbound;

import java.util.Map;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.outbound.Svarsending;
import no.fiksgateway.integrasjonspunkt.outbound.Svarsending.Fil;
import no.fiksgateway.integrasjonspunkt.outbound.Svarsending.Svar;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper.Feil;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper.Feilsvar;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The receipts we give, in the transaction that makes them true. Only requests are answered: an answer to an answer would
 * be a conversation between machines that never ends.
 */
@Component
class OwnReceipts {
  private static final Logger LOG = LoggerFactory.getLogger(OwnReceipts.class);

  private final Svartyper svartyper;
  private final Svarsending svarsending;
  private final OwnReceiptSettings settings;

  OwnReceipts(Svartyper svartyper, Svarsending svarsending, OwnReceiptSettings settings) {
    this.svartyper = svartyper;
    this.svarsending = svarsending;
    this.settings = settings;
  }

  void stored(IncomingMessage message) {
    if (settings.whenStored(message.meldingstype())) {
      mottatt(message);
    }
  }

  void deleted(IncomingMessage message) {
    if (settings.whenDeleted(message.meldingstype())) {
      mottatt(message);
    }
  }

  private void mottatt(IncomingMessage message) {
    if (!svarsending.canSendFrom(message.mottakerKonto())) {
      LOG.warn(
          "No receipt is sent for message {}: account {} is no longer among integrasjonspunkt.kontoer",
          message.messageId(),
          message.mottakerKonto());
    } else if (message.svarPaMelding() == null) {
      svartyper.mottatt(message.meldingstype()).ifPresent(type -> answer(message, type, null));
    }
  }

  /** Tells the sender of a message nobody here can read; false where its protocol has no way to say so. */
  boolean quarantined(KontoId konto, MeldingHeaders headers, String id, String reason) {
    if (!settings.feilmelding() || headers.svarTil() != null) {
      return false;
    }
    Optional<Feilsvar> feil = svartyper.feil(headers.type(), Feil.UGYLDIGFORESPOERSEL, id, reason);
    feil.ifPresent(svar -> svarsending.send(new Svar(
        konto,
        headers.avsender(),
        headers.meldingId(),
        new ConversationId(headers.meldingId().value()),
        headers.headere(),
        svar.type(),
        new Fil(svar.filename(), svar.mimeType(), svar.content()))));
    return feil.isPresent();
  }

  /**
   * Tells the sender why the local system will not have a message; false where its protocol has no way to say so. Where the
   * account it came to is gone: SENDER_NOT_OURS.
   */
  boolean rejected(IncomingMessage message, Feil feil, String id, String reason) {
    if (!svarsending.canSendFrom(message.mottakerKonto())) {
      throw new RejectedException(
          ErrorCode.SENDER_NOT_OURS,
          "Message " + id + " came to account " + message.mottakerKonto()
              + ", which is no longer among integrasjonspunkt.kontoer, so its sender cannot be told");
    }
    Optional<Feilsvar> svar = svartyper.feil(message.meldingstype(), feil, id, reason);
    svar.ifPresent(found -> answer(
        message, found.type(), new Fil(found.filename(), found.mimeType(), found.content())));
    return svar.isPresent();
  }

  private void answer(IncomingMessage message, Meldingstype type, @Nullable Fil fil) {
    Map<String, String> headere = message.headere();
    MeldingId question = message.meldingId();
    svarsending.send(new Svar(
        message.mottakerKonto(),
        message.avsenderKonto(),
        question,
        message.conversationId(),
        headere,
        type,
        fil));
  }
}
