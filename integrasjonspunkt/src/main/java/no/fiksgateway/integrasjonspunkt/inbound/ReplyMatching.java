package no.fiksgateway.integrasjonspunkt.inbound;

import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.SentMelding;
import no.fiksgateway.integrasjonspunkt.message.SentMeldinger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds which of our messages an answer answers.
 *
 * <p>By {@code svar-til} first, which names the platform's id of our message. Where we never learned that id, because
 * the answer to our send was lost, by the correlation id: KS's clients copy it into answers, and ours is our message id.
 */
@Component
class ReplyMatching {
  private static final String PLATFORM_PREFIX = "no.ks.fiks.kvittering.";
  private static final String OLDER_PLATFORM_PREFIX = "no.ks.fiks.io.feilmelding.";

  private final SentMeldinger sent;
  private final OutgoingMessages outgoing;

  ReplyMatching(SentMeldinger sent, OutgoingMessages outgoing) {
    this.sent = sent;
    this.outgoing = outgoing;
  }

  /** What an answer turned out to answer. */
  sealed interface Match {
    /** Our message; {@code how} names the header that ties them. {@code learned}: we did not know its meldingId. */
    record Ours(MessageId messageId, String how, boolean learned) implements Match {}

    /** Our message, but the answer does not come from the account it was sent to. */
    record FromStranger(MessageId messageId) implements Match {}

    /** Nothing we know of, yet. */
    record Unknown() implements Match {}
  }

  /** Answers within the caller's transaction. */
  Match match(KontoId ownKonto, MeldingId svarTil, MeldingHeaders headers) {
    Optional<OutgoingMessage> bySvarTil = sent.findById(svarTil.value())
        .map(SentMelding::messageId)
        .flatMap(id -> outgoing.findByMessageId(id.value()))
        .filter(message -> message.avsenderKonto().equals(ownKonto));
    if (bySvarTil.isPresent()) {
      MessageId id = bySvarTil.get().messageId();
      return mayAnswer(headers, bySvarTil.get())
          ? new Match.Ours(
              id, "AMQP header svar-til=" + svarTil + " is our message's meldingId.", false)
          : new Match.FromStranger(id);
    }
    return byCorrelation(headers.korrelasjonsId())
        .filter(message -> message.avsenderKonto().equals(ownKonto))
        .filter(message -> mayAnswer(headers, message))
        .<Match>map(message -> new Match.Ours(
            message.messageId(),
            "AMQP header klientKorrelasjonsId is our messageId; svar-til="
                + svarTil
                + " is a meldingId the send API had not told us of.",
            true))
        .orElseGet(Match.Unknown::new);
  }

  private Optional<OutgoingMessage> byCorrelation(@Nullable String korrelasjonsId) {
    if (korrelasjonsId == null) {
      return Optional.empty();
    }
    try {
      UUID id = MessageId.of(korrelasjonsId).value();
      return outgoing.findByMessageId(id);
    } catch (IllegalArgumentException notOneOfOurs) {
      return Optional.empty();
    }
  }

  /** The platform's own receipts name no documented sender; everybody else must be the account we sent to. */
  private static boolean mayAnswer(MeldingHeaders headers, OutgoingMessage message) {
    return headers.avsender().equals(message.mottakerKonto()) || isOfThePlatform(headers.type());
  }

  /** Whether the type is one of the platform's receipts; others use some of them too. */
  static boolean isOfThePlatform(Meldingstype type) {
    return type.value().startsWith(PLATFORM_PREFIX)
        || type.value().startsWith(OLDER_PLATFORM_PREFIX);
  }
}
