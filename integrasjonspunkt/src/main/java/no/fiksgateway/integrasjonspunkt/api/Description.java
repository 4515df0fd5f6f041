package no.fiksgateway.integrasjonspunkt.api;

import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.ARKIVSENDING;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.ERROR;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.NEW_SUBSCRIPTION;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.PROTOTYPE_CHOICE;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.SBD;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.STATUS_EVENT;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.SUBSCRIPTION_CHANGE;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.binary;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.eitherOf;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.markdown;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.object;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.ref;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.text;
import static no.fiksgateway.integrasjonspunkt.api.DescribedSchemas.words;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Encoding;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFilter;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;

/**
 * Completes the description that springdoc draws up from the controllers, their records and their Javadoc: with errors,
 * examples, and the bodies that are read and written as streams.
 */
final class Description implements OpenApiCustomizer {
  private static final String JSON = "application/json";
  private static final String XML = "application/xml";
  private static final String OCTETS = "application/octet-stream";
  private static final String FORM = "multipart/form-data";
  private static final String ASICE = "application/vnd.etsi.asic-e+zip";
  private static final String OK = "200";
  private static final String USER = "user";

  private static final Locale BOKMAAL = Locale.forLanguageTag("nb");

  private static final String INTRODUCTION = """
      The HTTP API of eFormidling's integrasjonspunkt, for Fiks IO.

      Success is 200, "nothing there" 204; every error has the body `Error`, whose `errorCode` never changes its meaning. \
      With `Accept-Language: nb` its `action` is in Norwegian. Members without a value are left out, and members that are \
      not known are ignored, in requests and, please, in answers. Dates of the gateway have the offset of Norwegian time; \
      a date without one is taken as Norwegian time. A slash at the end of a path is ignored. Where users are listed \
      (`integrasjonspunkt.access.users`) every call needs one of them, with HTTP Basic.""";

  private static final Map<String, String> PARAMETERS = Map.ofEntries(
      Map.entry("messageId", "the message's id; one that is no UUID is the id of nothing"),
      Map.entry("conversationId", "the conversation's id"),
      Map.entry("process", "only this process"),
      Map.entry("processIdentifier", "only this process"),
      Map.entry("receiver", "as in the SBD, for example 0192:910077473"),
      Map.entry("sender", "as in the SBD, for example 0192:987464291"),
      Map.entry("receiverIdentifier", "an organisation number or the id of an account"),
      Map.entry("senderIdentifier", "an organisation number or the id of an account"),
      Map.entry("serviceIdentifier", "the channel; only DPFIO has messages here"),
      Map.entry("messageReference", "what the client called the message"),
      Map.entry("messageTitle", "its title"),
      Map.entry("finished", "whether its last status is a final one"),
      Map.entry("direction", "out, in, or both"),
      Map.entry("lastUpdateTo", "a Norwegian day, itself included"),
      Map.entry("status", "only this status"),
      Map.entry("page", "from 0"),
      Map.entry("size", "of a page, at most 2000"),
      Map.entry(
          "sort",
          "`member,asc` or `member,desc`; may be repeated. The answer to an unknown member names those there are"),
      Map.entry("id", "the subscription's number"),
      Map.entry(
          IncomingMessageController.LOCK_TOKEN,
          "the lock, as peek answered it; 409 where it has gone to somebody else. Left out: whatever lock there is"));

  private final Supplier<String> version;

  /** @param version of the gateway */
  Description(Supplier<String> version) {
    this.version = version;
  }

  @Override
  public void customise(OpenAPI api) {
    api.info(new Info()
            .title("Fiks gateway")
            .description(INTRODUCTION)
            .version(version.get())
            .license(new License()
                .name("Apache 2.0")
                .url("https://www.apache.org/licenses/LICENSE-2.0.txt")))
        .tags(Arrays.stream(DescribedCall.Topic.values())
            .map(topic -> new Tag().name(topic.title()).description(topic.text()))
            .toList())
        .security(List.of(new SecurityRequirement(), new SecurityRequirement().addList(USER)));
    api.getComponents()
        .addSecuritySchemes(
            USER,
            new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("basic")
                .description("Only where integrasjonspunkt.access.users lists users."));
    DescribedSchemas.complete(api.getComponents());
    examples(api.getComponents());
    api.setPaths(paths(api));
    api.addWebhooks("status", new PathItem().post(push()));
  }

