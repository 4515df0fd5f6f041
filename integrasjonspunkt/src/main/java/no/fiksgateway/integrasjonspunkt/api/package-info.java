/** The eFormidling HTTP API towards sak/arkiv systems. */
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "access",
      "message",
      "arkivmelding",
      "konto",
      "katalog",
      "payload",
      "outbound",
      "inbound",
      "receipt",
      "webhook"
    })
package no.fiksgateway.integrasjonspunkt.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
