package no.fiksgateway.integrasjonspunkt.api;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFilter;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.hibernate.validator.messageinterpolation.ExpressionLanguageFeatureLevel;
import org.jspecify.annotations.Nullable;

/** A filter of a subscription, or nothing. Clients know the constraint by this name, as error code. */
@Constraint(validatedBy = WebhookFilter.Check.class)
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface WebhookFilter {
  String message() default "Invalid filter";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  final class Check implements ConstraintValidator<WebhookFilter, String> {
    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
      try {
        StatusFilter.parse(text);
        return true;
      } catch (IllegalArgumentException e) {
        context.disableDefaultConstraintViolation();
        context
            .unwrap(HibernateConstraintValidatorContext.class)
            .addExpressionVariable("fault", String.valueOf(e.getMessage()))
            .buildConstraintViolationWithTemplate("Invalid filter: ${fault}")
            .enableExpressionLanguage(ExpressionLanguageFeatureLevel.VARIABLES)
            .addConstraintViolation();
        return false;
      }
    }
  }
}
