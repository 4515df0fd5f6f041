package no.fiksgateway.integrasjonspunkt.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.BusinessScope;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.DocumentIdentification;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Fiksio;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Header;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Party;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.ScopeInformation;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import org.jspecify.annotations.Nullable;

/** The SBD of a message that came over Fiks IO, which knows no SBD. */
final class IncomingDocuments {
  private static final String HEADER_VERSION = "1.0";
  private static final String TYPE_VERSION = "2.0";

  private IncomingDocuments() {}

  /** As it is handed out. */
  static StandardBusinessDocument of(IncomingMessage message) {
    return of(message, null, null);
  }

  /** The same, and who has it at the moment. */
  static StandardBusinessDocument listed(IncomingMessage message, Instant now) {
    Instant until = message.lockedUntil();
    return until == null || message.lockHeldAt(now) == null
        ? of(message)
        : of(message, message.lockHolder(), OsloTime.of(until));
  }

  private static StandardBusinessDocument of(
      IncomingMessage message, @Nullable String lockedBy, @Nullable OffsetDateTime lockedUntil) {
    Header header = new Header(
        HEADER_VERSION,
        List.of(Party.of(message.sender())),
        List.of(Party.of(message.receiver())),
        new DocumentIdentification(
            message.documentType(),
            TYPE_VERSION,
            message.messageId().toString(),
            StandardBusinessDocument.FIKSIO,
            null,
            OsloTime.of(message.createdAt())),
        null,
        new BusinessScope(List.of(new Scope(
            Scope.CONVERSATION_ID,
            message.conversationId().toString(),
            message.process(),
            deadline(message.deadline())))));
    return new StandardBusinessDocument(header, fiksio(message, lockedBy, lockedUntil));
  }

  private static @Nullable List<ScopeInformation> deadline(@Nullable Instant deadline) {
    return deadline == null ? null : List.of(ScopeInformation.until(OsloTime.of(deadline)));
  }

  private static Fiksio fiksio(
      IncomingMessage message, @Nullable String lockedBy, @Nullable OffsetDateTime lockedUntil) {
    MeldingId svarPaMelding = message.svarPaMelding();
    return new Fiksio(
        null,
        null,
        message.avsenderKonto().toString(),
        message.meldingId().toString(),
        message.meldingstype().toString(),
        svarPaMelding == null ? null : svarPaMelding.toString(),
        message.resendt(),
        message.headere(),
        null,
        lockedBy,
        lockedUntil);
  }
}
