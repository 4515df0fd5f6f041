package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds answers to the description: the call, the status, the content type and every member of the body must be described.
 * A client may be answered more than what is described, one day; a test may not.
 */
final class DescribedAnswers {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What goes wrong before a call is found, and is described once for all. */
  private static final Set<Integer> WHATEVER_THE_CALL = Set.of(405, 406, 413, 415);

  /** Described for all gateways alike, so that one test context's serves them all. */
  private static volatile DescribedAnswers description;

  private final ObjectNode whole;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private DescribedAnswers(ObjectNode whole) {
    this.whole = whole;
    this.whole.path("components").path("schemas").values().forEach(DescribedAnswers::refuseMore);
  }

  /** The description as the gateway gives it, whoever may ask for it. */
  static ObjectNode read(WebApplicationContext gateway) {
    try {
      return (ObjectNode) JSON.readTree(MockMvcBuilders.webAppContextSetup(gateway)
          .build()
          .perform(get("/v3/api-docs"))
          .andReturn()
          .getResponse()
          .getContentAsByteArray());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static DescribedAnswers of(WebApplicationContext gateway) {
    synchronized (DescribedAnswers.class) {
      if (description == null) {
        description = new DescribedAnswers(read(gateway));
      }
      return description;
    }
  }

  private static void refuseMore(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
  }

  void check(HttpRequest request, HttpResponse<byte[]> response) {
    String path = request.uri().getPath().replaceFirst("(?<=.)/$", "");
    String call = request.method() + " " + path;
    int status = response.statusCode();
    Optional<JsonNode> item = find(path);
    if (item.isEmpty()) {
      assertThat(status >= 400 || !isOfTheApi(path))
          .as("%s is answered %d, and not described", call, status)
          .isTrue();
      return;
    }
    JsonNode operation = item.get().path(request.method().toLowerCase(Locale.ROOT));
    if (operation.isMissingNode()) {
      assertThat(status).as("%s is not described", call).isIn(200, 401, 405);
      assertThat(status == 200 && !Set.of("HEAD", "OPTIONS").contains(request.method()))
          .as("%s is answered 200, and not described", call)
          .isFalse();
      return;
    }
    JsonNode described = operation.path("responses").path(String.valueOf(status));
    if (described.isMissingNode() && WHATEVER_THE_CALL.contains(status)) {
      described = operation.path("responses").path("default");
    }
    assertThat(described.isMissingNode())
        .as("%s: %d is described; the body is %s", call, status, new String(response.body()))
        .isFalse();
    checkBody(call, operation, described.path("content"), response);
  }

  private void checkBody(
      String call, JsonNode operation, JsonNode content, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (response.body().length == 0) {
      assertThat(content.isMissingNode()
              || operation.path("operationId").asString().startsWith("addFileOrReplace"))
          .as("%s, %d: an empty body is described", call, status)
          .isTrue();
      return;
    }
    String type = response
        .headers()
        .firstValue("Content-Type")
        .orElse("")
        .replace(" ", "")
        .toLowerCase();
    JsonNode media = content.has(type) ? content.path(type) : content.path(type.split(";")[0]);
    assertThat(media.isMissingNode())
        .as("%s, %d: content of type %s is described", call, status, type)
        .isFalse();
    if (type.startsWith("application/json")) {
      assertThat(faults(media.path("schema"), JSON.readTree(response.body())))
          .as("%s, %d: %s", call, status, new String(response.body()))
          .isEmpty();
    }
  }

  /** What about a body is not as its schema says. */
  List<String> faults(JsonNode schema, JsonNode body) {
    return schemas
        .computeIfAbsent(schema.toString(), text -> compile(schema))
        .validate(body)
        .stream()
        .map(Error::toString)
        .toList();
  }

  List<String> faults(String schema, JsonNode body) {
    return faults(JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema), body);
  }

  private Schema compile(JsonNode schema) {
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.set("components", whole.path("components"));
    root.putArray("allOf").add(schema);
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()))
        .getSchema(root);
  }

  private Optional<JsonNode> find(String path) {
    return whole
        .path("paths")
        .propertyStream()
        .filter(item -> path.matches(item.getKey().replaceAll("\\{[^/]+}", "[^/]+")))
        .min(Comparator.comparing(
            item -> item.getKey().chars().filter(c -> c == '{').count()))
        .map(Map.Entry::getValue);
  }

  private static boolean isOfTheApi(String path) {
    return path.matches("/(api|in|out|statuses|capabilities)(/.*)?");
  }
}
