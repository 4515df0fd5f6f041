package no.fiksgateway.integrasjonspunkt.housekeeping;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Small encrypted messages to ourselves, to see that the whole channel works. Off unless asked for: an account may send
 * to itself only where that was granted in Fiks, and only types that both its ends of the protocol take.
 *
 * @param enabled whether they are sent
 * @param interval between two of them, for each account
 * @param timeout how long one may be under way before it has failed, and its time to live; shorter than the interval
 * @param meldingstype what they are sent as; for an account of a protocol, a type that the platform lets it send to itself
 */
@Validated
@ConfigurationProperties("integrasjonspunkt.canary")
record CanarySettings(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("5m") Duration interval,
    @DefaultValue("1m") Duration timeout,
    @NotBlank @DefaultValue("no.fiksgateway.canary.v1") String meldingstype) {
  CanarySettings {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(interval) >= 0) {
      throw new IllegalArgumentException(
          "integrasjonspunkt.canary.timeout must be at least a second and shorter than .interval; it is "
              + timeout
              + ", the interval " + interval + ".");
    }
  }
}
