package no.fiksgateway.integrasjonspunkt.arkivmelding;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The most an arkivmelding.xml may hold; beyond that it is refused.
 *
 * @param maxSize the whole file
 * @param maxDepth elements within each other
 * @param maxReceivers mottakere and kopimottakere
 * @param maxFiles files it names
 */
@ConfigurationProperties("integrasjonspunkt.arkivmelding")
record ArkivmeldingSettings(
    @DefaultValue("10MB") DataSize maxSize,
    @DefaultValue("64") int maxDepth,
    @DefaultValue("100") int maxReceivers,
    @DefaultValue("1000") int maxFiles) {}
