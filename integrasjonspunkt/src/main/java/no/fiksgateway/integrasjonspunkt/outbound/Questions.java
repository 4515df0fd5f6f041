package no.fiksgateway.integrasjonspunkt.outbound;

import no.fiksgateway.integrasjonspunkt.message.IncomingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage.Draft;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which message in, if any, a draft answers that names none. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Questions {
  private final IncomingMessages incoming;

  Questions(IncomingMessages incoming) {
    this.incoming = incoming;
  }

  /** The draft as an answer to what its conversation tells. */
  Draft answered(Draft draft) {
    if (draft.svarPaMelding() != null) {
      return draft;
    }
    return incoming
        .question(draft.conversationId(), draft.mottakerKonto())
        .map(question -> draft.answering(question.meldingId()))
        .orElse(draft);
  }
}