  private static void examples(Components components) {
    Arrays.stream(DescribedCall.values())
        .flatMap(call -> call.errors().stream())
        .forEach(code -> components.addExamples(code.name(), Examples.error(code)));
    Examples.answers().forEach(components::addExamples);
  }

  private static Paths paths(OpenAPI api) {
    Map<String, PathItem> found =
        new TreeMap<>(Comparator.<String, Boolean>comparing(path -> !path.startsWith("/api/"))
            .thenComparing(path -> path));
    found.putAll(api.getPaths());
    Paths described = new Paths();
    found.forEach((path, item) -> {
      item.readOperationsMap()
          .forEach((method, operation) ->
              describe(DescribedCall.of(method, path), path, operation, api.getComponents()));
      described.addPathItem(path, item);
    });
    return described;
  }

  private static void describe(
      DescribedCall call, String path, Operation operation, Components components) {
    boolean isAlias = !path.equals(call.path());
    operation.setOperationId(isAlias ? call.id() + "Short" : call.id());
    operation.setTags(
        List.of(isAlias ? DescribedCall.Topic.SHORT.title() : call.topic().title()));
    body(call, operation);
    say(call, operation);
    if (isAlias) {
      String same = "The same as `" + call.method() + " " + call.path() + "`.";
      operation.setDescription(
          operation.getDescription() == null ? same : same + " " + operation.getDescription());
    }
    parameters(operation);
    answers(call, operation, components);
    errors(call, operation.getResponses());
  }

  private static void say(DescribedCall call, Operation operation) {
    String text = switch (call) {
      case CREATE_MESSAGE_OUT ->
        "Creates a draft from an SBD, and answers it with everything filled in. From an arkivmelding, alone or in a form"
            + " together with files, it draws up messages to the receivers it names. Nothing is sent yet.";
      case ADD_FILE_OR_REPLACE ->
        "Adds a file, or replaces the draft. With Content-Disposition the body is a file, streamed to the store; without"
            + " it, and with application/json, it is the draft anew, whose id and files stay, or a choice among the"
            + " prototypes of an arkivmelding.";
      default -> operation.getDescription();
    };
    String whole = Optional.ofNullable(markdown(text)).orElse("");
    int end = whole.indexOf(". ");
    operation.setSummary(end < 0 ? whole.replaceFirst("\\.$", "") : whole.substring(0, end));
    operation.setDescription(end < 0 ? null : whole.substring(end + 2));
  }

  private static void parameters(Operation operation) {
    if (operation.getParameters() == null) {
      return;
    }
    operation
        .getParameters()
        .removeIf(parameter ->
            parameter.getName().equals("Content-Type") || parameter.getName().startsWith("!"));
    for (Parameter parameter : operation.getParameters()) {
      boolean ofPage = Set.of("page", "size", "sort").contains(parameter.getName());
      if (parameter.getDescription() == null || ofPage) {
        parameter.setDescription(PARAMETERS.get(parameter.getName()));
      }
      parameter.setDescription(markdown(parameter.getDescription()));
      if (parameter.getName().equals("serviceIdentifier")) {
        parameter.setSchema(words(StatusFilter.SERVICES.stream().sorted().toArray(String[]::new)));
      }
      if (parameter.getName().equals("Content-Disposition")) {
        parameter.required(false).example("attachment; name=\"Brev\"; filename=\"brev.pdf\"");
      }
    }
    if (operation.getParameters().isEmpty()) {
      operation.setParameters(null);
    }
  }

