package no.fiksgateway.integrasjonspunkt.message;

/** A caller asked for something that cannot be done. Nothing of the request has been kept. */
public class RejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public RejectedException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
