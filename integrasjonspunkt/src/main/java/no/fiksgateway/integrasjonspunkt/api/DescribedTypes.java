package no.fiksgateway.integrasjonspunkt.api;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads from our records what swagger-core does not know: null, our own rules, and names that stand alone. */
final class DescribedTypes implements ModelConverter {
  private static final String OURS = DescribedTypes.class.getPackageName();
  private static final Set<Class<?>> NAMED_WELL = Set.of(
      ApiPage.Paging.class,
      ApiPage.Sorting.class,
      CapabilityController.Capabilities.class,
      SubscriptionController.DeliveriesBody.class);

  @Override
  @SuppressWarnings("rawtypes")
  public @Nullable Schema resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    JavaType java = Json.mapper().constructType(type.getType());
    if (java == null) {
      return next(type, context, chain);
    }
    Class<?> raw = java.getRawClass();
    if (raw == JsonNode.class) {
      return new Schema<>();
    }
    if (raw == ErrorCode.class) {
      return new Schema<>().$ref(DescribedSchemas.ERROR_CODE);
    }
    boolean ours = raw.isRecord() && raw.getPackageName().equals(OURS);
    if (ours) {
      type.setName(name(java));
    }
    Schema<?> found = next(type, context, chain);
    if (ours && found != null) {
      String name = name(java);
      Schema<?> model = context.getDefinedModels().get(name);
      (model == null ? found : model).setRequired(required(raw));
    }
    if (found != null && raw == String.class) {
      rules(type.getCtxAnnotations(), found);
    }
    return found;
  }

  @SuppressWarnings("rawtypes")
  private static @Nullable Schema next(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
  }

  /** Members that are never left out. */
  private static List<String> required(Class<?> body) {
    return Arrays.stream(body.getRecordComponents())
        .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
        .map(RecordComponent::getName)
        .toList();
  }

  private static void rules(Annotation @Nullable [] annotations, Schema<?> text) {
    for (Annotation annotation : annotations == null ? new Annotation[0] : annotations) {
      if (annotation instanceof UUID) {
        text.setFormat("uuid");
      } else if (annotation instanceof OneOf words) {
        words(text, words.value());
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void words(Schema<?> text, String[] words) {
    ((Schema<String>) text).setEnum(List.of(words));
  }

  static String name(JavaType type) {
    String own = stripped(type.getRawClass());
    return type.containedTypeCount() == 0 ? own : name(type.containedType(0)) + "Page";
  }

  /** A record within another says whose part it is. */
  private static String stripped(Class<?> body) {
    String own = body.getSimpleName().replaceFirst("Body$", "");
    Class<?> outer = body.getEnclosingClass();
    return outer == null || NAMED_WELL.contains(body)
        ? own
        : outer.getSimpleName().replaceFirst("(Controller|Body)$", "") + own;
  }
}
