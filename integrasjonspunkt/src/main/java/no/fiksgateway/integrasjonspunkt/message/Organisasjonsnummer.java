package no.fiksgateway.integrasjonspunkt.message;

import java.util.regex.Pattern;

/** A Norwegian organisation number: nine digits, without prefix. */
public record Organisasjonsnummer(String value) {
  private static final Pattern NINE_DIGITS = Pattern.compile("\\d{9}");

  public Organisasjonsnummer {
    if (!NINE_DIGITS.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'" + value + "' is not an organisation number: nine digits are expected.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
