/** Reads arkivmelding.xml: who it is for, what it is called, which files it names. */
@NullMarked
@ApplicationModule(allowedDependencies = {"message"})
package no.fiksgateway.integrasjonspunkt.arkivmelding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
