package no.fiksgateway.simulator.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import no.fiksgateway.simulator.platform.Refusal;
import no.fiksgateway.simulator.queue.Body;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer before it is written.
 *
 * @param written how many bytes of the body really leave; fewer than it has break the connection
 * @param afterwards run when the answer has left, or failed to
 */
record Reply(int status, String contentType, Body body, long written, Runnable afterwards) {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /** No answer at all: the connection is closed. */
  static final Reply NONE = new Reply(0, "", Body.EMPTY, 0, () -> {});

  boolean isNone() {
    return status == 0;
  }

  static Reply json(int status, Object value) {
    return of(status, "application/json", Body.of(JSON.writeValueAsBytes(value)));
  }

  static Reply text(String contentType, String text) {
    return of(200, contentType, Body.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  static Reply of(int status, String contentType, Body body) {
    return new Reply(status, contentType, body, body.size(), () -> {});
  }

  /** Deletes the body once it has left. */
  static Reply passing(int status, String contentType, Body body) {
    return new Reply(status, contentType, body, body.size(), body::delete);
  }

  static Reply empty(int status) {
    return of(status, "", Body.EMPTY);
  }

  /** The platform's error body (KS: Fiks plattform documentation, "Feilmeldinger"). */
  static Reply error(Refusal refusal, String path, Instant now) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("timestamp", now.toEpochMilli());
    error.put("status", refusal.status());
    error.put("error", reason(refusal.status()));
    error.put("errorId", refusal.errorId());
    error.put("path", path);
    error.put("originalPath", null);
    error.put("message", refusal.text());
    error.put("errorCode", null);
    error.put("errorJson", null);
    return json(refusal.status(), error);
  }

  /** The same answer, broken off in the middle. */
  Reply half() {
    return new Reply(status, contentType, body, body.size() / 2, afterwards);
  }

  private static String reason(int status) {
    String message = HttpStatus.getMessage(status);
    return message == null ? "Error" : message;
  }
}
