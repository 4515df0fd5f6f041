/** Takes a configuration that was written for Digdir's integrasjonspunkt as one of ours. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package no.fiksgateway.integrasjonspunkt.migration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
