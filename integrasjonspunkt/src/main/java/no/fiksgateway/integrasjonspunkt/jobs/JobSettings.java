package no.fiksgateway.integrasjonspunkt.jobs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How durable work is run.
 *
 * @param threads how many jobs of each queue run at once in this instance
 * @param polling how often the job tables are looked at; jobs due now do not wait for it
 * @param heartbeat how often a running job shows that its instance lives; after four missed ones another takes it over
 */
@ConfigurationProperties("integrasjonspunkt.jobs")
public record JobSettings(
    @DefaultValue("8") int threads,
    @DefaultValue("1s") Duration polling,
    @DefaultValue("5s") Duration heartbeat) {}
