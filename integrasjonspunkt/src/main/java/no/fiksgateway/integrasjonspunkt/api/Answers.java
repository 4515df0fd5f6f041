package no.fiksgateway.integrasjonspunkt.api;

import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessages;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The message in that a document says it answers. */
@Component
class Answers {
  private final IncomingMessages incoming;

  Answers(IncomingMessages incoming) {
    this.incoming = incoming;
  }

  /** The message the client names, or null where it names none. */
  @Nullable
  IncomingMessage named(@Nullable String id) {
    return id == null || id.isBlank()
        ? null
        : incoming.findByMessageId(MessageId.of(id).value()).orElseThrow(() -> unknown(id));
  }

  private static Problem.ProblemException unknown(String named) {
    String message = "No message in has the id " + named + ".";
    return Problem.of(ErrorCode.INVALID_MESSAGE, PeerException.ARGUMENT_NOT_VALID, message)
        .about("fiksio.svarPaMelding", named, "svarPaMelding")
        .exceptionally();
  }
}
