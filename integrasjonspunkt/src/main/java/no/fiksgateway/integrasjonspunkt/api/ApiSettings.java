package no.fiksgateway.integrasjonspunkt.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the API offers.
 *
 * @param statusQueue whether statuses are queued for GET /api/statuses/peek; turn it off where no client takes them off the
 *     queue again, since it grows without end
 */
@ConfigurationProperties("integrasjonspunkt.api")
record ApiSettings(@DefaultValue("true") boolean statusQueue) {}
