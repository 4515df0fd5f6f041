package no.fiksgateway.integrasjonspunkt.katalog;

import java.util.List;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import org.jspecify.annotations.Nullable;

/** From a receiver, as clients name it, to the Fiks account and key to send with. */
public interface Mottakere {
  /** Resolves a receiver that is to be sent {@code documentType} under {@code process}. */
  MottakerLookup resolve(
      Partner receiver, String process, String documentType, @Nullable Integer securityLevel);

  /** What can be sent to an identifier, as clients write it: bare or prefixed number, or account id. */
  CapabilityLookup capabilities(
      String identifier, @Nullable String process, @Nullable Integer securityLevel);

  /** The certificate to encrypt for the account with: pinned first, then the catalogue's, kept for ten minutes. */
  Kontokatalog.NokkelLookup offentligNokkel(KontoId mottaker);

  /**
   * Whose an account is that has sent this to us, by the catalogue or by what was learned before; empty where that cannot
   * be told now. What the catalogue says is remembered: the organisation can then be sent to by its number.
   */
  Optional<Organisasjonsnummer> organisation(KontoId konto, Meldingstype sent);

  /** Where to send, or why not. */
  sealed interface MottakerLookup {
    record Found(KontoId kontoId) implements MottakerLookup {}

    /** Unknown, or known not to accept this. {@code reason} is for people. */
    record NotAccepting(String reason) implements MottakerLookup {}

    /** Somebody who knows could not be asked; the code says who, the reason also why. */
    record Unavailable(ErrorCode code, String reason) implements MottakerLookup {}
  }

  /** What a receiver can be sent, or why that is not known. */
  sealed interface CapabilityLookup {
    record Found(List<Capability> capabilities) implements CapabilityLookup {}

    record UnknownIdentifier(String identifier, String reason) implements CapabilityLookup {}

    /** As {@link MottakerLookup.Unavailable}. */
    record Unavailable(ErrorCode code, String reason) implements CapabilityLookup {}
  }

  /** One process a receiver takes part in, with the document types (for Fiks IO: message types) it takes. */
  record Capability(String process, List<String> documentTypes) {}
}
