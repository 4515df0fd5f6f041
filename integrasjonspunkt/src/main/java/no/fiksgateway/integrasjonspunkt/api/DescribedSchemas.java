package no.fiksgateway.integrasjonspunkt.api;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.IncomingStatus;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFilter;
import org.jspecify.annotations.Nullable;

/** The bodies of the description: what springdoc reads from the records, and what they do not say. */
final class DescribedSchemas {
  static final String SBD = "StandardBusinessDocument";
  static final String ARKIVSENDING = "Arkivsending";
  static final String PROTOTYPE_CHOICE = "PrototypeChoice";
  static final String NEW_SUBSCRIPTION = "NewSubscription";
  static final String SUBSCRIPTION_CHANGE = "SubscriptionChange";
  static final String STATUS_EVENT = "StatusEvent";
  static final String ERROR = "Error";
  static final String ERROR_CODE = "ErrorCode";

  private static final String SUBSCRIPTION = "Subscription";

  private DescribedSchemas() {}

  static void complete(Components components) {
    ModelConverters.getInstance(true)
        .resolveAsResolvedSchema(new AnnotatedType(ErrorBody.class))
        .referencedSchemas
        .forEach(components::addSchemas);
    components
        .addSchemas(ERROR_CODE, errorCode())
        .addSchemas(STATUS_EVENT, statusEvent())
        .addSchemas(
            SBD,
            alone(
                components, SBD, "standardBusinessDocumentHeader", StandardBusinessDocument.FIKSIO))
        .addSchemas(PROTOTYPE_CHOICE, alone(components, PROTOTYPE_CHOICE, "prototypes"));
    components.getSchemas().remove("Replacement");
    subscriptions(components);
    components.setSchemas(new TreeMap<>(components.getSchemas()));
    components.getSchemas().values().forEach(DescribedSchemas::tidy);
  }

  /** What is put in place of a draft is one of two things; neither is a part of the other. */
  private static Schema<?> alone(Components components, String name, String... required) {
    Schema<?> within = schema(components, name);
    return object(within.getDescription(), within.getAllOf().get(1).getProperties())
        .required(List.of(required));
  }

  private static Schema<?> schema(Components components, String name) {
    return Objects.requireNonNull(components.getSchemas().get(name), name);
  }

  @SuppressWarnings("rawtypes")
  static Schema<?> object(@Nullable String text, Map<String, Schema> members) {
    Schema<?> object = new Schema<>().types(Set.of("object")).description(text);
    object.setProperties(new LinkedHashMap<>(members));
    return object;
  }

  /** One record carries what a client writes and what it is answered. */
  @SuppressWarnings("rawtypes")
  private static void subscriptions(Components components) {
    Schema<?> whole = schema(components, SUBSCRIPTION);
    Map<String, Schema> written = new LinkedHashMap<>(whole.getProperties());
    written.keySet().removeAll(Set.of("id", "pingFailure"));
    List<String> needed = List.of("name", "pushEndpoint", "resource", "event");
    whole.setRequired(Stream.concat(Stream.of("id"), needed.stream()).toList());
    components.addSchemas(
        NEW_SUBSCRIPTION, object("A subscription as clients write it.", written).required(needed));
    components.addSchemas(
        SUBSCRIPTION_CHANGE,
        object("What is to be changed about a subscription.", new LinkedHashMap<>(written)));
  }

  private static Schema<?> errorCode() {
    Schema<String> codes = text("The stable name of an error: see docs/errors.md.");
    codes.setEnum(Arrays.stream(ErrorCode.values()).map(ErrorCode::name).toList());
    return codes;
  }

  private static Schema<?> statusEvent() {
    Schema<?> event = object(
        "A status as it is pushed and told. What proves it is found under its number in GET /api/statuses.",
        new LinkedHashMap<>());
    event.addProperty("createdTs", text("when it was registered").format("date-time"));
    event.addProperty("resource", words("messages"));
    event.addProperty("event", words("status"));
    event.addProperty("messageId", text(null).format("uuid"));
    event.addProperty("conversationId", text(null).format("uuid"));
    event.addProperty("direction", words("OUTGOING", "INCOMING"));
    event.addProperty("serviceIdentifier", words(StatusFilter.SERVICE));
    event.addProperty("status", text(null));
    event.addProperty("description", text(null));
    event.addProperty(
        "statusId",
        new Schema<>().types(Set.of("integer")).format("int64").description("its number"));
    return event.required(event.getProperties().keySet().stream()
        .filter(member -> !member.equals("description"))
        .toList());
  }

  static Schema<String> text(@Nullable String meaning) {
    Schema<String> text = new Schema<>();
    text.types(Set.of("string")).description(meaning);
    return text;
  }

  static Schema<String> words(String... words) {
    Schema<String> text = text(null);
    text.setEnum(List.of(words));
    return text;
  }

  static Schema<?> ref(String schema) {
    return new Schema<>().$ref(schema);
  }

  static Schema<?> binary() {
    return text(null).format("binary");
  }

  static Schema<?> eitherOf(String... schemas) {
    Schema<?> either = new Schema<>();
    Arrays.stream(schemas).map(DescribedSchemas::ref).forEach(either::addOneOfItem);
    return either;
  }

  /** Without what says nothing, and with Javadoc in the words of Markdown. */
  private static void tidy(Schema<?> schema) {
    schema.setDescription(markdown(schema.getDescription()));
    if (Integer.valueOf(0).equals(schema.getMinLength())) {
      schema.setMinLength(null);
    }
    if (Integer.valueOf(0).equals(schema.getMinItems())) {
      schema.setMinItems(null);
    }
    if (Integer.valueOf(Integer.MAX_VALUE).equals(schema.getMaxItems())) {
      schema.setMaxItems(null);
    }
    if (schema.getItems() != null) {
      tidy(schema.getItems());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, member) -> {
        tidy(member);
        if (name.equals("messageId") || name.equals("conversationId")) {
          member.setFormat("uuid");
        } else if (name.equals("status")
            && member.getTypes() != null
            && member.getTypes().contains("string")) {
          member.setDescription(Optional.ofNullable(member.getDescription())
                  .map(text -> text + "; ")
                  .orElse("")
              + statuses());
        }
      });
    }
  }

  private static String statuses() {
    return Stream.of(
            Arrays.stream(OutgoingStatus.values()).map(Enum::name),
            Arrays.stream(IncomingStatus.values()).map(Enum::name),
            Stream.of(StatusChange.ANNET))
        .flatMap(names -> names)
        .distinct()
        .collect(Collectors.joining(", ", "one of ", ": see docs/statuses.md"));
  }

  static @Nullable String markdown(@Nullable String javadoc) {
    return javadoc == null
        ? null
        : javadoc
            .replaceAll("\\{@link(?:plain)? (?:\\S+ )?(\\S+?)}", "$1")
            .replaceAll("</?code>", "`")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replaceAll("\\s*\\n\\s*", " ")
            .strip();
  }
}
