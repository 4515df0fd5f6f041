package no.fiksgateway.acceptance;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives every test class the same landscape, started with the first and stopped after the last. A start that fails is
 * not tried again for the next test.
 */
final class LandscapeExtension implements ParameterResolver, TestExecutionExceptionHandler {
  private static final Namespace OURS = Namespace.create(LandscapeExtension.class);

  private record Start(
      @Nullable Landscape landscape, @Nullable Exception failure) implements AutoCloseable {
    static Start attempt() {
      try {
        return new Start(new Landscape(), null);
      } catch (Exception e) {
        return new Start(null, e);
      }
    }

    @Override
    public void close() {
      if (landscape != null) {
        landscape.close();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Landscape.class;
  }

  @Override
  public Landscape resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Start start = start(context);
    if (start.failure() != null) {
      throw new IllegalStateException("The landscape did not start", start.failure());
    }
    return Objects.requireNonNull(start.landscape());
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    Landscape landscape = start(context).landscape();
    if (landscape != null) {
      failure.addSuppressed(new AssertionError(
          "The end of the gateway's log:\n" + landscape.gatewayProcess().endOfLog()));
    }
    throw failure;
  }

  private static Start start(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .computeIfAbsent(Start.class, key -> Start.attempt(), Start.class);
  }
}
