package no.fiksgateway.integrasjonspunkt.housekeeping;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is looked at in the background, so that health and metrics answer from memory.
 *
 * @param every how often the platform is asked what it counts at our queues, and the canaries' journal is read
 */
@ConfigurationProperties("integrasjonspunkt.watch")
record WatchSettings(@DefaultValue("30s") Duration every) {}
