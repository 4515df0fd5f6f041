package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Puts a problem into words for the client that asked, and into one line of the log under the same error id. */
@Component
class ErrorBodies {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorBodies.class);

  private final Clock clock;

  ErrorBodies(Clock clock) {
    this.clock = clock;
  }

  ResponseEntity<ErrorBody> answer(
      Problem problem, @Nullable Throwable failure, HttpServletRequest request) {
    return answer(problem, failure, request.getMethod(), request.getRequestURI());
  }

  ResponseEntity<ErrorBody> answer(
      Problem problem, @Nullable Throwable failure, String method, String path) {
    ErrorBody body = body(problem, path);
    String line = "%s %s, %d %s, %s (error id %s)"
        .formatted(method, path, body.status(), body.errorCode(), body.message(), body.errorId())
        .replaceAll("\\p{Cntrl}", " ");
    if (problem.status().is5xxServerError()) {
      LOG.error("Call failed: {}", line, failure);
    } else {
      LOG.info("Call refused: {}", line);
    }
    return ResponseEntity.status(problem.status())
        .headers(problem.headers())
        .contentType(MediaType.APPLICATION_JSON)
        .body(body);
  }

  private ErrorBody body(Problem problem, String path) {
    HttpStatus status = HttpStatus.resolve(problem.status().value());
    return new ErrorBody(
        OsloTime.of(clock.instant()),
        problem.exception(),
        problem.message(),
        problem.description(),
        problem.findings().isEmpty() ? null : problem.findings(),
        problem.status().value(),
        status == null ? "" : status.getReasonPhrase(),
        path,
        problem.code(),
        UUID.randomUUID().toString(),
        ErrorCatalogue.action(problem.code(), LocaleContextHolder.getLocale()));
  }
}
