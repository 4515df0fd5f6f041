package no.fiksgateway.integrasjonspunkt.message;

import java.util.UUID;

/** The id that the messages of one conversation share: the {@code ConversationId} scope of the SBD. */
public record ConversationId(UUID value) {
  /** Reads the usual 36-character form; throws IllegalArgumentException for anything else. */
  public static ConversationId of(String text) {
    return new ConversationId(Uuids.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
