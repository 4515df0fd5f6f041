package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The one error body also for what failed outside the controllers: in a filter, or in the container. */
@RestController
class FallbackErrorController implements ErrorController {
  private final ErrorBodies bodies;

  FallbackErrorController(ErrorBodies bodies) {
    this.bodies = bodies;
  }

  @RequestMapping("${server.error.path:/error}")
  ResponseEntity<ErrorBody> answer(HttpServletRequest request) {
    HttpStatus status = Objects.requireNonNullElse(
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? HttpStatus.resolve(code)
            : HttpStatus.NOT_FOUND,
        HttpStatus.INTERNAL_SERVER_ERROR);
    Problem problem = new Problem(
        status,
        code(status),
        status == HttpStatus.UNAUTHORIZED ? null : PeerException.OTHER,
        status.getReasonPhrase(),
        null,
        List.of(),
        HttpHeaders.EMPTY);
    Object failure = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return bodies.answer(
        problem,
        failure instanceof Throwable throwable ? throwable : null,
        request.getMethod(),
        path instanceof String uri ? uri : request.getRequestURI());
  }

  private static ErrorCode code(HttpStatus status) {
    return switch (status) {
      case UNAUTHORIZED -> ErrorCode.NOT_AUTHENTICATED;
      case FORBIDDEN -> ErrorCode.NOT_PERMITTED;
      default -> status.is5xxServerError() ? ErrorCode.INTERNAL_ERROR : ErrorCode.INVALID_REQUEST;
    };
  }
}
