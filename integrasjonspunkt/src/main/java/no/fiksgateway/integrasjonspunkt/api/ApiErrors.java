package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.message.Unstorable;
import no.fiksgateway.integrasjonspunkt.payload.PayloadMissingException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.util.DisconnectedClientHelper;
import tools.jackson.core.JacksonException;

/** Turns every failure of a call into the one error body; also what goes wrong before a controller is found. */
@RestControllerAdvice
class ApiErrors {
  private final ErrorBodies bodies;

  ApiErrors(ErrorBodies bodies) {
    this.bodies = bodies;
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> answer(
      Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (response.isCommitted()) {
      // Part of another answer is with the client already. Nothing may follow it: the container
      // breaks the connection
      // off, so that the client sees that it was cut short.
      throw failure;
    }
    boolean foreseen = failure instanceof Problem.ProblemException;
    return bodies.answer(problem(failure, request), foreseen ? null : failure, request);
  }

  private static Problem problem(Exception failure, HttpServletRequest request) {
    if (failure instanceof Problem.ProblemException known) {
      return known.problem();
    }
    if (failure instanceof RejectedException rejected) {
      return Problem.of(rejected);
    }
    if (failure instanceof StandardBusinessDocumentReader.UnreadableDocument unreadable) {
      return Problem.of(
          ErrorCode.INVALID_MESSAGE,
          unreadable.peerException(),
          String.valueOf(unreadable.getMessage()));
    }
    if (failure instanceof MethodArgumentNotValidException invalid) {
      return invalid(invalid);
    }
    if (failure instanceof HttpMessageNotReadableException unreadable) {
      return unreadable.getCause() instanceof JacksonException json
          ? unreadable("JSON parse error: " + JsonFault.describe(json))
          : bodyMissing();
    }
    if (failure instanceof HttpMediaTypeNotSupportedException && isEmpty(request)) {
      return bodyMissing();
    }
    if (failure instanceof MethodArgumentTypeMismatchException mismatch) {
      return Problem.invalidParameter(mismatch.getName(), mismatch.getValue());
    }
    if (failure instanceof MaxUploadSizeExceededException
        || failure instanceof MultipartException) {
      return framework(failure, HttpStatus.BAD_REQUEST, HttpHeaders.EMPTY, failure.getMessage());
    }
    if (failure instanceof ErrorResponse known) {
      return framework(
          failure, known.getStatusCode(), known.getHeaders(), known.getBody().getDetail());
    }
    if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
      return Problem.of(
          ErrorCode.INVALID_REQUEST, "The connection ended before the request was complete.");
    }
    if (failure instanceof DataAccessException && Unstorable.isCauseOf(failure)) {
      return Problem.of(
          ErrorCode.INVALID_REQUEST,
          "A text in the request is too long, or has characters that cannot be stored.");
    }
    if (failure instanceof PayloadMissingException) {
      return Problem.of(ErrorCode.DOCUMENT_LOST, String.valueOf(failure.getMessage()));
    }
    if (failure instanceof IOException) {
      return Problem.of(
          ErrorCode.STORAGE_FAILED, "The bytes of the message could not be read or stored.");
    }
    return Problem.of(ErrorCode.INTERNAL_ERROR, "The gateway could not carry out the call.");
  }

  /** Neither a body nor a word of what it would have been. */
  private static boolean isEmpty(HttpServletRequest request) {
    return request.getContentType() == null
        && request.getContentLengthLong() <= 0
        && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
  }

  private static Problem bodyMissing() {
    return unreadable("Required request body is missing");
  }

  private static Problem unreadable(String message) {
    return Problem.of(ErrorCode.INVALID_MESSAGE, PeerException.MESSAGE_NOT_READABLE, message);
  }

  private static Problem invalid(MethodArgumentNotValidException invalid) {
    List<Finding> findings =
        invalid.getBindingResult().getAllErrors().stream().map(Finding::of).toList();
    return Problem.invalid(invalid.getBindingResult().getObjectName(), findings);
  }

  private static Problem framework(
      Exception failure, HttpStatusCode status, HttpHeaders headers, @Nullable String message) {
    return new Problem(
        status,
        status.is5xxServerError() ? ErrorCode.INTERNAL_ERROR : ErrorCode.INVALID_REQUEST,
        failure.getClass().getName(),
        Objects.requireNonNullElse(message, "The request cannot be served as it stands."),
        null,
        List.of(),
        headers);
  }
}
