package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Maskinporten gave no token, so nothing was asked of the platform. */
final class TokenUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  TokenUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
