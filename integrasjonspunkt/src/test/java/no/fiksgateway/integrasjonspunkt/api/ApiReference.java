package no.fiksgateway.integrasjonspunkt.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The description as a page of the documentation. */
final class ApiReference {
  private final JsonNode description;
  private final StringBuilder page = new StringBuilder();

  private ApiReference(JsonNode description) {
    this.description = description;
  }

  static String of(JsonNode description) {
    ApiReference reference = new ApiReference(description);
    reference.line(description.path("info").path("description").asString());
    for (DescribedCall.Topic topic : DescribedCall.Topic.values()) {
      reference.topic(topic);
    }
    reference.bodies();
    return reference.page.toString();
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  private void topic(DescribedCall.Topic topic) {
    line("\n## " + topic.title() + "\n\n" + topic.text());
    for (DescribedCall call : DescribedCall.values()) {
      if (call.topic() == topic) {
        call(call);
      }
    }
  }

  private void call(DescribedCall call) {
    JsonNode operation = operation(call.path(), call);
    line("\n### " + call.method() + " " + call.path() + "\n");
    line((operation.path("summary").asString() + ". "
            + operation.path("description").asString(""))
        .strip());
    alias(call).ifPresent(path -> line("\nAlso under `" + path + "`."));
    parameters(operation.path("parameters"));
    body(operation.path("requestBody").path("content"));
    answers(call, operation.path("responses"));
  }

  private JsonNode operation(String path, DescribedCall call) {
    return description.path("paths").path(path).path(call.method().name().toLowerCase(Locale.ROOT));
  }

  private Optional<String> alias(DescribedCall call) {
    return description.path("paths").propertyNames().stream()
        .filter(path -> !path.equals(call.path())
            && DescribedCall.published(path).equals(call.path())
            && !operation(path, call).isMissingNode())
        .findFirst();
  }

  private void parameters(JsonNode parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    line("\n| parameter | in | |\n|---|---|---|");
    for (JsonNode parameter : parameters) {
      line("| `" + parameter.path("name").asString() + "` | "
          + parameter.path("in").asString() + " | "
          + cell(parameter.path("description").asString()) + " |");
    }
  }

  private void body(JsonNode content) {
    JsonNode shown = content;
    for (String type : content.propertyNames()) {
      JsonNode media = content.path(type);
      line("\nBody as `" + type + "`: " + kind(media.path("schema")) + ".");
      if (!media.path("examples").equals(shown)) {
        shown = media.path("examples");
        shown.forEach(this::example);
      }
    }
  }

  private void example(JsonNode example) {
    JsonNode value = example.path("value");
    line("\n```" + (value.isString() ? "xml" : "json"));
    line(value.isString() ? value.asString().strip() : ApiJson.MAPPER.writeValueAsString(value));
    line("```");
  }

  private void answers(DescribedCall call, JsonNode responses) {
    line("\n| answer | |\n|---|---|");
    responses.forEachEntry((status, response) -> {
      if (status.startsWith("2")) {
        line("| " + status + " | " + good(response) + " |");
      }
    });
    if (call == DescribedCall.DELETE_STATUS) {
      line("| 404 | " + responses.path("404").path("description").asString() + " |");
    }
    call.errors().stream()
        .collect(Collectors.groupingBy(
            code -> Problem.of(code, "").status().value(),
            java.util.TreeMap::new,
            Collectors.mapping(code -> "`" + code + "`", Collectors.joining(", "))))
        .forEach((status, codes) -> line("| " + status + " | " + codes + " |"));
  }

  private static String good(JsonNode response) {
    List<String> words = new ArrayList<>();
    response
        .path("content")
        .forEachEntry((type, media) -> words.add(
            type.equals("application/json") ? kind(media.path("schema")) : "`" + type + "`"));
    response.path("headers").forEachEntry((name, header) -> words.add("header `" + name + "`"));
    String text = cell(response.path("description").asString());
    return words.isEmpty()
        ? text
        : String.join(", ", words) + (text.equals("The answer.") ? "" : ". " + text);
  }

  private static String kind(JsonNode schema) {
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asString().replaceFirst(".*/", "");
      return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }
    if (schema.has("oneOf")) {
      return StreamSupport.stream(schema.path("oneOf").spliterator(), false)
          .map(ApiReference::kind)
          .collect(Collectors.joining(" or "));
    }
    if (schema.path("type").asString("").equals("array")) {
      return "list of " + kind(schema.path("items"));
    }
    if (schema.path("format").asString("").equals("binary")) {
      return schema.path("description").asString("bytes");
    }
    if (schema.path("description").asString("").startsWith("an arkivmelding")) {
      return schema.path("description").asString();
    }
    if (schema.has("properties") && schema.has("additionalProperties")) {
      List<String> parts = new ArrayList<>();
      schema
          .path("properties")
          .forEachEntry((name, part) ->
              parts.add("`" + name + "` (" + part.path("description").asString(kind(part)) + ")"));
      return "parts " + String.join(", ", parts);
    }
    String type = schema.path("type").asString("any JSON");
    return type + (schema.has("format") ? ", " + schema.path("format").asString() : "");
  }

  private void bodies() {
    line("\n## Bodies");
    description.path("components").path("schemas").forEachEntry((name, schema) -> {
      line("\n### " + name);
      if (schema.has("description")) {
        line("\n" + schema.path("description").asString());
      }
      if (schema.has("properties")) {
        line("\n| member | | |\n|---|---|---|");
        List<String> required =
            schema.path("required").valueStream().map(JsonNode::asString).toList();
        schema
            .path("properties")
            .forEachEntry((member, type) -> line("| `" + member + "`"
                + (required.contains(member) ? "" : " (optional)") + " | " + kind(type) + " | "
                + meaning(type) + " |"));
      } else if (schema.has("enum")) {
        line("\n" + words(schema));
      }
      JsonNode example = description.path("components").path("examples").path(name);
      if (!example.isMissingNode() && !name.endsWith("Page")) {
        example(example);
      }
    });
  }

  private static String meaning(JsonNode schema) {
    String meaning = cell(schema.path("description").asString(""));
    return schema.has("enum") ? (meaning + " " + words(schema)).strip() : meaning;
  }

  private static String words(JsonNode schema) {
    return schema
        .path("enum")
        .valueStream()
        .map(word -> "`" + word.asString() + "`")
        .collect(Collectors.joining(", "));
  }

  private static String cell(String text) {
    return Arrays.stream(text.split("\\s*\\n\\s*"))
        .collect(Collectors.joining(" "))
        .replace("|", "\\|");
  }
}
