package no.fiksgateway.integrasjonspunkt.api;

import static no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope.CONVERSATION_ID;
import static no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope.SENDER_REF;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.BusinessScope;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.DocumentIdentification;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Fiksio;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Header;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Party;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.ScopeInformation;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere.MottakerLookup;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.FiksHeaders;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From a valid SBD to a draft: who sends, who receives, what it answers, and whatever the client left to us. */
@Component
class Drafting {
  private static final String HEADER = "standardBusinessDocumentHeader.";

  private final Senders senders;
  private final AnsweredMessages answered;
  private final Mottakere mottakere;
  private final Utboks utboks;
  private final Clock clock;

  Drafting(
      Senders senders, AnsweredMessages answered, Mottakere mottakere, Utboks utboks, Clock clock) {
    this.senders = senders;
    this.answered = answered;
    this.mottakere = mottakere;
    this.utboks = utboks;
    this.clock = clock;
  }

  /**
   * What an earlier call with the same document has made. It stands, whatever has become since then of its deadline, and of
   * what others say of its receiver.
   *
   * @throws Problem.ProblemException {@code refused}, where there is none
   */
  OutgoingMessage madeOr(Problem.ProblemException refused, StandardBusinessDocument sbd) {
    return Optional.ofNullable(sbd.standardBusinessDocumentHeader())
        .map(Header::documentIdentification)
        .map(DocumentIdentification::instanceIdentifier)
        .flatMap(Filters::asUuid)
        .flatMap(id -> utboks.made(new MessageId(id), ApiJson.digest(sbd)))
        .orElseThrow(() -> refused);
  }

  /**
   * Refuses the document with everything that is wrong with it.
   *
   * @param fixedId the message to be replaced; null: the one the document names, or a new one
   * @param findings what is known to be wrong with the document already
   */
  OutgoingMessage.Draft draft(
      StandardBusinessDocument sbd, @Nullable MessageId fixedId, Findings findings) {
    return draft(sbd, fixedId, null, findings);
  }

  /** As {@link #draft}, for a draft that is there: of its ids stays what the document leaves out. */
  OutgoingMessage.Draft redraft(
      StandardBusinessDocument sbd, OutgoingMessage old, Findings findings) {
    return draft(sbd, old.messageId(), old.conversationId(), findings);
  }

  private OutgoingMessage.Draft draft(
      StandardBusinessDocument sbd,
      @Nullable MessageId fixedId,
      @Nullable ConversationId usual,
      Findings findings) {
    Header header = sbd.standardBusinessDocumentHeader();
    IncomingMessage named =
        findings.step(() -> answered.named(sbd.fiksio().svarPaMelding()), "fiksio.svarPaMelding");
    Senders.Sender sender =
        findings.step(() -> sender(sbd, named), HEADER + "sender", "fiksio.avsenderKontoId");
    KontoId mottaker = findings.step(
        () -> mottaker(header, sbd.fiksio().sikkerhetsnivaa(), named),
        HEADER + "receiver",
        HEADER + "documentIdentification.standard",
        "fiksio.sikkerhetsnivaa");
    findings.refuse();
    Objects.requireNonNull(mottaker);
    // What is answered is looked for where the message is made; here only which of several accounts
    // answers.
    ConversationId conversation = conversation(header, usual);
    IncomingMessage told =
        named == null && senders.areSeveral() ? answered.told(conversation, mottaker) : null;
    return told == null
        ? draft(sbd, fixedId, conversation, Objects.requireNonNull(sender), mottaker, named)
        : draft(sbd, fixedId, conversation, sender(sbd, told), mottaker, told);
  }

  private Senders.Sender sender(StandardBusinessDocument sbd, @Nullable IncomingMessage question) {
    return senders.of(
        sbd.standardBusinessDocumentHeader().sender(), sbd.fiksio().avsenderKontoId(), question);
  }

  /** The one the document names, or else the usual one; null where it begins with this document. */
  private static @Nullable ConversationId conversation(
      Header header, @Nullable ConversationId usual) {
    return header
        .businessScope()
        .find(CONVERSATION_ID)
        .map(Scope::instanceIdentifier)
        .filter(id -> !id.isBlank())
        .map(ConversationId::of)
        .orElse(usual);
  }

