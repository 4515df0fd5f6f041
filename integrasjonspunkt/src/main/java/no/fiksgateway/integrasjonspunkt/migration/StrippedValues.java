package no.fiksgateway.integrasjonspunkt.migration;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Takes away white space around the values of all settings, whatever their names: it is an accident of editing, and in a
 * properties file an invisible one, because Java keeps what follows a value on its line.
 */
final class StrippedValues implements EnvironmentPostProcessor, Ordered {
  /** When the files have been read, and before anything is made of them. */
  static final int ORDER = ConfigDataEnvironmentPostProcessor.ORDER + 1;

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof OriginTrackedMapPropertySource
          || source instanceof SystemEnvironmentPropertySource) {
        strip((MapPropertySource) source, environment);
      }
    }
  }

  private static void strip(MapPropertySource source, ConfigurableEnvironment environment) {
    Map<String, Object> stripped = new LinkedHashMap<>();
    source.getSource().forEach((name, value) -> stripped.put(name, strip(value)));
    if (!stripped.equals(source.getSource())) {
      String name = source.getName();
      environment
          .getPropertySources()
          .replace(
              name,
              source instanceof SystemEnvironmentPropertySource
                  ? new SystemEnvironmentPropertySource(name, stripped)
                  : new OriginTrackedMapPropertySource(name, stripped, true));
    }
  }

  private static Object strip(Object value) {
    if (value instanceof OriginTrackedValue tracked
        && tracked.getValue() instanceof CharSequence text) {
      return OriginTrackedValue.of(text.toString().strip(), tracked.getOrigin());
    }
    return value instanceof String text ? text.strip() : value;
  }
}
