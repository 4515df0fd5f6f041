package no.fiksgateway.integrasjonspunkt.katalog;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A Service Registry (adressetjeneste) that knows who can be reached over Fiks IO.
 *
 * @param url its address, to which {@code /identifier/...} is added; not used where left out
 * @param timeout a whole lookup
 * @param answersKept how long an answer is used before it is asked for again
 */
@ConfigurationProperties("integrasjonspunkt.service-registry")
record ServiceRegistrySettings(
    @Nullable URI url,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("5m") Duration answersKept) {}
