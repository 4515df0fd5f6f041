package no.fiksgateway.integrasjonspunkt.konto;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Our own organisation, its certificate and its Fiks accounts.
 *
 * @param orgNumber our organisation number, nine digits; the sender where a client names none
 * @param virksomhetssertifikat signs packages and Maskinporten grants
 * @param kontoer our Fiks accounts, at least one
 */
@Validated
@ConfigurationProperties("integrasjonspunkt")
record KontoSettings(
    @NotNull @Pattern(regexp = "\\d{9}", message = "must be nine digits")
    String orgNumber,

    @NotNull @Valid KeyStoreFile virksomhetssertifikat,
    @NotEmpty List<@Valid KontoEntry> kontoer) {

  /**
   * A Fiks account as KS's administration pages show it.
   *
   * @param organisasjonsnummer whose account it is; orgNumber where left out
   * @param privateKeys keys to open what is sent to the account: the current one first, earlier ones after it; the
   *     virksomhetssertifikat's key where left out
   */
  record KontoEntry(
      @NotNull UUID kontoId,
      @NotNull UUID integrasjonId,
      @NotNull Secret integrasjonPassord,

      @Nullable @Pattern(regexp = "\\d{9}", message = "must be nine digits")
      String organisasjonsnummer,

      @Nullable List<@Valid KeyStoreFile> privateKeys) {}
}
