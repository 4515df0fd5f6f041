package no.fiksgateway.integrasjonspunkt.api;

import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessages;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The message in that a document says it answers. */
@Component
class AnsweredMessages {
  private final IncomingMessages incoming;

  AnsweredMessages(IncomingMessages incoming) {
    this.incoming = incoming;
  }

  /** The message the client names, or null where it names none. */
  @Nullable
  IncomingMessage named(@Nullable String id) {
    return id == null || id.isBlank()
        ? null
        : incoming.findByMessageId(MessageId.of(id).value()).orElseThrow(() -> unknown(id));
  }

  /**
   * The message in that a document answers that names none ({@link IncomingMessages#question}); null where there is none.
   *
   * @param conversation null for one that begins with this document
   */
  @Nullable
  IncomingMessage told(@Nullable ConversationId conversation, KontoId asker) {
    return conversation == null ? null : incoming.question(conversation, asker).orElse(null);
  }

  private static Problem.ProblemException unknown(String named) {
    String message = "No message in has the id " + named + ".";
    return Problem.of(ErrorCode.INVALID_MESSAGE, PeerException.ARGUMENT_NOT_VALID, message)
        .about("fiksio.svarPaMelding", named, "svarPaMelding")
        .exceptionally();
  }
}
