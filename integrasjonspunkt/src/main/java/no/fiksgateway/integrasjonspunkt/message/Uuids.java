package no.fiksgateway.integrasjonspunkt.message;

import java.util.UUID;

/** UUIDs as text: {@link UUID#fromString} also takes shortened forms, which would give one id two spellings. */
final class Uuids {
  private static final int LENGTH = 36;

  private Uuids() {}

  static UUID parse(String text) {
    if (text.length() != LENGTH) {
      throw new IllegalArgumentException("'" + text + "' is not a UUID.");
    }
    return UUID.fromString(text);
  }
}
