package no.fiksgateway.integrasjonspunkt.message;

import java.util.List;

/**
 * A caller asked for something that cannot be done. Nothing of the request has been kept.
 *
 * <p>{@code arguments} fill the catalogue's text for the code, in its order; {@code getMessage()} says the same for the
 * log.
 */
public class RejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Object> arguments;

  public RejectedException(ErrorCode code, String message, Object... arguments) {
    super(message);
    this.code = code;
    this.arguments = List.of(arguments);
  }

  public ErrorCode code() {
    return code;
  }

  public List<Object> arguments() {
    return arguments;
  }
}
