/** What a database does not do by itself, and the gateway relies on. Nobody calls it. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package no.fiksgateway.integrasjonspunkt.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
