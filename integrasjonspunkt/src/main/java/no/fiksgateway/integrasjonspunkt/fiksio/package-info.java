/** The only place that speaks HTTP and AMQP to KS. */
@NullMarked
@ApplicationModule(allowedDependencies = {"message", "konto", "katalog", "outbound", "inbound"})
package no.fiksgateway.integrasjonspunkt.fiksio;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
