package no.fiksgateway.integrasjonspunkt.api;

import static no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope.CONVERSATION_ID;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scopes among which there is a ConversationId; the first has the process as its {@code identifier}. */
@Constraint(validatedBy = HasConversation.Check.class)
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface HasConversation {
  String message() default
      "must have a scope of type ConversationId with the process as its identifier";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  final class Check
      implements ConstraintValidator<HasConversation, List<StandardBusinessDocument.Scope>> {
    @Override
    public boolean isValid(
        @Nullable List<StandardBusinessDocument.Scope> scopes, ConstraintValidatorContext context) {
      return scopes == null
          || scopes.isEmpty()
          || scopes.stream()
              .filter(scope -> scope != null && CONVERSATION_ID.equals(scope.type()))
              .findFirst()
              .map(StandardBusinessDocument.Scope::identifier)
              .filter(process -> !process.isBlank())
              .isPresent();
    }
  }
}
