package no.fiksgateway.integrasjonspunkt.api;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the API offers.
 *
 * @param statusQueue whether statuses are queued for GET /api/statuses/peek. Turn it off where no client takes them off the
 *     queue again, for then it only grows
 * @param eventStreams how many clients may listen at GET /api/events at once, at this instance
 * @param eventHeartbeat how often a stream on which nothing happens shows that it lives
 */
@ConfigurationProperties("integrasjonspunkt.api")
record ApiSettings(
    @DefaultValue("true") boolean statusQueue,
    @DefaultValue("200") int eventStreams,
    @DefaultValue("15s") Duration eventHeartbeat) {}
