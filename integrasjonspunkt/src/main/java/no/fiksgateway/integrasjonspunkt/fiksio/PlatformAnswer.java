package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A short answer, read to its end.
 *
 * @param body what was answered, as JSON; a missing node where it is not JSON
 * @param text what was answered, cut to what a person needs
 * @param retryAfter how long we were asked to wait
 */
record PlatformAnswer(
    int status, JsonNode body, String text, @Nullable Duration retryAfter) {
  private static final int LONGEST_BODY = 1024 * 1024;
  private static final int LONGEST_TEXT = 300;

  static PlatformAnswer read(ClassicHttpResponse response, JsonMapper json, Clock clock)
      throws IOException {
    byte[] body = body(response.getEntity());
    return new PlatformAnswer(
        response.getCode(), parse(json, body), text(body), retryAfter(response, clock));
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A text member of the answer; empty where it is absent, null or blank. */
  Optional<String> text(String member) {
    return text(body.isArray() ? body.path(0) : body, member);
  }

  static Optional<String> text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(value.asString()).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  /**
   * What the platform says went wrong, and under which id KS's support finds it. The format is KS's: timestamp, status,
   * error, errorId, path, message, errorCode (KS: Fiks-plattformen documentation, section Feilhåndtering).
   */
  String problem() {
    String message = text("message").or(() -> text("error")).orElse(text);
    return "HTTP " + status
        + (message.isBlank() ? "" : ": " + message)
        + text("errorId").map(id -> " (errorId " + id + ")").orElse("")
        + text("errorCode").map(code -> " (errorCode " + code + ")").orElse("");
  }

  private static byte[] body(@Nullable HttpEntity entity) throws IOException {
    if (entity == null) {
      return new byte[0];
    }
    byte[] body = entity.getContent().readNBytes(LONGEST_BODY + 1);
    if (body.length > LONGEST_BODY) {
      throw new IOException("The answer is longer than " + LONGEST_BODY + " bytes.");
    }
    return body;
  }

  private static JsonNode parse(JsonMapper json, byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException notJson) {
      return json.missingNode();
    }
  }

  private static String text(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
  }

  /** RFC 9110, section 10.2.3: seconds or a date. */
  private static @Nullable Duration retryAfter(ClassicHttpResponse response, Clock clock) {
    Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    if (header == null) {
      return null;
    }
    String value = header.getValue().strip();
    try {
      Duration wait = value.chars().allMatch(Character::isDigit)
          ? Duration.ofSeconds(Long.parseLong(value))
          : Duration.between(
              clock.instant(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException | NumberFormatException | ArithmeticException unreadable) {
      return null;
    }
  }
}