  private OutgoingMessage.Draft draft(
      StandardBusinessDocument sbd,
      @Nullable MessageId fixedId,
      @Nullable ConversationId named,
      Senders.Sender sender,
      KontoId mottaker,
      @Nullable IncomingMessage question) {
    Header header = sbd.standardBusinessDocumentHeader();
    DocumentIdentification identification = header.documentIdentification();
    Scope conversation = header
        .businessScope()
        .find(CONVERSATION_ID)
        .orElseThrow(() -> new IllegalStateException("Validation lets none pass without one"));
    MessageId messageId = messageId(identification.instanceIdentifier(), fixedId);
    ConversationId conversationId = named != null ? named : new ConversationId(UUID.randomUUID());
    OffsetDateTime deadline = deadline(conversation);

    Header completed = new Header(
        header.headerVersion(),
        List.of(completed(header.sender(), sender.partner())),
        header.receiver(),
        completed(identification, messageId),
        header.manifest(),
        completed(header.businessScope(), conversation, conversationId, deadline));
    return new OutgoingMessage.Draft(
        messageId,
        conversationId,
        Objects.requireNonNull(conversation.identifier()),
        identification.standard(),
        sender.partner(),
        Partner.parse(receiver(header)),
        deadline.toInstant(),
        sender.avsenderKonto(),
        mottaker,
        ApiJson.write(new StandardBusinessDocument(
            completed,
            kept(sbd.fiksio(), sbd.fiksio().avsenderKontoId(), sbd.fiksio().klientMeldingId()))),
        ApiJson.digest(sbd),
        question == null ? null : question.meldingId(),
        klientMeldingId(sbd.fiksio()),
        Objects.requireNonNullElse(sbd.fiksio().headere(), Map.of()),
        reference(header.businessScope()));
  }

  /**
   * What the client said of a message, for a new attempt from the same account: only its id and deadline are new. The receiver
   * knows it again by the klientMeldingId.
   */
  OutgoingMessage.Draft again(OutgoingMessage failed) {
    StandardBusinessDocument sbd = ApiJson.readStored(failed.sbd());
    Header header = sbd.standardBusinessDocumentHeader();
    DocumentIdentification identification = header.documentIdentification();
    List<Scope> scopes = header.businessScope().scope().stream()
        .map(scope -> CONVERSATION_ID.equals(scope.type())
            ? new Scope(
                scope.type(),
                scope.instanceIdentifier(),
                scope.identifier(),
                withoutDeadline(scope.scopeInformation()))
            : scope)
        .toList();
    Header anew = new Header(
        header.headerVersion(),
        header.sender(),
        header.receiver(),
        new DocumentIdentification(
            identification.standard(),
            identification.typeVersion(),
            null,
            identification.type(),
            identification.multipleType(),
            null),
        header.manifest(),
        new BusinessScope(scopes));
    return draft(
        new StandardBusinessDocument(
            anew, kept(sbd.fiksio(), failed.avsenderKonto().toString(), failed.klientMeldingId())),
        null,
        Findings.none());
  }

  private static @Nullable List<ScopeInformation> withoutDeadline(
      @Nullable List<ScopeInformation> information) {
    return information == null
        ? null
        : information.stream()
            .map(kept -> new ScopeInformation(
                kept.requestingDocumentCreationDateTime(),
                kept.requestingDocumentInstanceIdentifier(),
                null))
            .toList();
  }

  private static String receiver(Header header) {
    List<Party> receivers = header.receiver();
    if (receivers == null || receivers.isEmpty()) {
      throw Problem.of(
              ErrorCode.INVALID_MESSAGE,
              PeerException.SERVICE_NOT_ENABLED,
              "Service UNKNOWN is not enabled")
          .describedAs("The message names no receiver.")
          .about(HEADER + "receiver", null, "NotEmpty")
          .exceptionally();
    }
    return receivers.get(0).identifier().value();
  }

  /** The answer to a question goes to the account that has asked, if it is to the organisation that has. */
  private KontoId mottaker(
      Header header, @Nullable Integer securityLevel, @Nullable IncomingMessage question) {
    String receiver = receiver(header);
    String documentType = header.documentIdentification().standard();
    String process = process(header.businessScope()).orElse(documentType);
    Partner partner;
    try {
      partner = Partner.parse(receiver);
    } catch (IllegalArgumentException e) {
      throw notAccepting(receiver, process, String.valueOf(e.getMessage()));
    }
    if (question != null && partner.primary().equals(question.sender().primary())) {
      partner = new Partner.FiksKonto(question.avsenderKonto());
    }
    MottakerLookup lookup = mottakere.resolve(partner, process, documentType, securityLevel);
    if (lookup instanceof MottakerLookup.Found found) {
      return found.kontoId();
    }
    if (lookup instanceof MottakerLookup.Unavailable unavailable) {
      throw Problem.of(unavailable.code(), unavailable.reason()).exceptionally();
    }
    throw notAccepting(receiver, process, ((MottakerLookup.NotAccepting) lookup).reason());
  }

  /** Empty where the document does not say it, which is found elsewhere; for Fiks IO it is the document type then. */
  private static Optional<String> process(@Nullable BusinessScope scopes) {
    return Optional.ofNullable(scopes)
        .map(BusinessScope::scope)
        .flatMap(all -> all.stream()
            .filter(scope -> scope != null && CONVERSATION_ID.equals(scope.type()))
            .map(Scope::identifier)
            .filter(Objects::nonNull)
            .findFirst());
  }

