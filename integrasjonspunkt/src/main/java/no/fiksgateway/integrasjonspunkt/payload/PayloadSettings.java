package no.fiksgateway.integrasjonspunkt.payload;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where document bytes are kept.
 *
 * @param directory holds the encrypted payloads; made where it is missing. Back it up together with the database
 * @param keyFile holds the key they are encrypted with; made at the first start. Back it up apart from the payloads:
 *     whoever has both can read them, and without it nobody can
 */
@Validated
@ConfigurationProperties("integrasjonspunkt.payload")
record PayloadSettings(@NotNull Path directory, @NotNull Path keyFile) {}
