/** Messages, their ids and documents, the status machine, and the history with its evidence. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package no.fiksgateway.integrasjonspunkt.message;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
