package no.fiksgateway.integrasjonspunkt.message;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a message is from or to, as the SBD writes it with authority {@code iso6523-actorid-upis}: an organisation
 * ({@code 0192:<orgnr>}, {@code 0192:<orgnr>:<part>} or nine bare digits) or a Fiks account (a UUID).
 */
public sealed interface Partner {
  /** The only authority the channel knows. */
  String AUTHORITY = "iso6523-actorid-upis";

  /** The value as the SBD carries it. */
  String value();

  /** What filters and conversations call a sender's identifier: the part if there is one, else {@link #primary()}. */
  String identifier();

  /** What they call a receiver's identifier: the organisation number or the account id, whatever the part. */
  String primary();

  /** Reads any of the forms; throws IllegalArgumentException naming them for anything else. */
  static Partner parse(String text) {
    Matcher matcher = Organisation.FORM.matcher(text);
    if (matcher.matches()) {
      return new Organisation(
          text, new Organisasjonsnummer(matcher.group("number")), matcher.group("part"));
    }
    try {
      return new FiksKonto(KontoId.of(text));
    } catch (IllegalArgumentException notAnAccount) {
      throw new IllegalArgumentException(
          "'" + text
              + "' is neither an organisation (0192:<nine digits>) nor a Fiks account id (a UUID).",
          notAnAccount);
    }
  }

  /** An organisation, perhaps acting for another ({@code part}). {@code value} is kept as the client spelt it. */
  record Organisation(
      String value, Organisasjonsnummer number, @Nullable String part) implements Partner {
    private static final Pattern FORM =
        Pattern.compile("(?:0192:)?(?<number>\\d{9})(?::(?<part>[^:\\s]{1,60}))?(?::\\d)?");

    public static Organisation of(Organisasjonsnummer number) {
      return new Organisation("0192:" + number, number, null);
    }

    @Override
    public String identifier() {
      return part != null ? part : number.value();
    }

    @Override
    public String primary() {
      return number.value();
    }
  }

  /** A Fiks account addressed directly. */
  record FiksKonto(KontoId kontoId) implements Partner {
    @Override
    public String value() {
      return kontoId.toString();
    }

    @Override
    public String identifier() {
      return kontoId.toString();
    }

    @Override
    public String primary() {
      return kontoId.toString();
    }
  }
}
