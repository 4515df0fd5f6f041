package no.fiksgateway.integrasjonspunkt.receipt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One line of the table that says what types mean.
 *
 * @param meaning of every type the pattern matches as a whole, in lower case
 * @param because where it is written, or why
 */
public record ReceiptRule(Meaning meaning, Pattern pattern, String because) {
  private static final String TABLE = "receipts.txt";

  boolean covers(String lowerCaseType) {
    return pattern.matcher(lowerCaseType).matches();
  }

  /** The whole table, in the order in which it is asked: the first rule that covers a type decides. */
  public static List<ReceiptRule> table() {
    try (InputStream in = ReceiptRule.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing from the application's jar.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(ReceiptRule::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(TABLE + " cannot be read from the application's jar.", e);
    }
  }

  private static ReceiptRule parse(String line) {
    String[] columns = line.split(";", 3);
    return new ReceiptRule(
        Meaning.valueOf(columns[0].strip().toUpperCase(Locale.ROOT)),
        Pattern.compile(columns[1].strip()),
        columns[2].strip());
  }
}