  private static void body(DescribedCall call, Operation operation) {
    switch (call) {
      case CREATE_MESSAGE_OUT ->
        operation.setRequestBody(request(new Content()
            .addMediaType(JSON, with(ref(SBD), "createMessageOut.json"))
            .addMediaType(XML, with(text("an arkivmelding.xml"), "createMessageOut.xml"))
            .addMediaType("text/xml", with(text("an arkivmelding.xml"), "createMessageOut.xml"))
            .addMediaType(
                FORM,
                new MediaType()
                    .schema(form(
                        "arkivmelding",
                        binary()
                            .description(
                                "the arkivmelding.xml; a file of that name may be called anything else"),
                        "further files, each a part with a file name")))));
      case ADD_FILE_OR_REPLACE ->
        operation.setRequestBody(request(new Content()
            .addMediaType(OCTETS, new MediaType().schema(binary()))
            .addMediaType(
                "*/*",
                new MediaType()
                    .schema(binary().description("a file of any type, with Content-Disposition")))
            .addMediaType(
                JSON,
                with(
                    eitherOf(SBD, PROTOTYPE_CHOICE),
                    "addFileOrReplace.json",
                    "addFileOrReplace.choice.json"))));
      case CREATE_AND_SEND ->
        operation.setRequestBody(request(new Content()
            .addMediaType(
                FORM,
                with(
                        form(
                            "sbd",
                            ref(SBD),
                            "files, each a part whose name is the title and whose file name is the name"),
                        "createAndSend.json")
                    .encoding(Map.of("sbd", new Encoding().contentType(JSON))))));
      case CREATE_SUBSCRIPTION ->
        operation.setRequestBody(request(new Content()
            .addMediaType(JSON, with(ref(NEW_SUBSCRIPTION), "createSubscription.json"))));
      case CHANGE_SUBSCRIPTION ->
        operation.setRequestBody(request(new Content()
            .addMediaType(JSON, with(ref(SUBSCRIPTION_CHANGE), "changeSubscription.json"))));
      case REJECT_MESSAGE_IN, REPLAY -> {
        MediaType body = json(operation.getRequestBody().getContent());
        body.setExamples(with(ref(""), call.id() + ".json").getExamples());
      }
      default -> {
        // The body is the one springdoc found, or there is none.
      }
    }
  }

  private static RequestBody request(Content content) {
    return new RequestBody().required(true).content(content);
  }

  private static Schema<?> form(String name, Schema<?> first, String files) {
    Schema<?> form = object(null, new LinkedHashMap<>());
    form.addProperty(name, first);
    form.addProperty(
        "file", new Schema<>().types(Set.of("array")).items(binary()).description(files));
    return form.required(List.of(name)).additionalProperties(binary());
  }

  private static MediaType with(Schema<?> schema, String... examples) {
    MediaType type = new MediaType().schema(schema);
    for (String file : examples) {
      type.addExamples(
          file.replaceFirst("\\.[a-z]+$", ""), new Example().value(Examples.request(file)));
    }
    return type;
  }

