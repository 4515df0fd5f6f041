package no.fiksgateway.asice;

import java.io.IOException;

/** Ends the reading of a package with its outcome. An IOException, so that it passes through reading code. */
final class Rejection extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient OpenOutcome outcome;

  private Rejection(OpenOutcome outcome, String reason) {
    super(reason);
    this.outcome = outcome;
  }

  static Rejection malformed(String reason) {
    return new Rejection(new OpenOutcome.Malformed(reason), reason);
  }

  static Rejection notForUs(String reason) {
    return new Rejection(new OpenOutcome.NotForUs(reason), reason);
  }

  static Rejection signatureInvalid(String reason) {
    return new Rejection(new OpenOutcome.SignatureInvalid(reason), reason);
  }

  OpenOutcome outcome() {
    return outcome;
  }
}
