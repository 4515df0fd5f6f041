package no.fiksgateway.integrasjonspunkt.fiksio;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import javax.net.ssl.SSLException;
import org.springframework.amqp.rabbit.support.ConsumerCancelledException;
import org.springframework.core.NestedExceptionUtils;

/** Says in words why nothing is received. */
final class ConnectionTrouble {
  private ConnectionTrouble() {}

  static String words(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof TokenUnavailableException noToken) {
        return String.valueOf(noToken.getMessage());
      }
      if (cause instanceof PossibleAuthenticationFailureException refused) {
        return "The platform refused the login (" + refused.getMessage()
            + "). Check integrasjon-id and integrasjon-passord of the account, and that the Maskinporten client belongs"
            + " to the organisation the integrasjon is authorised for.";
      }
      if (cause instanceof SSLException) {
        return "No trusted TLS connection to the platform: " + root(cause)
            + ". Check integrasjonspunkt.fiks.amqp.host and .trust-certificates.";
      }
      if (cause instanceof ConsumerCancelledException) {
        return "The platform cancelled our consumer; the connection was left open.";
      }
      if (cause instanceof ShutdownSignalException signal) {
        return words(signal);
      }
    }
    return "The platform could not be reached: " + root(thrown);
  }

  private static String words(ShutdownSignalException signal) {
    Method reason = signal.getReason();
    if (reason instanceof AMQP.Channel.Close close) {
      return "The platform closed our channel: " + close.getReplyCode() + " "
          + close.getReplyText();
    }
    if (reason instanceof AMQP.Connection.Close close) {
      return "The platform closed the connection: " + close.getReplyCode() + " "
          + close.getReplyText();
    }
    return "The connection to the platform was lost: " + root(signal);
  }

  private static String root(Throwable thrown) {
    return String.valueOf(NestedExceptionUtils.getMostSpecificCause(thrown));
  }
}
