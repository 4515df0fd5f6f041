package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.GeneratedDocs;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCatalogueTest {
  private static final Locale BOKMAAL = Locale.forLanguageTag("nb");

  @ParameterizedTest
  @EnumSource
  void everyErrorSaysWhatItMeansAndWhatToDoInBothLanguages(ErrorCode code) {
    assertThat(Stream.of(Locale.ENGLISH, BOKMAAL)
            .flatMap(language -> Stream.of(
                ErrorCatalogue.text(code, language), ErrorCatalogue.action(code, language))))
        .allSatisfy(text -> assertThat(text).endsWith(".").hasSizeGreaterThan(10))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "nb"})
  void noTextIsLeftOverFromAnErrorThatIsNoMore(String language) {
    assertThat(
            ResourceBundle.getBundle("errors", Locale.forLanguageTag(language)).keySet())
        .allSatisfy(key -> ErrorCode.valueOf(key.replaceFirst("\\.action$", "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nb", "nb-NO", "no", "nn-NO"})
  void norwegiansAreToldInNorwegian(String language) {
    assertThat(ErrorCatalogue.text(ErrorCode.MISSING_FILE, Locale.forLanguageTag(language)))
        .isEqualTo("Meldingen har ingen fil.");
  }

  @Test
  void everybodyElseIsToldInEnglish() {
    assertThat(ErrorCatalogue.text(ErrorCode.MISSING_FILE, Locale.forLanguageTag("se")))
        .isEqualTo("The message has no file.");
  }

  @Test
  void theDocumentationListsThemAll() {
    GeneratedDocs.assertSection(
        "docs/errors.md",
        "errors",
        "| code | HTTP | on whose side | again later? | what has happened | what to do |\n"
            + "|---|---|---|---|---|---|\n"
            + Arrays.stream(ErrorCode.values())
                .map(ErrorCatalogueTest::row)
                .collect(Collectors.joining("\n")));
  }

  private static String row(ErrorCode code) {
    return "| `%s` | %d | %s | %s | %s<br>*%s* | %s<br>*%s* |"
        .formatted(
            code,
            Problem.of(code, "").status().value(),
            code.side().name().toLowerCase(Locale.ROOT),
            code.retryable() ? "yes" : "no",
            ErrorCatalogue.text(code, Locale.ENGLISH),
            ErrorCatalogue.text(code, BOKMAAL),
            ErrorCatalogue.action(code, Locale.ENGLISH),
            ErrorCatalogue.action(code, BOKMAAL));
  }
}
