package no.fiksgateway.integrasjonspunkt.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.konto.Secret;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may call the gateway.
 *
 * @param users everybody may where none is listed; otherwise each call needs one of them (HTTP Basic)
 */
@Validated
@ConfigurationProperties("integrasjonspunkt.access")
record AccessSettings(@DefaultValue List<@Valid User> users) {
  /**
   * A caller.
   *
   * @param name as it is sent
   * @param password in plain text or as {@code {noop}} and plain text, at most 72 bytes; or as {@code {bcrypt}} and its hash
   * @param kontoer the ids of the accounts it may send from, receive for and know of; all where left out
   */
  record User(
      @NotBlank String name,
      @NotNull Secret password,
      @DefaultValue List<UUID> kontoer) {}
}
