package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.swagger.v3.oas.models.PathItem.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.GeneratedDocs;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API; that answers are as described, every other test of the API sees to. */
@ApiTest
class DescriptionTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Autowired
  private WebApplicationContext gateway;

  @Autowired
  private RequestMappingHandlerMapping requestMappingHandlerMapping;

  @Autowired
  private CaseSystem client;

  @Autowired
  private FiksSender sender;

  @Autowired
  private FakeFiks fiks;

  private ObjectNode description;

  @BeforeEach
  void isRead() {
    description = (ObjectNode) client.get("/v3/api-docs").is(200).json();
  }

  @AfterEach
  void thePlatformForgets() {
    fiks.forget();
  }

  @Test
  void hasEveryCallOfTheApiAndNothingElse() {
    Set<String> calls = new TreeSet<>();
    requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, handler) -> {
      if (handler.getBeanType().getPackageName().equals(getClass().getPackageName())
          && handler.getBeanType() != FallbackErrorController.class) {
        calls.addAll(calls(mapping));
      }
    });
    Set<String> described = new TreeSet<>();
    operations().forEach(operation -> described.add(operation.method() + " " + operation.path()));

    assertThat(described).isEqualTo(calls);
    assertThat(DescribedCall.values())
        .allSatisfy(call -> assertThat(described).contains(call.method() + " " + call.path()));
  }

  private static List<String> calls(RequestMappingInfo mapping) {
    return mapping.getPatternValues().stream()
        .flatMap(path ->
            mapping.getMethodsCondition().getMethods().stream().map(method -> method + " " + path))
        .toList();
  }

  record Described(String method, String path, JsonNode operation) {}

  private List<Described> operations() {
    List<Described> found = new ArrayList<>();
    description
        .path("paths")
        .forEachEntry((path, item) -> item.forEachEntry((method, operation) ->
            found.add(new Described(method.toUpperCase(Locale.ROOT), path, operation))));
    return found;
  }

  @Test
  void refusesACallThatNobodyHasThoughtOf() {
    assertThatThrownBy(() -> DescribedCall.of(HttpMethod.GET, "/api/new"))
        .hasMessageContaining("GET /api/new");
  }

  @Test
  void saysInWordsWhatEachCallAndEachParameterIsFor() {
    Set<String> ids = new TreeSet<>();
    assertThat(operations()).allSatisfy(described -> {
      JsonNode operation = described.operation();
      assertThat(operation.path("summary").asString("")).isNotBlank().doesNotContain("{@", "&");
      assertThat(operation.path("tags")).hasSize(1);
      assertThat(ids.add(operation.path("operationId").asString())).isTrue();
      for (JsonNode parameter : operation.path("parameters")) {
        assertThat(parameter.path("description").asString(""))
            .as(parameter.path("name").asString())
            .isNotBlank()
            .doesNotContain("{@", "&");
      }
    });
  }

  @Test
  void hasExamplesForEveryBody() {
    assertThat(operations())
        .allSatisfy(described -> described
            .operation()
            .path("requestBody")
            .path("content")
            .forEachEntry((type, media) -> assertThat(
                    type.matches("application/octet-stream|\\*/\\*|multipart/form-data")
                        || !media.path("examples").isEmpty())
                .as(described + " " + type)
                .isTrue()));
    assertThat(operations())
        .allSatisfy(described -> described
            .operation()
            .path("responses")
            .forEachEntry((status, answer) -> answer
                .path("content")
                .forEachEntry((type, media) -> assertThat(status.equals("default")
                        || type.contains("asic")
                        || media.has("example")
                        || !media.path("examples").isEmpty())
                    .as(described + " " + status)
                    .isTrue())));
  }

  @Test
  void hasExamplesOfAnswersThatAreAsDescribed() {
    DescribedAnswers answers = DescribedAnswers.of(gateway);
    description.path("components").path("examples").forEachEntry((name, example) -> {
      String schema = description.path("components").path("schemas").has(name) ? name : "Error";
      assertThat(answers.faults(schema, example.path("value"))).as(name).isEmpty();
    });
  }

  @Test
  void findsWhatAnAnswerHasBesideWhatIsDescribed() {
    DescribedAnswers answers = DescribedAnswers.of(gateway);
    ObjectNode status =
        (ObjectNode) description.at("/components/examples/Status/value").deepCopy();

    assertThat(answers.faults("Status", status.deepCopy().put("more", 1))).isNotEmpty();
    assertThat(answers.faults("Status", status.deepCopy().put("convId", "17"))).isNotEmpty();
    assertThat(answers.faults("Status", status.deepCopy().put("messageId", "17")))
        .isNotEmpty();
    assertThat(answers.faults("Status", without(status, "evidence"))).isNotEmpty();
  }

  private static ObjectNode without(ObjectNode body, String member) {
    ObjectNode less = body.deepCopy();
    less.remove(member);
    return less;
  }

  @Test
  void findsAnErrorThatACallIsNotSaidToHave() {
    JsonNode conflicts = description.at(
        "/paths/~1api~1messages~1in~1pop~1{id}/get/responses/409/content/application~1json/schema");
    JsonNode other = description.at("/components/examples/NOT_A_DRAFT/value");

    assertThat(DescribedAnswers.of(gateway).faults(conflicts, other)).isNotEmpty();
  }

  private String example(String method, String path, String type, String name) {
    JsonNode value = description
        .path("paths")
        .path(path)
        .path(method)
        .path("requestBody")
        .path("content")
        .path(type)
        .path("examples")
        .path(name)
        .path("value");
    assertThat(value.isMissingNode()).as(name).isFalse();
    return value.isString() ? value.asString() : value.toString();
  }

  @Test
  void hasADocumentThatCanBeSentAsItStands() {
    String out = "/api/messages/out";
    String sbd = example("post", out, "application/json", "createMessageOut");
    String id = Sbd.identification(client.postJson(out, sbd).is(200).json())
        .path("instanceIdentifier")
        .asString();
    client
        .putJson(
            out + "/" + id, example("put", out + "/{id}", "application/json", "addFileOrReplace"))
        .is(200);
    client.upload(UUID.fromString(id), "brev.txt", "Hei").is(200);
    client.post(out + "/" + id).is(200);
    String form = example("post", out + "/multipart", "multipart/form-data", "createAndSend");
    client
        .oneStep(
            JSON.readTree(form).path("sbd").toString(),
            List.of(new Part("Brev", "brev.txt", "text/plain", new byte[] {1})))
        .is(200);
  }

  @Test
  void hasAnArkivmeldingThatDrawsUpAMessage() {
    String out = "/api/messages/out";
    String xml = example("post", out, "application/xml", "createMessageOut");
    JsonNode sending =
        client.postXml(out, xml.getBytes(StandardCharsets.UTF_8)).is(200).json();
    JsonNode prototype = sending.path("prototypes").path(0);
    assertThat(prototype.path("possible").asBoolean()).isTrue();
    String choice = example("put", out + "/{id}", "application/json", "addFileOrReplace.choice");
    client
        .putJson(
            out + "/" + sending.path("conversationId").asString(),
            choice.replaceFirst(
                "[0-9a-f]{8}-[0-9a-f-]{27}", prototype.path("messageId").asString()))
        .is(200);
  }

  @Test
  void hasASubscriptionThatCanBeMade() {
    String path = "/api/subscriptions";
    long id = client
        .postJson(path, example("post", path, "application/json", "createSubscription"))
        .is(200)
        .json()
        .path("id")
        .asLong();
    client
        .putJson(
            path + "/" + id,
            example("put", path + "/{id}", "application/json", "changeSubscription"))
        .is(200);
    client
        .postJson(
            path + "/" + id + "/replay",
            example("post", path + "/{id}/replay", "application/json", "replay"))
        .is(200);
    client.delete(path + "/" + id).is(200);
  }

  @Test
  void hasARejectionThatTheSenderIsTold() {
    String path = "/api/messages/in/{id}/reject";
    UUID id = sender.sends(KnownReceivers.ARKIVMELDING, new byte[] {1});
    await().until(() -> client.get("/api/messages/in/peek?messageId=" + id).status() == 200);
    client
        .postJson(
            path.replace("{id}", id.toString()),
            example("post", path, "application/json", "rejectMessageIn"))
        .is(200);
  }

  @Test
  void tellsWhatEventsLookLike() throws IOException {
    DescribedAnswers answers = DescribedAnswers.of(gateway);
    String document = new Sbd().json();
    int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    try (Listener listener = Listener.at(port, "", null)) {
      client.postJson("/api/messages/out", document).is(200);
      await().until(() -> !listener.events().isEmpty());
      assertThat(answers.faults("StatusEvent", listener.events().get(0).data())).isEmpty();
    }
    String example = description
        .at("/paths/~1api~1events/get/responses/200/content/text~1event-stream/example")
        .asString();
    JsonNode told = JSON.readTree(example
        .lines()
        .filter(line -> line.startsWith("data: "))
        .findFirst()
        .get()
        .substring(6));
    assertThat(answers.faults("StatusEvent", told)).isEmpty();
  }

  @Test
  void namesTheErrorsOfACallInBothLanguages() {
    String gone = description
        .at("/paths/~1api~1messages~1in~1pop~1{id}/get/responses/409/description")
        .asString();
    assertThat(gone)
        .contains("`LOCK_LOST` The lock of this Lock-Token has run out")
        .contains("Låsen til dette Lock-Token er utløpt");
  }

  @Test
  void changesNothingAboutHowClientsAreAnswered() {
    assertThat(client
            .get("/api/statuses", "Accept", "application/yaml")
            .is(406)
            .header("Content-Type"))
        .isEqualTo("application/json");
    assertThat(client.get("/no/such/thing").is(404).json().path("errorCode").asString())
        .isEqualTo("INVALID_REQUEST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/swagger-ui/index.html", "/swagger-ui/swagger-ui-bundle.js"})
  void canBeTriedOnAPageThatTheGatewayServes(String path) {
    assertThat(client.get(path).is(200).text()).contains("swagger");
  }

  @Test
  void leadsToThePageFromItsShortAddress() {
    assertThat(client.get("/swagger-ui.html").is(302).header("Location"))
        .endsWith("/swagger-ui/index.html");
  }

  @Test
  void opensInABrowserThatReachesNothingElse() throws IOException, InterruptedException {
    String page = Chromium.open("http://127.0.0.1:"
        + gateway.getEnvironment().getRequiredProperty("local.server.port")
        + "/swagger-ui/index.html");
    assertThat(page)
        .contains("operations-Messages_out-createMessageOut")
        .contains("operations-Messages_in-peekMessageIn")
        .doesNotContain("Failed to load");
  }

  @Test
  void isTheReferenceInTheDocumentation() {
    GeneratedDocs.assertSection("docs/api-reference.md", "reference", ApiReference.of(description));
  }
}
