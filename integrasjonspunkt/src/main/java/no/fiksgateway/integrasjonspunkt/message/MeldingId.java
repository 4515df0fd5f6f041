package no.fiksgateway.integrasjonspunkt.message;

import java.util.UUID;

/** The id the Fiks platform gives a message it accepts; new at every send, also when we send the same message again. */
public record MeldingId(UUID value) {
  /** Reads the usual 36-character form; throws IllegalArgumentException for anything else. */
  public static MeldingId of(String text) {
    return new MeldingId(Uuids.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
