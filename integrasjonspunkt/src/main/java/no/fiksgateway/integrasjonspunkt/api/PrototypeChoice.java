package no.fiksgateway.integrasjonspunkt.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What is to become of the prototypes of an arkivmelding, in the form in which they are answered: that answer may be
 * changed and PUT back. Prototypes that are not named stay as they are.
 */
@JsonDeserialize
record PrototypeChoice(@NotNull List<@NotNull @Valid Choice> prototypes) implements Replacement {

  /**
   * @param chosen whether it is to be sent; null leaves it as it is
   * @param sbd its document anew; null leaves it as it is
   */
  record Choice(
      @NotNull @UUID String messageId,
      @Nullable Boolean chosen,

      @Valid @Nullable StandardBusinessDocument sbd) {}
}
