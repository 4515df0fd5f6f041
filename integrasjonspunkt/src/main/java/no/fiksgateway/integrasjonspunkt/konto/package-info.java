/** Our own Fiks accounts: ids, credentials, keys. */
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "jobs"})
package no.fiksgateway.integrasjonspunkt.konto;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