  private static void answers(DescribedCall call, Operation operation, Components components) {
    ApiResponses answers = operation.getResponses();
    ApiResponse ok = Objects.requireNonNull(answers.get(OK), call.id());
    switch (call) {
      case GET_MESSAGE_OUT -> ok.setContent(json(eitherOf(SBD, ARKIVSENDING)));
      case ADD_FILE_OR_REPLACE -> {
        ok.setContent(json(eitherOf(SBD, ARKIVSENDING)));
        ok.setDescription(
            "Nothing where a file was added; otherwise what stands in place of the draft.");
      }
      case POP_MESSAGE_IN, POP_LOCKED_MESSAGE_IN ->
        ok.content(new Content().addMediaType(ASICE, new MediaType().schema(binary())))
            .addHeaderObject(
                "Content-Disposition", new Header().schema(words("attachment; filename=asic.zip")));
      case PEEK_MESSAGE_IN ->
        ok.addHeaderObject(
            IncomingMessageController.LOCK_TOKEN,
            new Header()
                .description("names this lock: give it back with pop, DELETE, lock and reject")
                .schema(text(null).format("uuid")));
      case GET_FLOW ->
        ok.setContent(new Content()
            .addMediaType(
                "text/vnd.mermaid;charset=utf-8",
                new MediaType().schema(text(null)).example(Examples.request("getFlow.mmd"))));
      case LISTEN ->
        ok.setContent(new Content()
            .addMediaType(
                org.springframework.http.MediaType.TEXT_EVENT_STREAM_VALUE,
                new MediaType()
                    .schema(text(
                        "events whose `data` is a StatusEvent, and whose `id` is its statusId"))
                    .example(Examples.request("listen.txt"))));
      default -> {
        // As springdoc found it.
      }
    }
    if (OK.equals(ok.getDescription()) || "OK".equals(ok.getDescription())) {
      ok.setDescription(ok.getContent() == null ? "Done." : "The answer.");
    }
    if (Set.of(
            DescribedCall.PEEK_MESSAGE_IN,
            DescribedCall.PEEK_STATUS,
            DescribedCall.POP_MESSAGE_IN,
            DescribedCall.POP_LOCKED_MESSAGE_IN)
        .contains(call)) {
      answers.addApiResponse("204", new ApiResponse().description("There is nothing."));
    }
    if (call == DescribedCall.DELETE_STATUS) {
      answers.addApiResponse(
          "404", new ApiResponse().description("No such status is in the queue."));
    }
    if (ok.getContent() != null && ok.getContent().containsKey(JSON)) {
      MediaType body = json(ok.getContent());
      examplesOf(body.getSchema())
          .filter(components.getExamples()::containsKey)
          .forEach(name -> body.addExamples(name, new Example().$ref(name)));
    }
  }

  private static MediaType json(Content content) {
    return Objects.requireNonNull(content.get(JSON));
  }

  private static Content json(Schema<?> schema) {
    return new Content().addMediaType(JSON, new MediaType().schema(schema));
  }

  private static Stream<String> examplesOf(Schema<?> schema) {
    return schema.get$ref() != null
        ? Stream.of(schema.get$ref().replaceFirst(".*/", ""))
        : Optional.ofNullable(schema.getOneOf()).stream()
            .flatMap(List::stream)
            .flatMap(Description::examplesOf);
  }

  private static void errors(DescribedCall call, ApiResponses answers) {
    Map<Integer, List<ErrorCode>> byStatus = call.errors().stream()
        .collect(Collectors.groupingBy(
            code -> Problem.of(code, "").status().value(), TreeMap::new, Collectors.toList()));
    byStatus.forEach((status, codes) ->
        answers.addApiResponse(String.valueOf(status), error(HttpStatus.valueOf(status), codes)));
    answers.addApiResponse(
        "default",
        new ApiResponse()
            .description(
                "What is wrong whatever the call: its method (405), its Accept (406), its size (413), its"
                    + " Content-Type (415).")
            .content(json(ref(ERROR))));
  }

  private static ApiResponse error(HttpStatus status, List<ErrorCode> codes) {
    Schema<String> some = text(null);
    some.setEnum(codes.stream().map(ErrorCode::name).toList());
    Schema<?> narrowed = new Schema<>();
    narrowed.addProperty("errorCode", some);
    MediaType body = new MediaType().schema(new Schema<>().allOf(List.of(ref(ERROR), narrowed)));
    codes.forEach(code -> body.addExamples(code.name(), new Example().$ref(code.name())));
    String each = codes.stream()
        .map(code -> "* `" + code + "` " + ErrorCatalogue.text(code, Locale.ENGLISH) + " *"
            + ErrorCatalogue.text(code, BOKMAAL) + "*")
        .collect(Collectors.joining("\n"));
    return new ApiResponse()
        .description(status.getReasonPhrase() + ":\n\n" + each)
        .content(new Content().addMediaType(JSON, body));
  }

  private static Operation push() {
    return new Operation()
        .operationId("pushStatus")
        .addTagsItem(DescribedCall.Topic.SUBSCRIPTIONS.title())
        .summary("A status, pushed to the endpoint of a subscription")
        .description(
            "Signed as Standard Webhooks has it, in order, and again until it is taken: see docs/webhooks.md.")
        .requestBody(request(json(ref(STATUS_EVENT))))
        .responses(new ApiResponses()
            .addApiResponse("2XX", new ApiResponse().description("It is taken.")));
  }
}
