package no.fiksgateway.integrasjonspunkt.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * eFormidling's message as JSON: the header, and the business message under the name its type has (Digdir: eFormidling,
 * Standard Business Document). The order of the members is the one clients are used to.
 */
@JsonDeserialize(using = StandardBusinessDocumentReader.class)
record StandardBusinessDocument(
    @NotNull @Valid Header standardBusinessDocumentHeader,
    @NotNull @Valid Fiksio fiksio) implements Replacement {
  /** The one business message this channel carries. */
  static final String FIKSIO = "fiksio";

  /** @param sender at most one; the gateway fills in its own organisation where there is none */
  record Header(
      @NotNull String headerVersion,

      @Size(max = 1) @Nullable List<@NotNull @Valid Party> sender,
      @Size(max = 1) @Nullable List<@NotNull @Valid Party> receiver,
      @NotNull @Valid DocumentIdentification documentIdentification,
      @Nullable JsonNode manifest,
      @NotNull @Valid BusinessScope businessScope) {
    Header {
      manifest = manifest == null || manifest.isNull() ? null : manifest;
    }
  }

  record Party(
      @NotNull @Valid Identifier identifier,

      @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable List<JsonNode> contactInformation) {
    static Party of(Partner partner) {
      return new Party(new Identifier(partner.value(), Partner.AUTHORITY), null);
    }
  }

  record Identifier(
      @NotNull @Size(max = 120) String value,
      @NotNull @OneOf(Partner.AUTHORITY) String authority) {}

  /**
   * @param standard the document type; for Fiks IO the Meldingstype
   * @param instanceIdentifier the messageId
   */
  record DocumentIdentification(
      @NotNull @Size(min = 1, max = 300) String standard,
      @NotNull String typeVersion,

      @UUID @Nullable String instanceIdentifier,

      @NotNull String type,
      @Nullable Boolean multipleType,

      @JsonDeserialize(using = OsloTime.Reader.class) @Nullable
      OffsetDateTime creationDateAndTime) {}

  record BusinessScope(
      @NotNull @Size(min = 1) @HasConversation List<@NotNull @Valid Scope> scope) {
    Optional<Scope> find(String type) {
      return scope.stream().filter(candidate -> type.equals(candidate.type())).findFirst();
    }
  }

  @UUID
  record Scope(
      @NotNull
      @OneOf({
        CONVERSATION_ID,
        SENDER_REF,
        "ReceiverRef",
        "ParentId",
        "JournalpostId",
        "MessageChannel"
      })
      String type,

      @Size(max = LONGEST) @Nullable String instanceIdentifier,
      @Size(max = LONGEST) @Nullable String identifier,
      @Nullable List<@NotNull @Valid ScopeInformation> scopeInformation) {
    /** Characters of an identifier. */
    static final int LONGEST = 300;

    static final String CONVERSATION_ID = "ConversationId";
    static final String SENDER_REF = "SenderRef";
  }

  /**
   * @param requestingDocumentCreationDateTime kept for the client
   * @param requestingDocumentInstanceIdentifier kept for the client
   * @param expectedResponseDateTime the deadline
   */
  record ScopeInformation(
      @JsonInclude(JsonInclude.Include.NON_NULL)
      @JsonDeserialize(using = OsloTime.Reader.class)
      @Nullable
      OffsetDateTime requestingDocumentCreationDateTime,

      @JsonInclude(JsonInclude.Include.NON_NULL) @Size(max = Scope.LONGEST) @Nullable
      String requestingDocumentInstanceIdentifier,

      @Future @JsonDeserialize(using = OsloTime.Reader.class) @Nullable
      OffsetDateTime expectedResponseDateTime) {
    static ScopeInformation until(OffsetDateTime deadline) {
      return new ScopeInformation(null, null, deadline);
    }
  }

  /**
   * The business message. Everything but the first two members is ours.
   *
   * @param sikkerhetsnivaa asked of the Service Registry together with the receiver
   * @param hoveddokument the name of the main document; no meaning for Fiks IO
   * @param avsenderKontoId out: which of our accounts sends; in: the account that sent
   * @param meldingId in: the platform's id
   * @param meldingstype in: the Fiks message type
   * @param svarPaMelding out: the message in that this one answers; in: the platform's id of the message it answers
   * @param resendt in: the platform had tried to deliver it before
   * @param headere the Fiks headers, without prefix
   * @param lockedBy in, in lists: who has peeked at it, a user's name or the address of a caller
   * @param lockedUntil in, in lists: how long
   * @param klientMeldingId out: follows the message to the receiver, by default the messageId
   */
  record Fiksio(
      @Nullable Integer sikkerhetsnivaa,
      @Nullable String hoveddokument,
      @UUID @Nullable String avsenderKontoId,
      @Nullable String meldingId,
      @Nullable String meldingstype,
      @UUID @Nullable String svarPaMelding,
      @Nullable Boolean resendt,

      @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
      Map<@Size(min = 1, max = 200) String, @NotNull String> headere,

      @UUID @Nullable String klientMeldingId,

      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String lockedBy,

      @JsonInclude(JsonInclude.Include.NON_NULL)
      @JsonDeserialize(using = OsloTime.Reader.class)
      @Nullable
      OffsetDateTime lockedUntil) {
    static final Fiksio EMPTY =
        new Fiksio(null, null, null, null, null, null, null, null, null, null, null);
  }
}
