package no.fiksgateway.integrasjonspunkt.api;

import jakarta.validation.ConstraintViolation;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * One thing that is wrong with one field, as it stands in {@code errors} of an error body.
 *
 * @param code the short name of the rule, for example NotNull, UUID, Future, OneOf
 */
record Finding(
    String objectName,
    @Nullable String field,
    @Nullable Object rejectedValue,
    List<String> codes,
    @Nullable List<Object> arguments,
    @Nullable String defaultMessage,
    boolean bindingFailure,
    @Nullable String code) {
  private static final String OUR_CLASSES = "no.fiksgateway.";

  static Finding of(ObjectError error) {
    List<Object> arguments = Arrays.stream(
            Objects.requireNonNullElse(error.getArguments(), new Object[0]))
        .map(Finding::argument)
        .toList();
    List<String> codes = listOf(error.getCodes());
    return error instanceof FieldError field
        ? new Finding(
            field.getObjectName(),
            field.getField(),
            shown(field.getRejectedValue()),
            codes,
            arguments,
            field.isBindingFailure()
                ? "'" + field.getRejectedValue() + "' is not a valid value"
                : field.getDefaultMessage(),
            field.isBindingFailure(),
            field.getCode())
        : new Finding(
            error.getObjectName(),
            null,
            null,
            codes,
            arguments,
            error.getDefaultMessage(),
            false,
            error.getCode());
  }

  /** In the other layout, which the peer uses for the one-step call. */
  static Finding of(ConstraintViolation<?> violation, String prefix) {
    String field = prefix + violation.getPropertyPath();
    String code =
        violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
    return new Finding(
        field,
        field,
        shown(violation.getInvalidValue()),
        List.of(code),
        null,
        violation.getMessage(),
        false,
        code);
  }

  static Finding of(String field, @Nullable String value, String rule, String message) {
    return new Finding(
        "standardBusinessDocument", field, value, List.of(rule), null, message, false, rule);
  }

  /** The same in the layout of the one-step call. */
  Finding under(String prefix) {
    String whole = prefix + field;
    return new Finding(
        whole, whole, rejectedValue, codes, null, defaultMessage, bindingFailure, code);
  }

  /** What the client sent comes back to it as it wrote it: a document's parts are JSON again. */
  private static @Nullable Object shown(@Nullable Object value) {
    return value instanceof OffsetDateTime time
        ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)
        : value;
  }

  private static Object argument(Object argument) {
    if (argument instanceof MessageSourceResolvable resolvable) {
      return Argument.of(listOf(resolvable.getCodes()), resolvable.getDefaultMessage());
    }
    if (argument instanceof Object[] several) {
      return Arrays.stream(several).map(Finding::argument).toList();
    }
    return argument instanceof Number || argument instanceof Boolean
        ? argument
        : String.valueOf(argument);
  }

  /** Without the codes that would name our classes. */
  private static List<String> listOf(String @Nullable [] codes) {
    return Arrays.stream(Objects.requireNonNullElse(codes, new String[0]))
        .filter(code -> !code.contains(OUR_CLASSES))
        .toList();
  }

  /** A field's name where it stands in for an argument of a rule's text; {@code code} is the shortest of its codes. */
  record Argument(
      List<String> codes,
      @Nullable String defaultMessage,
      @Nullable String code) {
    static Argument of(List<String> codes, @Nullable String defaultMessage) {
      return new Argument(
          codes, defaultMessage, codes.isEmpty() ? null : codes.get(codes.size() - 1));
    }
  }
}
