/** Who can receive what, and with which key: from a receiver to a Fiks account. */
@NullMarked
@ApplicationModule(allowedDependencies = {"message"})
package no.fiksgateway.integrasjonspunkt.katalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
