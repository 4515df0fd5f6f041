package no.fiksgateway.asice;

/**
 * A package could not be made because of a key or a certificate, ours or the recipient's. The same keys will fail again,
 * so a retry helps only after one of them has been replaced.
 */
public final class SealingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SealingException(String message, Throwable cause) {
    super(message, cause);
  }

  SealingException(String message) {
    super(message);
  }
}
