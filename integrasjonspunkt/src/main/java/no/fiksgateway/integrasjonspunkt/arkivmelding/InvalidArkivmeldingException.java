package no.fiksgateway.integrasjonspunkt.arkivmelding;

/** A file is no arkivmelding that can be read; the message says what is wrong, in which line and element. */
public class InvalidArkivmeldingException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidArkivmeldingException(int line, String element, String why) {
    super("arkivmelding.xml, line " + line + ", element " + element + ": " + why);
  }
}
