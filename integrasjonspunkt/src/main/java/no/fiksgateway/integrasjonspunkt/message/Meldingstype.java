package no.fiksgateway.integrasjonspunkt.message;

/** A Fiks message type, for example {@code no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett}. An open vocabulary. */
public record Meldingstype(String value) {
  public Meldingstype {
    if (value.isBlank()) {
      throw new IllegalArgumentException("A Meldingstype is not blank.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
