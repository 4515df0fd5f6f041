package no.fiksgateway.integrasjonspunkt.payload;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where document bytes are kept.
 *
 * @param directory holds the encrypted payloads; made where it is missing. Back it up together with the database
 * @param keyFile holds the key they are encrypted with; made at the first start. Back it up apart from the payloads:
 *     whoever has both can read them, and without it nobody can
 * @param unnamedKept how long a payload may lie there without a message that names it, such as a process leaves that
 *     dies between storing and naming, before it is removed; at least a day, which is longer than any call takes
 */
@Validated
@ConfigurationProperties("integrasjonspunkt.payload")
record PayloadSettings(
    @NotNull Path directory,
    @NotNull Path keyFile,
    @DurationMin(days = 1) @DefaultValue("7d") Duration unnamedKept) {}
