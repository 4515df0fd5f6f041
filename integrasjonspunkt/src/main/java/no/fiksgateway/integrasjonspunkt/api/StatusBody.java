package no.fiksgateway.integrasjonspunkt.api;

import java.time.OffsetDateTime;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import org.jspecify.annotations.Nullable;

/**
 * A status as clients see it.
 *
 * @param convId the number of the conversation
 * @param errorCode the stable name of what went wrong, see docs/errors.md
 */
record StatusBody(
    long id,
    OffsetDateTime lastUpdate,
    String status,
    @Nullable String description,
    String conversationId,
    String messageId,
    long convId,
    Proof evidence,
    @Nullable String errorCode) {

  /**
   * What proves the status: see docs/statuses.md.
   *
   * @param source who said it
   * @param meldingId of the Fiks message that says so
   * @param sha256 of that message's body
   */
  record Proof(
      Evidence.Source source,
      @Nullable UUID meldingId,
      @Nullable String meldingstype,
      @Nullable UUID avsenderKontoId,
      @Nullable String sha256,
      String detail) {}

  static StatusBody of(StatusChange change) {
    Evidence evidence = change.evidence();
    return new StatusBody(
        change.id(),
        OsloTime.of(change.lastUpdate()),
        change.status(),
        change.description(),
        change.conversationId().toString(),
        change.messageId().toString(),
        change.messageNumber(),
        new Proof(
            evidence.source(),
            evidence.meldingId(),
            evidence.meldingstype(),
            evidence.avsenderKontoId(),
            evidence.sha256(),
            evidence.detail()),
        change.errorCode());
  }
}
