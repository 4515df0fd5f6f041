/** Document bytes: streamed to disk, encrypted at rest, known by their digest. */
@NullMarked
@ApplicationModule(allowedDependencies = {"jobs"})
package no.fiksgateway.integrasjonspunkt.payload;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
