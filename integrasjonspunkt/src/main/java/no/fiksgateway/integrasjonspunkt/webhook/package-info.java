/** Statuses for those who want to be told: the feed they are read from, subscriptions, and signed pushes to them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "message", "jobs", "payload"})
package no.fiksgateway.integrasjonspunkt.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
