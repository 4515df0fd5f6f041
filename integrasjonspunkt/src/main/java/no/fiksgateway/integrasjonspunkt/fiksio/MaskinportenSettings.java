package no.fiksgateway.integrasjonspunkt.fiksio;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import no.fiksgateway.integrasjonspunkt.konto.KeyStoreFile;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Our client at Maskinporten. It must belong to the organisation of the virksomhetssertifikat.
 *
 * @param tokenUri https://maskinporten.no/token, or https://test.maskinporten.no/token for test
 * @param audience who the grant is for: https://maskinporten.no/, or https://test.maskinporten.no/ for test
 * @param clientId the client's id in Digdir's self service
 * @param scope what is asked for; KS's platform takes ks:fiks
 * @param keyStore the key that signs grants, where that is not the virksomhetssertifikat's
 * @param kid names a key registered with the client; where left out, the certificate itself goes with the grant
 * @param renewBefore how long before it runs out a token is no longer used
 */
@Validated
@ConfigurationProperties("integrasjonspunkt.maskinporten")
record MaskinportenSettings(
    @NotNull URI tokenUri,
    @NotBlank String audience,
    @NotBlank String clientId,
    @DefaultValue("ks:fiks") String scope,
    @Nullable @Valid KeyStoreFile keyStore,
    @Nullable String kid,
    @DefaultValue("10s") Duration renewBefore) {}
