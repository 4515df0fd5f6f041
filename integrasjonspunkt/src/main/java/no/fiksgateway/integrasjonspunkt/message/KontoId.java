package no.fiksgateway.integrasjonspunkt.message;

import java.util.UUID;

/** A Fiks IO account. */
public record KontoId(UUID value) {
  /** Reads the usual 36-character form; throws IllegalArgumentException for anything else. */
  public static KontoId of(String text) {
    return new KontoId(Uuids.parse(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
