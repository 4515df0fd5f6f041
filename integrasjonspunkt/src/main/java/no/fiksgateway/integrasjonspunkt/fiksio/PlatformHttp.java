package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;

/**
 * HTTP towards the platform and Maskinporten. Nothing is repeated, redirected or decompressed on its own: whoever asks
 * decides what an answer means. Every exchange ends within the time given, also when the other side stops reading.
 */
@Component
class PlatformHttp implements AutoCloseable {
  private static final int BUFFER = 32 * 1024;
  private static final int MOST_CONNECTIONS = 100;

  /**
   * How often a sender looks for an answer that came before it had finished. Each look may cost a millisecond (Apache
   * HttpCore: MonitoringResponseOutOfOrderStrategy).
   */
  private static final int LOOK_FOR_EARLY_ANSWER_EVERY = 1024 * 1024;

  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  PlatformHttp(FiksSettings settings) {
    this.client = client(settings);
    this.deadlines = new ScheduledThreadPoolExecutor(1, work -> {
      Thread thread = Executors.defaultThreadFactory().newThread(work);
      thread.setName("fiks-http-deadlines");
      thread.setDaemon(true);
      return thread;
    });
    this.deadlines.setRemoveOnCancelPolicy(true);
  }

  private static CloseableHttpClient client(FiksSettings settings) {
    Timeout silence = Timeout.of(settings.silenceTimeout());
    Timeout connect = Timeout.of(settings.connectTimeout());
    var connections = PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(MOST_CONNECTIONS)
        .setMaxConnPerRoute(MOST_CONNECTIONS)
        .setDefaultConnectionConfig(ConnectionConfig.custom()
            .setConnectTimeout(connect)
            .setSocketTimeout(silence)
            // A kept connection that the server has closed would lose a message's answer.
            .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
            .build())
        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
            .http1Config(Http1Config.custom()
                .setBufferSize(BUFFER)
                .setChunkSizeHint(BUFFER)
                .build())
            .responseOutOfOrderStrategy(
                new MonitoringResponseOutOfOrderStrategy(LOOK_FOR_EARLY_ANSWER_EVERY))
            .build())
        .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(RequestConfig.custom()
            .setConnectionRequestTimeout(connect)
            .setResponseTimeout(silence)
            .build())
        .setUserAgent("fiks-gateway")
        // Proxies are told to the JVM in its usual properties.
        .useSystemProperties()
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  /**
   * Sends a request and hands the answer to {@code reader}.
   *
   * @param atMost for everything, to the last byte of the answer
   * @throws IOException for anything that is not an answer, and for what {@code reader} throws
   */
  <T> T exchange(HttpUriRequestBase request, Duration atMost, HttpClientResponseHandler<T> reader)
      throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    ScheduledFuture<?> deadline = deadlines.schedule(
        () -> {
          late.set(true);
          request.cancel();
        },
        atMost.toMillis(),
        TimeUnit.MILLISECONDS);
    try {
      return client.execute(request, response -> {
        try {
          return reader.handleResponse(response);
        } catch (IOException | RuntimeException e) {
          // Otherwise the client reads the rest of the answer before it lets go of the connection.
          request.cancel();
          throw e;
        }
      });
    } catch (IOException e) {
      if (late.get()) {
        var timeout = new InterruptedIOException("not finished after " + atMost);
        timeout.initCause(e);
        throw timeout;
      }
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  @Override
  public void close() throws IOException {
    deadlines.shutdownNow();
    client.close();
  }
}
