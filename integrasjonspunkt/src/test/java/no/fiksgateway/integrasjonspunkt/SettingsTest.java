package no.fiksgateway.integrasjonspunkt;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code local.properties.example} lists every setting of ours with its default, and nothing that does not exist. */
class SettingsTest {
  private static final Path EXAMPLE = Path.of("../local.properties.example");
  private static final Pattern TITLE = Pattern.compile("# --- (.*?) -+");
  private static final Pattern SETTING = Pattern.compile("#?([a-z][\\w.\\[\\]-]+)=(.*)");
  private static final Pattern LINE = Pattern.compile("#?(integrasjonspunkt\\.[^=\\s]+)=(.*)");

  @Test
  void theExampleListsEverySettingAndNoOther() throws IOException {
    assertThat(exampleSettings().keySet())
        .containsExactlyInAnyOrderElementsOf(settings().keySet());
  }

  @Test
  void theExampleShowsTheRealDefaults() throws IOException {
    Map<String, String> example = exampleSettings();
    settings().forEach((name, standard) -> {
      if (!standard.isEmpty()) {
        assertThat(example.get(name)).as("default of %s", name).isEqualTo(standard);
      }
    });
  }

  @Test
  void theDocumentationIsPrintedFromTheExample() throws IOException {
    StringBuilder tables = new StringBuilder();
    StringBuilder comment = new StringBuilder();
    boolean introduced = false;
    for (String line : Files.readAllLines(EXAMPLE)) {
      Matcher title = TITLE.matcher(line);
      Matcher setting = SETTING.matcher(line);
      if (title.matches()) {
        introduced = true;
        tables
            .append("\n## ")
            .append(title.group(1))
            .append("\n\n| setting | default or example | |\n|---|---|---|\n");
      } else if (setting.matches() && introduced) {
        boolean optional = line.startsWith("#");
        tables
            .append("| `")
            .append(setting.group(1))
            .append("` | ")
            .append(!optional ? "**required**" : code(setting.group(2)))
            .append(" | ")
            .append(comment.toString().strip())
            .append(" |\n");
        comment.setLength(0);
      } else if (line.startsWith("# ") && introduced) {
        comment.append(line.substring(1));
      } else {
        comment.setLength(0);
      }
    }
    GeneratedDocs.assertSection("docs/configuration.md", "settings", tables.toString());
  }

  private static String code(String value) {
    return value.isEmpty() ? "" : "`" + value + "`";
  }

  private static Map<String, String> exampleSettings() throws IOException {
    return Files.readAllLines(EXAMPLE).stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .collect(Collectors.toMap(
            line -> line.group(1), line -> line.group(2), (a, b) -> a, TreeMap::new));
  }

  private static Map<String, String> settings() {
    Map<String, String> found = new TreeMap<>();
    found.put("integrasjonspunkt.data-dir", "./data");
    for (JavaClass type : new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("no.fiksgateway.integrasjonspunkt")) {
      if (type.isAnnotatedWith(ConfigurationProperties.class)) {
        Class<?> record = type.reflect();
        collect(record.getAnnotation(ConfigurationProperties.class).value(), record, found);
      }
    }
    return found;
  }

  private static void collect(String prefix, Class<?> record, Map<String, String> found) {
    for (RecordComponent component : record.getRecordComponents()) {
      String name = prefix + "." + kebab(component.getName());
      Type type = component.getGenericType();
      if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
        Type element = list.getActualTypeArguments()[0];
        if (element instanceof Class<?> entry
            && entry.isRecord()
            && entry.getRecordComponents().length > 1) {
          collect(name + "[0]", entry, found);
          continue;
        }
      }
      if (component.getType() == Map.class) {
        found.put(name + "[no.example.type]", "");
      } else if (component.getType().isRecord()
          && component.getType().getRecordComponents().length > 1) {
        collect(name, component.getType(), found);
      } else {
        found.put(name, standard(record, component));
      }
    }
  }

  private static String standard(Class<?> record, RecordComponent component) {
    int position = Arrays.stream(record.getRecordComponents())
        .map(RecordComponent::getName)
        .toList()
        .indexOf(component.getName());
    DefaultValue value =
        record.getDeclaredConstructors()[0].getParameters()[position].getAnnotation(
            DefaultValue.class);
    return value == null ? "" : String.join(",", value.value());
  }

  private static String kebab(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
