package no.fiksgateway.integrasjonspunkt.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * POSTs events, signed. Every attempt has a connection of its own to an address that {@link Targets} allows, follows no
 * redirect, reads nothing of the answer but its head, and ends within the total time-out.
 */
@Component
class PushClient implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 100;
  private static final int LONGEST_REASON = 500;

  private final WebhookSettings settings;
  private final Clock clock;
  private final CloseableHttpClient client;

  PushClient(WebhookSettings settings, Targets targets, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.client = client(settings, targets);
  }

  /** What became of an attempt. */
  sealed interface Outcome {
    /** Answered 2xx. */
    record Delivered() implements Outcome {}

    /**
     * Not taken.
     *
     * @param refused whether the endpoint read the event and will not have it, rather than could not be reached or is in
     *     trouble itself
     * @param retryAfter how long it asked to be left alone
     */
    record Failed(String reason, boolean refused, @Nullable Duration retryAfter)
        implements Outcome {}
  }

  private static CloseableHttpClient client(WebhookSettings settings, Targets targets) {
    Timeout connect = Timeout.of(settings.connectTimeout());
    Timeout silence = Timeout.of(settings.silenceTimeout());
    var connections = PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(new DnsResolver() {
          @Override
          public InetAddress[] resolve(String host) throws UnknownHostException {
            return targets.addresses(host);
          }

          @Override
          public String resolveCanonicalHostname(String host) {
            return host;
          }
        })
        .setMaxConnTotal(MOST_CONNECTIONS)
        .setMaxConnPerRoute(MOST_CONNECTIONS)
        .setDefaultConnectionConfig(ConnectionConfig.custom()
            .setConnectTimeout(connect)
            .setSocketTimeout(silence)
            .build())
        .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setDefaultRequestConfig(RequestConfig.custom()
            .setConnectionRequestTimeout(connect)
            .setResponseTimeout(silence)
            .build())
        .setUserAgent("fiks-gateway")
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  /** @param id the value of {@code webhook-id}, the same at every attempt */
  Outcome push(String endpoint, SigningSecret secret, String id, String body) {
    long now = clock.instant().getEpochSecond();
    HttpPost request = new HttpPost(URI.create(endpoint));
    request.setHeader("webhook-id", id);
    request.setHeader("webhook-timestamp", Long.toString(now));
    request.setHeader("webhook-signature", secret.sign(id, now, body));
    request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
    AtomicBoolean late = new AtomicBoolean();
    CompletableFuture<Void> deadline = CompletableFuture.runAsync(
        () -> {
          late.set(true);
          request.cancel();
        },
        CompletableFuture.delayedExecutor(
            settings.totalTimeout().toMillis(), TimeUnit.MILLISECONDS));
    try {
      return outcome(client.executeOpen(null, request, null));
    } catch (IOException e) {
      return new Outcome.Failed(
          late.get()
              ? "not finished after " + settings.totalTimeout()
              : shortened(e.getClass().getSimpleName() + ": " + e.getMessage()),
          false,
          null);
    } finally {
      // Lets go of the connection. To close the answer would be to read it to its end, which may
      // never come.
      request.cancel();
      deadline.cancel(false);
    }
  }

  private static Outcome outcome(ClassicHttpResponse response) {
    int status = response.getCode();
    if (status >= 200 && status < 300) {
      return new Outcome.Delivered();
    }
    boolean refused = switch (status) {
      case 400, 413, 415, 422 -> true;
      default -> false;
    };
    return new Outcome.Failed(
        shortened(("answered " + status + " " + response.getReasonPhrase()).strip())
            + (status >= 300 && status < 400 ? "; redirects are not followed" : ""),
        refused,
        retryAfter(response));
  }

  private static @Nullable Duration retryAfter(ClassicHttpResponse response) {
    Header header = response.getFirstHeader("Retry-After");
    return header != null && header.getValue().matches("[0-9]{1,9}")
        ? Duration.ofSeconds(Long.parseLong(header.getValue()))
        : null;
  }

  private static String shortened(String reason) {
    String printable = reason.replaceAll("\\p{Cntrl}", " ");
    return printable.length() > LONGEST_REASON ? printable.substring(0, LONGEST_REASON) : printable;
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
