package no.fiksgateway.integrasjonspunkt.migration;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Says which settings are missing or wrong in the names of whoever uses those of Digdir's integrasjonspunkt. For all
 * others Spring Boot does.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingSettingAnalyzer extends AbstractFailureAnalyzer<BindValidationException> {
  private final Environment environment;

  MissingSettingAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable failure, BindValidationException cause) {
    if (!(environment instanceof ConfigurableEnvironment configurable)
        || configurable.getPropertySources().stream()
            .noneMatch(DigdirPropertySource.class::isInstance)) {
      return null;
    }
    ValidationErrors errors = cause.getValidationErrors();
    String findings = StreamSupport.stream(errors.spliterator(), false)
        .map(error -> "  " + describe(errors.getName() + "." + field(error)) + " "
            + error.getDefaultMessage())
        .sorted()
        .collect(Collectors.joining("\n"));
    return new FailureAnalysis(
        "Settings are missing or wrong:\n\n" + findings,
        "Set them, under either name; docs/migration.md lists both.",
        cause);
  }

  private static String field(ObjectError error) {
    return error instanceof FieldError field ? field.getField() : error.getObjectName();
  }

  private static String describe(String ours) {
    Predicate<String> same = name -> GivenSettings.key(name).startsWith(GivenSettings.key(ours));
    Optional<String> digdirs = DigdirName.ALL.stream()
        .filter(name -> name.ours() != null && same.test(name.ours()))
        .map(DigdirName::name)
        .findFirst();
    return digdirs.map(name -> name + " (here also " + ours + ")").orElse(ours);
  }
}
