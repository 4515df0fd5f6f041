package no.fiksgateway.integrasjonspunkt.message;

import java.util.UUID;

/** Our id of a message: {@code documentIdentification.instanceIdentifier} in the SBD. For an incoming message it equals the platform's {@link MeldingId}. */
public record MessageId(UUID value) {
  /** Reads the usual 36-character form; throws IllegalArgumentException for anything else. */
  public static MessageId of(String text) {
    return new MessageId(Uuids.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
