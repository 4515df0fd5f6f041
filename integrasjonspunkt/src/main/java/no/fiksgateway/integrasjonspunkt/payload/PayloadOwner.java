package no.fiksgateway.integrasjonspunkt.payload;

import java.util.Collection;
import java.util.Set;

/**
 * Whoever names payloads in rows of its own. Each module that does so has one: what none of them names is swept.
 */
public interface PayloadOwner {
  /** Which of these payloads a committed row names. */
  Set<String> named(Collection<String> payloads);
}
