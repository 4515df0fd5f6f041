/** Pure translation: a Meldingstype answering one of ours, and what it says about the status. */
@NullMarked
@ApplicationModule(allowedDependencies = {"message"})
package no.fiksgateway.integrasjonspunkt.receipt;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
