package no.fiksgateway.integrasjonspunkt.arkivmelding;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of an arkivmelding.xml is read before it is refused.
 *
 * @param maxSize the whole file
 * @param maxDepth elements within each other
 */
@ConfigurationProperties("integrasjonspunkt.arkivmelding")
record ArkivmeldingSettings(
    @DefaultValue("10MB") DataSize maxSize,
    @DefaultValue("64") int maxDepth) {}
