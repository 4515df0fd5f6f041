package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import java.util.Objects;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/**
 * Why a call is not answered as asked, before it is put in words for a certain client.
 *
 * @param exception see {@link PeerException}; null where the peer leaves it out
 * @param description more words, only with a few
 * @param findings what is wrong with which field
 * @param headers to send with the answer
 */
record Problem(
    HttpStatusCode status,
    ErrorCode code,
    @Nullable String exception,
    String message,
    @Nullable String description,
    List<Finding> findings,
    HttpHeaders headers) {

  static Problem of(ErrorCode code, String message) {
    return of(code, PeerException.of(code), message);
  }

  static Problem of(ErrorCode code, String exception, String message) {
    return new Problem(
        statusOf(code), code, exception, message, null, List.of(), HttpHeaders.EMPTY);
  }

  static Problem of(RejectedException rejected) {
    return of(rejected.code(), String.valueOf(rejected.getMessage()));
  }

  static Problem invalidParameter(String name, @Nullable Object value) {
    return of(
        ErrorCode.INVALID_REQUEST,
        PeerException.ARGUMENT_TYPE_MISMATCH,
        "Parameter '" + name + "': '" + value + "' is not a valid value.");
  }

  /** @param object what the findings are about, as the peer calls it */
  static Problem invalid(String object, List<Finding> findings) {
    boolean unreadable = findings.stream().anyMatch(Finding::bindingFailure);
    return of(
            unreadable ? ErrorCode.INVALID_REQUEST : ErrorCode.INVALID_MESSAGE,
            PeerException.ARGUMENT_NOT_VALID,
            "Validation failed for object='" + object + "'. Error count: " + findings.size())
        .with(findings);
  }

  Problem describedAs(String words) {
    return new Problem(status, code, exception, message, words, findings, headers);
  }

  /** Together with the one member that it is about. */
  Problem about(String field, @Nullable String value, String rule) {
    return with(
        List.of(Finding.of(field, value, rule, Objects.requireNonNullElse(description, message))));
  }

  Problem with(List<Finding> found) {
    return new Problem(status, code, exception, message, description, found, headers);
  }

  /** For throwing. */
  ProblemException exceptionally() {
    return new ProblemException(this);
  }

  private static HttpStatus statusOf(ErrorCode code) {
    return switch (code) {
      case NOT_AUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case NOT_PERMITTED -> HttpStatus.FORBIDDEN;
      case MESSAGE_NOT_FOUND, UNKNOWN_IDENTIFIER, SUBSCRIPTION_NOT_FOUND, EVENT_NOT_FOUND ->
        HttpStatus.NOT_FOUND;
      case LOCK_LOST, LOCK_AMBIGUOUS, NOT_A_DRAFT, NOT_RESENDABLE, NOT_RELEASABLE, NOT_REJECTABLE ->
        HttpStatus.CONFLICT;
      case REGISTRY_UNAVAILABLE, KATALOG_UNAVAILABLE, TOO_MANY_STREAMS ->
        HttpStatus.SERVICE_UNAVAILABLE;
      default ->
        switch (code.side()) {
          case CALLER, RECEIVER -> HttpStatus.BAD_REQUEST;
          case SENDER, PLATFORM, NETWORK, GATEWAY -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    };
  }

  /** Carries a problem to {@link ApiErrors}. */
  static final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private ProblemException(Problem problem) {
      super(problem.message());
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}
