package no.fiksgateway.integrasjonspunkt.katalog;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who can be sent what, beside what the Service Registry and the Kontokatalog know.
 *
 * @param addressBook accounts of organisations, used where the Service Registry names none
 * @param pinnedCertificates certificates to encrypt with in place of the Kontokatalog's
 * @param certificatesKept how long a certificate from the Kontokatalog is used before it is asked for again
 * @param accountsKept how long what the Kontokatalog says of an account is used
 */
@Validated
@ConfigurationProperties("integrasjonspunkt.katalog")
record KatalogSettings(
    @DefaultValue List<@Valid Address> addressBook,
    @DefaultValue List<@Valid PinnedCertificate> pinnedCertificates,
    @DefaultValue("10m") Duration certificatesKept,
    @DefaultValue("5m") Duration accountsKept) {

  /**
   * Where an organisation takes messages of a process.
   *
   * @param orgnr the organisation, nine digits
   * @param process as messages to it name it
   * @param kontoId its Fiks account
   */
  record Address(
      @NotNull @Pattern(regexp = "\\d{9}", message = "must be nine digits")
      String orgnr,

      @NotBlank String process,
      @NotNull UUID kontoId) {}

  /**
   * A certificate that was agreed on outside the Kontokatalog.
   *
   * @param kontoId the account it is for
   * @param path the certificate, PEM
   */
  record PinnedCertificate(@NotNull UUID kontoId, @NotNull Path path) {}
}