  private static Problem.ProblemException notAccepting(
      String receiver, String process, String reason) {
    return Problem.of(
            ErrorCode.RECEIVER_DOES_NOT_ACCEPT,
            "Receiver do not accept the document process " + process)
        .describedAs(reason)
        .about(HEADER + "receiver[0].identifier.value", receiver, "InServiceRegistry")
        .exceptionally();
  }

  private static MessageId messageId(@Nullable String asked, @Nullable MessageId fixedId) {
    if (asked == null || asked.isBlank()) {
      return fixedId != null ? fixedId : new MessageId(UUID.randomUUID());
    }
    MessageId named = MessageId.of(asked);
    if (fixedId != null && !fixedId.equals(named)) {
      throw Problem.of(
              ErrorCode.INVALID_MESSAGE,
              "The document is about message " + named + ", the request about " + fixedId)
          .exceptionally();
    }
    return named;
  }

  /** The deadline a document asks for, or the usual one. */
  Instant deadline(StandardBusinessDocument sbd) {
    return sbd.standardBusinessDocumentHeader()
        .businessScope()
        .find(CONVERSATION_ID)
        .map(conversation -> deadline(conversation).toInstant())
        .orElseGet(utboks::defaultDeadline);
  }

  private OffsetDateTime deadline(Scope conversation) {
    List<ScopeInformation> information = conversation.scopeInformation();
    OffsetDateTime asked = information == null
        ? null
        : information.stream()
            .map(ScopeInformation::expectedResponseDateTime)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    return asked != null ? asked : OsloTime.of(utboks.defaultDeadline());
  }

  private DocumentIdentification completed(DocumentIdentification asked, MessageId id) {
    OffsetDateTime created = asked.creationDateAndTime();
    String instance = asked.instanceIdentifier();
    return new DocumentIdentification(
        asked.standard(),
        asked.typeVersion(),
        instance == null || instance.isBlank() ? id.toString() : instance,
        StandardBusinessDocument.FIKSIO,
        asked.multipleType(),
        created != null ? created : OsloTime.of(clock.instant()));
  }

  private static Party completed(@Nullable List<Party> asked, Partner sender) {
    return new Party(
        Party.of(sender).identifier(),
        asked == null || asked.isEmpty() ? null : asked.get(0).contactInformation());
  }

  /** The conversation gets its id and deadline; the references of other scopes are the client's, never invented. */
  private static BusinessScope completed(
      BusinessScope asked, Scope conversation, ConversationId id, OffsetDateTime deadline) {
    List<Scope> scopes = new ArrayList<>(asked.scope());
    String instance = conversation.instanceIdentifier();
    scopes.set(
        scopes.indexOf(conversation),
        new Scope(
            CONVERSATION_ID,
            instance == null || instance.isBlank() ? id.toString() : instance,
            conversation.identifier(),
            completed(conversation.scopeInformation(), deadline)));
    return new BusinessScope(scopes);
  }

  private static List<ScopeInformation> completed(
      @Nullable List<ScopeInformation> asked, OffsetDateTime deadline) {
    if (asked == null || asked.isEmpty()) {
      return List.of(ScopeInformation.until(deadline));
    }
    if (asked.stream().anyMatch(information -> information.expectedResponseDateTime() != null)) {
      return asked;
    }
    List<ScopeInformation> completed = new ArrayList<>(asked);
    completed.set(
        0,
        new ScopeInformation(
            asked.get(0).requestingDocumentCreationDateTime(),
            asked.get(0).requestingDocumentInstanceIdentifier(),
            deadline));
    return completed;
  }

  private static Fiksio kept(
      Fiksio asked, @Nullable String avsenderKontoId, @Nullable String klientMeldingId) {
    return new Fiksio(
        asked.sikkerhetsnivaa(),
        asked.hoveddokument(),
        avsenderKontoId,
        null,
        null,
        asked.svarPaMelding(),
        null,
        asked.headere(),
        klientMeldingId,
        null,
        null);
  }

  /** Clients write the reference in either place; {@code instanceIdentifier} is the one that counts. */
  private static @Nullable String reference(BusinessScope scopes) {
    return scopes
        .find(SENDER_REF)
        .map(scope ->
            scope.instanceIdentifier() != null ? scope.instanceIdentifier() : scope.identifier())
        .orElse(null);
  }

  /** The member, or the header of the same meaning. */
  private static @Nullable String klientMeldingId(Fiksio fiksio) {
    String named = fiksio.klientMeldingId();
    if (named != null && !named.isBlank()) {
      return named;
    }
    Map<String, String> headere = fiksio.headere();
    String header = headere == null ? null : headere.get(FiksHeaders.KLIENT_MELDING_ID);
    return header == null || header.isBlank() ? null : header;
  }
}
