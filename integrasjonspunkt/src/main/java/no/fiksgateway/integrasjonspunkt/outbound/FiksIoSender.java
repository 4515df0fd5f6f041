package no.fiksgateway.integrasjonspunkt.outbound;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import org.jspecify.annotations.Nullable;

/** Hands one message to the Fiks platform. */
public interface FiksIoSender {
  /**
   * Sends once. Never throws for what the network or the platform does; that is in the outcome.
   *
   * @param body writes the sealed package straight into the request; null for a message without payload
   */
  SendOutcome send(Forsendelse forsendelse, @Nullable Body body);

  /**
   * What goes with the package.
   *
   * @param levetid what is left until the deadline; at least one second
   * @param headere custom headers, the client ids in both spellings among them
   */
  record Forsendelse(
      KontoId avsender,
      KontoId mottaker,
      Meldingstype type,
      @Nullable MeldingId svarPaMelding,
      Duration levetid,
      Map<String, String> headere) {}

  /**
   * Writes a package, anew at each call: a send that needs a new token begins again. An exception from here aborts the
   * request so that the platform never sees it as complete.
   */
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** What came of a send. */
  sealed interface SendOutcome {
    /** Accepted: the platform's answer with its id. */
    record Accepted(MeldingId meldingId) implements SendOutcome {}

    /** Surely not accepted, and may be accepted later. {@code retryAfter}: what the platform asked for. */
    record TryAgain(
        String reason, @Nullable String errorId, @Nullable Duration retryAfter)
        implements SendOutcome {}

    /** Maskinporten gave no token, so the platform was not asked. */
    record NoToken(String reason) implements SendOutcome {}

    /** Surely not accepted, and never will be unchanged. */
    record Refused(
        int httpStatus, @Nullable String errorId, @Nullable String errorCode, String reason)
        implements SendOutcome {}

    /** The bytes may have been accepted: the answer was lost. */
    record Unknown(String reason) implements SendOutcome {}

    /** The package could not be made; nothing was accepted. The cause is what {@link Body#writeTo} threw. */
    record NotSealed(IOException cause) implements SendOutcome {}
  }
}
