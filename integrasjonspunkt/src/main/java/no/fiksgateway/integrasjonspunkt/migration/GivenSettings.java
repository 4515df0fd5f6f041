package no.fiksgateway.integrasjonspunkt.migration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * What the user has set, wherever that is, found by any of the spellings Spring Boot takes: {@code orgNumber}, {@code
 * org-number}, {@code org_number}, {@code ORG_NUMBER}.
 */
final class GivenSettings {
  private static final Pattern ELEMENT = Pattern.compile("(.*)\\[\\d+]");

  private final Map<String, GivenSetting> byKey = new LinkedHashMap<>();

  /**
   * One setting of the user's.
   *
   * @param spelling its name as the user wrote it
   * @param value what was meant, placeholders filled in; the elements of a list one after the other, with commas
   * @param where the file and line, or what else it was read from
   */
  record GivenSetting(String spelling, String value, String where) {
    /** The setting without its value, which may be a secret. */
    @Override
    public String toString() {
      return spelling + " (" + where + ")";
    }
  }

  /** Reads what comes before {@code defaults}; of two that set the same, the first counts, as for Spring. */
  GivenSettings(ConfigurableEnvironment environment, @Nullable PropertySource<?> defaults) {
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source == defaults) {
        break;
      }
      if (source instanceof EnumerablePropertySource<?> enumerable) {
        Map<String, GivenSetting> here = new LinkedHashMap<>();
        for (String name : enumerable.getPropertyNames()) {
          Object value = enumerable.getProperty(name);
          if (value != null) {
            add(
                here,
                new GivenSetting(
                    name,
                    environment.resolvePlaceholders(value.toString()).strip(),
                    where(enumerable, name)));
          }
        }
        here.forEach(byKey::putIfAbsent);
      }
    }
  }

  private static void add(Map<String, GivenSetting> settings, GivenSetting setting) {
    Matcher element = ELEMENT.matcher(setting.spelling());
    if (element.matches()) {
      settings.merge(
          key(element.group(1)),
          new GivenSetting(element.group(1), setting.value(), setting.where()),
          (all, next) ->
              new GivenSetting(all.spelling(), all.value() + "," + next.value(), all.where()));
    } else {
      settings.putIfAbsent(key(setting.spelling()), setting);
    }
  }

  private static String where(PropertySource<?> source, String name) {
    Origin origin = OriginLookup.getOrigin(source, name);
    return origin == null ? source.getName() : origin.toString();
  }

  Optional<GivenSetting> find(String name) {
    return Optional.ofNullable(byKey.get(key(name)));
  }

  /** One of a list that is set here, of which nothing may come from elsewhere; or the setting itself. */
  Optional<GivenSetting> findOrListOf(String name) {
    int list = name.indexOf('[');
    if (list < 0) {
      return find(name);
    }
    String key = key(name.substring(0, list));
    return byKey.entrySet().stream()
        .filter(setting -> setting.getKey().startsWith(key))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  Collection<GivenSetting> all() {
    return byKey.values();
  }

  /** The same for every spelling of a name. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
