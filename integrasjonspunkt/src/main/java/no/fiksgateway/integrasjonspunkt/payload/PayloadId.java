package no.fiksgateway.integrasjonspunkt.payload;

import java.util.UUID;
import java.util.regex.Pattern;

/** Names a stored payload. Random, so that a name tells nothing and never comes back. */
public record PayloadId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f-]{36}");

  public PayloadId {
    if (!isOne(value)) {
      throw new IllegalArgumentException("'" + value + "' is not a payload id.");
    }
  }

  static boolean isOne(String value) {
    return FORM.matcher(value).matches();
  }

  static PayloadId random() {
    return new PayloadId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return value;
  }
}
