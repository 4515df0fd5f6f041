/** Durable work, written in the caller's transaction and taken over by any instance when its owner dies. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package no.fiksgateway.integrasjonspunkt.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
