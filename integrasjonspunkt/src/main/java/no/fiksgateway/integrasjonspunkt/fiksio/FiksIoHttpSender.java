package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends over {@code POST /fiks-io/api/v1/send}. What an answer, or its absence, says:
 *
 * <ul>
 *   <li>2xx with a meldingId, after the whole request: accepted. The platform answers 202; KS's Java client takes any
 *       2xx.
 *   <li>No connection, no TLS: not a byte left, so try again. No token: the same, and told apart.
 *   <li>401 twice, 3xx, 407, 408, 425, 429: about us or the moment, not about the message, so try again.
 *   <li>Other 4xx: refused for good.
 *   <li>502 and 504: a gateway in front lost the platform's answer, so the message may have been accepted: unknown.
 *   <li>Other 5xx, 500 and 503 among them: the platform itself says that it did not accept, so try again.
 *   <li>Anything else after the first byte, a 2xx without a meldingId among it: unknown. The platform gives a meldingId
 *       to every message it accepts and does not deduplicate, so only the receiver can tell a repetition.
 * </ul>
 */
@Component
class FiksIoHttpSender implements FiksIoSender {
  private static final String SEND = "/fiks-io/api/v1/send";

  private final FiksSettings settings;
  private final FiksApi fiks;
  private final EgneKontoer kontoer;
  private final JsonMapper json;

  FiksIoHttpSender(FiksSettings settings, FiksApi fiks, EgneKontoer kontoer, JsonMapper json) {
    this.settings = settings;
    this.fiks = fiks;
    this.kontoer = kontoer;
    this.json = json;
  }

  /** The part {@code metadata}, in the names KS's clients send. */
  private record Metadata(
      UUID avsenderKontoId,
      UUID mottakerKontoId,
      String meldingType,
      @Nullable UUID svarPaMelding,
      long ttl,
      Map<String, String> headere) {}

  @Override
  public SendOutcome send(Forsendelse forsendelse, @Nullable Body body) {
    EgenKonto konto = kontoer.get(forsendelse.avsender());
    String metadata = json.writeValueAsString(metadata(forsendelse));
    List<SendRequest> sent = new ArrayList<>();
    try {
      PlatformAnswer answer = fiks.call(
          konto,
          () -> {
            SendRequest request = new SendRequest(fiks.uri(SEND), metadata, body);
            sent.add(request);
            return request;
          },
          settings.transferTimeout(),
          fiks::read);
      return outcome(answer, last(sent).complete());
    } catch (TokenUnavailableException e) {
      return new SendOutcome.NoToken(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return outcome(e, last(sent));
    }
  }

  private static SendRequest last(List<SendRequest> sent) {
    return sent.get(sent.size() - 1);
  }

  private static Metadata metadata(Forsendelse forsendelse) {
    MeldingId svarPaMelding = forsendelse.svarPaMelding();
    return new Metadata(
        forsendelse.avsender().value(),
        forsendelse.mottaker().value(),
        forsendelse.type().value(),
        svarPaMelding == null ? null : svarPaMelding.value(),
        forsendelse.levetid().toMillis(),
        forsendelse.headere());
  }

  private SendOutcome outcome(IOException failure, SendRequest request) {
    IOException sealingFailure = request.sealingFailure();
    if (sealingFailure != null) {
      return new SendOutcome.NotSealed(sealingFailure);
    }
    if (request.begun()) {
      return new SendOutcome.Unknown(
          "The connection to the platform failed before its answer was read: " + failure);
    }
    return new SendOutcome.TryAgain(
        "The platform (" + settings.apiUrl() + ") could not be reached: " + failure, null, null);
  }

  private static SendOutcome outcome(PlatformAnswer answer, boolean requestComplete) {
    if (answer.isSuccess()) {
      return accepted(answer, requestComplete);
    }
    String errorId = answer.text("errorId").orElse(null);
    return switch (answer.status()) {
      case HttpStatus.SC_BAD_GATEWAY, HttpStatus.SC_GATEWAY_TIMEOUT ->
        new SendOutcome.Unknown("A gateway in front of the platform answered " + answer.problem());
      case HttpStatus.SC_UNAUTHORIZED ->
        new SendOutcome.TryAgain(
            "The platform does not take our credentials, also with a new token: " + answer.problem()
                + ". Check integrasjon-id and integrasjon-passord of the account, and that the Maskinporten client"
                + " belongs to the organisation the integrasjon is authorised for.",
            errorId,
            answer.retryAfter());
      case HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED,
          HttpStatus.SC_REQUEST_TIMEOUT,
          HttpStatus.SC_TOO_EARLY,
          HttpStatus.SC_TOO_MANY_REQUESTS -> tryAgain(answer, errorId);
      default ->
        answer.status() >= 400 && answer.status() < 500
            ? new SendOutcome.Refused(
                answer.status(),
                errorId,
                answer.text("errorCode").orElse(null),
                answer.text("message").orElse(answer.text()))
            : tryAgain(answer, errorId);
    };
  }

  private static SendOutcome tryAgain(PlatformAnswer answer, @Nullable String errorId) {
    return new SendOutcome.TryAgain(
        "The platform answered " + answer.problem(), errorId, answer.retryAfter());
  }

  private static SendOutcome accepted(PlatformAnswer answer, boolean requestComplete) {
    Optional<MeldingId> meldingId = answer.text("meldingId").flatMap(FiksIoHttpSender::meldingId);
    if (!requestComplete) {
      return new SendOutcome.Unknown(
          "The platform answered " + answer.status() + " before it had the whole package.");
    }
    return meldingId
        .<SendOutcome>map(SendOutcome.Accepted::new)
        .orElseGet(() -> new SendOutcome.Unknown(
            "The platform answered " + answer.status() + " without a meldingId: " + answer.text()));
  }

  private static Optional<MeldingId> meldingId(String text) {
    try {
      return Optional.of(MeldingId.of(text));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }
}
