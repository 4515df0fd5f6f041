package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere.Capability;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere.CapabilityLookup;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a receiver can be sent. */
@RestController
class CapabilityController {
  /** The last word of a document type that names an eFormidling message type. */
  private static final Set<String> MESSAGE_TYPES = Set.of(
      "status",
      "feil",
      "arkivmelding",
      "arkivmelding_kvittering",
      "avtalt",
      "fiksio",
      "digital",
      "digital_dpv",
      "print",
      "dialogmelding",
      "dialogmelding_kvittering",
      "innsynskrav",
      "publisering",
      "einnsyn_kvittering");

  /** Of organisation numbers in an SBD. Digdir's integrasjonspunkt finds nobody by such an identifier. */
  private static final String PREFIX = "0192:";

  private final Mottakere mottakere;

  CapabilityController(Mottakere mottakere) {
    this.mottakere = mottakere;
  }

  record Capabilities(List<Service> capabilities) {}

  record Service(String process, String serviceIdentifier, List<DocumentType> documentTypes) {}

  /** @param type the name the business message has in an SBD */
  record DocumentType(String type, String standard) {}

  /**
   * What a receiver takes: processes, and the document types of each.
   *
   * @param identifier an organisation number, without 0192:, or the id of a Fiks account
   * @param process only this one
   * @param securityLevel asked of the Service Registry together with the receiver
   */
  @GetMapping({"/api/capabilities/{identifier}", "/capabilities/{identifier}"})
  Capabilities capabilities(
      @PathVariable String identifier,
      @RequestParam(required = false) @Nullable String process,
      @RequestParam(required = false) @Nullable Integer securityLevel) {
    CapabilityLookup lookup = identifier.startsWith(PREFIX)
        ? new CapabilityLookup.UnknownIdentifier(
            identifier, "'" + identifier + "' is not known; here a number is written without 0192:")
        : mottakere.capabilities(identifier, process, securityLevel);
    if (lookup instanceof CapabilityLookup.Found found) {
      return new Capabilities(
          found.capabilities().stream().map(CapabilityController::service).toList());
    }
    if (lookup instanceof CapabilityLookup.Unavailable unavailable) {
      throw Problem.of(unavailable.code(), unavailable.reason()).exceptionally();
    }
    throw Problem.of(
            ErrorCode.UNKNOWN_IDENTIFIER, ((CapabilityLookup.UnknownIdentifier) lookup).reason())
        .exceptionally();
  }

  private static Service service(Capability capability) {
    return new Service(
        capability.process(),
        Filters.SERVICE,
        capability.documentTypes().stream()
            .map(standard -> new DocumentType(type(standard), standard))
            .toList());
  }

  private static String type(String standard) {
    int separator = standard.lastIndexOf("::");
    String last = separator < 0 ? standard : standard.substring(separator + 2);
    return MESSAGE_TYPES.contains(last.toLowerCase(Locale.ROOT))
        ? last
        : StandardBusinessDocument.FIKSIO;
  }
}
