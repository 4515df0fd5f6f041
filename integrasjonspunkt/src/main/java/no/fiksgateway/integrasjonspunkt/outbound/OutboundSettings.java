package no.fiksgateway.integrasjonspunkt.outbound;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How messages are sent.
 *
 * @param defaultTtl how long a message may wait for its receiver where the sender set no deadline
 * @param maxMessageSize the sum of a message's files; Fiks takes 5 GB
 * @param firstPause before the second attempt at a send that failed for now
 * @param longestPause the pauses double up to this one, each shortened or lengthened by a fifth at random
 */
@ConfigurationProperties("integrasjonspunkt.outbound")
record OutboundSettings(
    @DefaultValue("24h") Duration defaultTtl,
    @DefaultValue("5GB") DataSize maxMessageSize,
    @DefaultValue("2s") Duration firstPause,
    @DefaultValue("10m") Duration longestPause) {}
