/** Watches over the rest: health, metrics, the canary, certificates that run out. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"message", "jobs", "konto", "katalog", "outbound", "inbound"})
package no.fiksgateway.integrasjonspunkt.housekeeping;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
