package no.fiksgateway.integrasjonspunkt.fiksio;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the Fiks platform is, and how long to wait for it.
 *
 * @param apiUrl its HTTP side: https://api.fiks.ks.no, or https://api.fiks.test.ks.no for test
 * @param amqp its queues
 * @param connectTimeout to reach a host and agree on TLS
 * @param silenceTimeout the longest the other side may say nothing while an answer is awaited
 * @param lookupTimeout a whole lookup: a token, an account, a key
 * @param transferTimeout a whole transfer: a message out, a body from Dokumentlager
 */
@Validated
@ConfigurationProperties("integrasjonspunkt.fiks")
record FiksSettings(
    @NotNull URI apiUrl,
    @NotNull @Valid Amqp amqp,
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("60s") Duration silenceTimeout,
    @DefaultValue("30s") Duration lookupTimeout,
    @DefaultValue("1h") Duration transferTimeout) {

  /**
   * Where messages come in. The connection is always TLS, and the certificate's host name is always checked.
   *
   * @param host io.fiks.ks.no, or io.fiks.test.ks.no for test
   * @param port where the broker listens for TLS
   * @param virtualHost KS's clients use {@code /}
   * @param trustCertificates a PEM file; when given, only what it holds is trusted. Otherwise what the JVM trusts
   * @param prefetch how many messages of an account may be under way to us unacknowledged; KS's clients take 10
   * @param shortestPause before connecting again after a lost connection; doubles at each failure
   * @param longestPause the pauses do not grow above this one
   */
  record Amqp(
      @NotBlank String host,

      @Min(1) @Max(65535) @DefaultValue("5671") int port,
      @DefaultValue("/") String virtualHost,
      @Nullable Path trustCertificates,

      @Min(1) @Max(1000) @DefaultValue("10") int prefetch,
      @DefaultValue("1s") Duration shortestPause,
      @DefaultValue("30s") Duration longestPause) {}
}
