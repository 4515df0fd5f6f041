package no.fiksgateway.integrasjonspunkt.api;

import io.swagger.v3.oas.models.examples.Example;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The examples of the description: what can be sent, and what is answered. */
final class Examples {
  private static final List<String> ANSWERS = List.of(
      "StandardBusinessDocument",
      "Arkivsending",
      "Capabilities",
      "IncomingMessageExtended",
      "Status",
      "Conversation",
      "Subscription",
      "Deliveries",
      "SubscriptionReplayed",
      "QuarantineCase");

  private static final Set<String> LISTED = Set.of(
      "StandardBusinessDocument", "Status", "Conversation", "Subscription", "QuarantineCase");

  private Examples() {}

  /** Of answers, by the name of their schema; lists have one element. */
  static Map<String, Example> answers() {
    Map<String, Example> examples = new LinkedHashMap<>();
    for (String name : ANSWERS) {
      JsonNode body = ApiJson.MAPPER.readTree(text("answers/" + name + ".json"));
      examples.put(name, example(body));
      if (LISTED.contains(name)) {
        examples.put(name + "Page", example(page(body)));
      }
    }
    return examples;
  }

  static Example error(ErrorCode code) {
    Problem problem = Problem.of(code, ErrorCatalogue.text(code, Locale.ENGLISH));
    ObjectNode body = ApiJson.MAPPER.createObjectNode();
    body.put("timestamp", "2026-11-20T10:02:36.61+01:00");
    if (code != ErrorCode.NOT_AUTHENTICATED) {
      body.put("exception", problem.exception());
    }
    body.put("message", problem.message())
        .put("status", problem.status().value())
        .put("error", HttpStatus.valueOf(problem.status().value()).getReasonPhrase())
        .put("path", "/api/...")
        .put("errorCode", code.name())
        .put("errorId", "0b3f6a0e-6f0c-4a57-9d63-52a5f2a5b7a1")
        .put("action", ErrorCatalogue.action(code, Locale.ENGLISH));
    return example(body);
  }

  /** Of a request: JSON as JSON, everything else as text. */
  static Object request(String file) {
    String text = text("requests/" + file);
    return file.endsWith(".json") ? plain(ApiJson.MAPPER.readTree(text)) : text;
  }

  private static ObjectNode page(JsonNode element) {
    ApiPage.Sorting unsorted = new ApiPage.Sorting(true, false, true);
    int size = ApiPage.DEFAULT_SIZE;
    return ApiJson.MAPPER.valueToTree(new ApiPage<>(
        List.of(element),
        new ApiPage.Paging(0, size, unsorted, 0, true, false),
        1,
        1,
        true,
        size,
        0,
        1,
        unsorted,
        true,
        false));
  }

  private static Example example(JsonNode body) {
    return new Example().value(plain(body));
  }

  /** As maps and lists, because swagger-core writes with another Jackson. */
  private static Object plain(JsonNode body) {
    return ApiJson.MAPPER.treeToValue(body, Object.class);
  }

  private static String text(String file) {
    try (InputStream resource = Examples.class.getResourceAsStream("examples/" + file)) {
      return new String(
          Objects.requireNonNull(resource, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
