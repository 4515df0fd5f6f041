package no.fiksgateway.integrasjonspunkt.outbound;

import java.util.LinkedHashMap;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.message.FiksHeaders;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessages;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The headers a message travels with: the client's own, and the ids by which it and its answers are recognised. */
@Component
class KlientHeadere {
  private final IncomingMessages incoming;

  KlientHeadere(IncomingMessages incoming) {
    this.incoming = incoming;
  }

  /**
   * The correlation id is the client's if it set one, the question's if the message is an answer, else our message id:
   * receivers copy it into their answers, which find the message by it where the answer to our send was lost.
   */
  Map<String, String> of(OutgoingMessage message) {
    Map<String, String> headere = new LinkedHashMap<>(message.headere());
    headere.put(FiksHeaders.KLIENT_MELDING_ID, message.klientMeldingId());
    String korrelasjon = FiksHeaders.korrelasjonsId(message.headere());
    if (korrelasjon == null) {
      korrelasjon = ofTheQuestion(message);
    }
    if (korrelasjon == null) {
      korrelasjon = message.messageId().toString();
    }
    FiksHeaders.putKorrelasjonsId(headere, korrelasjon);
    return headere;
  }

  private @Nullable String ofTheQuestion(OutgoingMessage answer) {
    MeldingId question = answer.svarPaMelding();
    return question == null
        ? null
        : incoming
            .findByMessageId(question.value())
            .map(IncomingMessage::headere)
            .map(FiksHeaders::korrelasjonsId)
            .orElse(null);
  }
}
