/** Messages in: store before acknowledging, match replies, open, quarantine, hand out under a lock. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {"message", "jobs", "konto", "katalog", "outbound", "payload", "receipt"})
package no.fiksgateway.integrasjonspunkt.inbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
