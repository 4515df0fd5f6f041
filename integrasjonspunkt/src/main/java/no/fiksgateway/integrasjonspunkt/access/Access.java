package no.fiksgateway.integrasjonspunkt.access;

import java.util.Optional;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.OfKontoer;
import org.jspecify.annotations.Nullable;

/**
 * What the current caller may know. Messages, statuses and quarantined deliveries of other accounts are not found in the
 * first place ({@link OfKontoer}); whoever reads them by SQL, or hands them on outside of
 * the call, has to ask here.
 */
public interface Access {
  /** The accounts the caller is held to; empty where it may know all, as the gateway's own work may. */
  Optional<Set<KontoId>> limit();

  /** The same as entities keep it that belong to their maker; null where the caller may know all. */
  default @Nullable String heldTo() {
    return limit().map(OfKontoer::heldTo).orElse(null);
  }

  /**
   * Whether any user of the settings may know all that somebody may who is held to these accounts; null: to none. Where the
   * users have been changed, nobody may.
   */
  boolean mayAnybodyKnow(@Nullable String heldTo);

  /** Whether any user of the settings sees what was made by somebody who was held to just these accounts; null: to none. */
  boolean doesAnybodySee(@Nullable String heldTo);

  default boolean includes(KontoId konto) {
    return limit().map(kontoer -> kontoer.contains(konto)).orElse(true);
  }
}
