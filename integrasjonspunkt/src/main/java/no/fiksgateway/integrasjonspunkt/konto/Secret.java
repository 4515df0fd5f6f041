package no.fiksgateway.integrasjonspunkt.konto;

/** A value that must not be printed. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "******";
  }
}
