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
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.hibernate.validator.messageinterpolation.ExpressionLanguageFeatureLevel;
import org.jspecify.annotations.Nullable;

/**
 * A UUID in its usual form, or nothing. On a scope: its {@code instanceIdentifier} where it names the conversation; the
 * references of other scopes are free text. Clients know the constraint by this name, as error code.
 */
@Constraint(validatedBy = {UUID.OfText.class, UUID.OfScope.class})
@Target({ElementType.FIELD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@interface UUID {
  String message() default "'${validatedValue}' is not a UUID.";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  final class OfText implements ConstraintValidator<UUID, String> {
    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
      return isBlankOrUuid(text);
    }

    private static boolean isBlankOrUuid(@Nullable String text) {
      if (text == null || text.isBlank()) {
        return true;
      }
      try {
        MessageId.of(text);
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  final class OfScope implements ConstraintValidator<UUID, StandardBusinessDocument.Scope> {
    @Override
    public boolean isValid(
        StandardBusinessDocument.@Nullable Scope scope, ConstraintValidatorContext context) {
      if (scope == null
          || !CONVERSATION_ID.equals(scope.type())
          || OfText.isBlankOrUuid(scope.instanceIdentifier())) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      // As a variable: put into the template itself, an expression in the client's text would be
      // evaluated.
      context
          .unwrap(HibernateConstraintValidatorContext.class)
          .addExpressionVariable("instance", scope.instanceIdentifier())
          .buildConstraintViolationWithTemplate("'${instance}' is not a UUID.")
          .enableExpressionLanguage(ExpressionLanguageFeatureLevel.VARIABLES)
          .addPropertyNode("instanceIdentifier")
          .addConstraintViolation();
      return false;
    }
  }
}
