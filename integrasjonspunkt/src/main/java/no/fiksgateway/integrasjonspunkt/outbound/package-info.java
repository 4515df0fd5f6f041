/** Messages out: accept, store, seal, send, retry, expire. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "access",
      "message",
      "arkivmelding",
      "jobs",
      "konto",
      "katalog",
      "payload"
    })
package no.fiksgateway.integrasjonspunkt.outbound;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
