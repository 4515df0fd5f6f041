/** Who may call the gateway, and of which accounts each caller may know. */
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "konto"})
package no.fiksgateway.integrasjonspunkt.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
