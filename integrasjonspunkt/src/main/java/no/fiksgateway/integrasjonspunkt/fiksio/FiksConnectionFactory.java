package no.fiksgateway.integrasjonspunkt.fiksio;

import com.rabbitmq.client.AddressResolver;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.ConnectionParams;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import org.jspecify.annotations.Nullable;

/**
 * Connects as one account. The platform takes the integrasjon's id as user and {@code <passord> <access token>} as
 * password, and looks at the token when a connection is made (observed with fiks-io-klient-java 3.5.0). So the token is
 * fetched anew, or from the cache while it is good, for every connection.
 */
final class FiksConnectionFactory extends ConnectionFactory {
  private final EgenKonto konto;
  private final MaskinportenTokens tokens;
  private final Runnable heard;
  private volatile @Nullable String refused;

  /** Runs {@code heard} at everything the platform sends. */
  FiksConnectionFactory(
      EgenKonto konto,
      FiksSettings settings,
      SSLContext tls,
      MaskinportenTokens tokens,
      Runnable heard) {
    this.konto = konto;
    this.tokens = tokens;
    this.heard = heard;
    setHost(settings.amqp().host());
    setPort(settings.amqp().port());
    setVirtualHost(settings.amqp().virtualHost());
    setUsername(konto.integrasjonId().toString());
    setConnectionTimeout((int) settings.connectTimeout().toMillis());
    // Spring's listener container does this, and the two would get in each other's way.
    setAutomaticRecoveryEnabled(false);
    useSslProtocol(tls);
    enableHostnameVerification();
  }

  /** Every other way to connect ends here. */
  @Override
  public Connection newConnection(ExecutorService executor, AddressResolver hosts, String name)
      throws IOException, TimeoutException {
    // Before connecting: an exception from a CredentialsProvider would leave socket and thread
    // behind.
    String token = refused == null ? tokens.token() : tokens.insteadOf(refused);
    setPassword(konto.integrasjonPassord().value() + " " + token);
    try {
      Connection made = super.newConnection(executor, hosts, name);
      refused = null;
      return made;
    } catch (PossibleAuthenticationFailureException e) {
      refused = token;
      throw e;
    }
  }

  @Override
  protected AMQConnection createConnection(
      ConnectionParams params, FrameHandler frames, MetricsCollector metrics) {
    return super.createConnection(params, new HeardFrames(frames, heard), metrics);
  }
}
