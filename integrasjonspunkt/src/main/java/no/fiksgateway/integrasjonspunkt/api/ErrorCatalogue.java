package no.fiksgateway.integrasjonspunkt.api;

import java.util.Locale;
import java.util.ResourceBundle;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;

/** The texts of the error catalogue: what an error means and what to do about it, in Norwegian and in English. */
final class ErrorCatalogue {
  private static final Locale BOKMAAL = Locale.forLanguageTag("nb");
  private static final ResourceBundle NORWEGIAN = bundle(BOKMAAL);
  private static final ResourceBundle ENGLISH = bundle(Locale.ENGLISH);

  private ErrorCatalogue() {}

  /** What has happened. */
  static String text(ErrorCode code, Locale locale) {
    return in(locale).getString(code.name());
  }

  /** What to do now. */
  static String action(ErrorCode code, Locale locale) {
    return in(locale).getString(code.name() + ".action");
  }

  private static ResourceBundle in(Locale locale) {
    return switch (locale.getLanguage()) {
      case "nb", "no", "nn" -> NORWEGIAN;
      default -> ENGLISH;
    };
  }

  private static ResourceBundle bundle(Locale locale) {
    return ResourceBundle.getBundle(
        "errors",
        locale,
        ErrorCatalogue.class.getClassLoader(),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}
