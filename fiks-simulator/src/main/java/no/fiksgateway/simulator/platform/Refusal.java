package no.fiksgateway.simulator.platform;

import java.util.UUID;

/** The platform says no. Carries what its error body shows: an HTTP status and a sentence for people. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final UUID errorId = UUID.randomUUID();

  public Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, message);
  }

  static Refusal unauthorized(String message) {
    return new Refusal(401, message);
  }

  static Refusal forbidden(String message) {
    return new Refusal(403, message);
  }

  static Refusal notFound(String message) {
    return new Refusal(404, message);
  }

  public int status() {
    return status;
  }

  /** The support reference in the error body and in the log. */
  public UUID errorId() {
    return errorId;
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
