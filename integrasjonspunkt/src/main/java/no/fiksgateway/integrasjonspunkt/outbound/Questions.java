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

  /**
   * The draft as an answer to the latest message of its conversation that came from the receiver's account and was no
   * answer itself. An answer to an answer has to be named: a conversation we began must not turn into answers to its
   * receipts.
   */
  Draft answered(Draft draft) {
    if (draft.svarPaMelding() != null) {
      return draft;
    }
    return incoming
        .findFirstByConversationIdAndAvsenderKontoAndSvarPaMeldingIsNullOrderByIdDesc(
            draft.conversationId().value(), draft.mottakerKonto().value())
        .map(question -> draft.answering(question.meldingId()))
        .orElse(draft);
  }
}
