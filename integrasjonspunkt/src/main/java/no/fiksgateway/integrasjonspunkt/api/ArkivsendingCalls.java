package no.fiksgateway.integrasjonspunkt.api;

import static no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope.CONVERSATION_ID;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.api.Prototyping.Assessed;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.BusinessScope;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Header;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Arkivsending;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Edit;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Prototype;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.State;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The calls about messages out, where they are about an arkivmelding that has not become messages yet. */
@Component
class ArkivsendingCalls {
  private static final String HEADER = "standardBusinessDocumentHeader.";

  private final Arkivsendinger arkivsendinger;
  private final Prototyping prototyping;
  private final DocumentRules rules;
  private final Drafting drafting;
  private final OutgoingMessages messages;

  ArkivsendingCalls(
      Arkivsendinger arkivsendinger,
      Prototyping prototyping,
      DocumentRules rules,
      Drafting drafting,
      OutgoingMessages messages) {
    this.arkivsendinger = arkivsendinger;
    this.prototyping = prototyping;
    this.rules = rules;
    this.drafting = drafting;
    this.messages = messages;
  }

  Arkivsending begin(InputStream xml, @Nullable String conversationId) throws IOException {
    return arkivsendinger.begin(xml, wanted(conversationId), prototyping::draw);
  }

  private static @Nullable ConversationId wanted(@Nullable String conversationId) {
    if (conversationId == null || conversationId.isBlank()) {
      return null;
    }
    return Filters.asUuid(conversationId)
        .map(ConversationId::new)
        .orElseThrow(
            () -> Problem.invalidParameter("conversationId", conversationId).exceptionally());
  }

  /** By the id of the conversation or of a prototype; a message's own id means that message. */
  Optional<Arkivsending> find(String id) {
    return Filters.asUuid(id)
        .filter(uuid -> messages.findByMessageId(uuid).isEmpty())
        .flatMap(arkivsendinger::find);
  }

  ArkivsendingBody shown(Arkivsending sending) {
    return ArkivsendingBody.of(sending, this::status);
  }

  private @Nullable String status(MessageId id) {
    return messages
        .findByMessageId(id.value())
        .map(message -> message.status().name())
        .orElse(null);
  }

  /** The whole for the conversation, the document for a prototype. */
  Object shown(Arkivsending sending, String id) {
    return prototype(sending, id)
        .<Object>map(prototype -> ApiJson.readStored(prototype.sbd()))
        .orElseGet(() -> shown(sending));
  }

  private static Optional<Prototype> prototype(Arkivsending sending, String id) {
    UUID uuid = Filters.asUuid(id).orElseThrow(() -> Filters.noSuchMessage(id));
    return sending.prototypes().stream()
        .filter(prototype -> prototype.messageId().value().equals(uuid))
        .findFirst();
  }

  /** What is wrong with a receiver is not refused but told as what is missing: the answer to a choice shows it. */
  ArkivsendingBody choose(Arkivsending sending, PrototypeChoice choice) {
    rules.ofBody(choice).refuse();
    List<Edit> edits = new ArrayList<>();
    for (PrototypeChoice.Choice one : choice.prototypes()) {
      Prototype old = prototype(sending, one.messageId())
          .orElseThrow(() -> Filters.noSuchMessage(one.messageId()));
      StandardBusinessDocument sbd = one.sbd();
      edits.add(
          sbd == null
              ? new Edit(old.messageId(), one.chosen(), null)
              : edit(
                  old,
                  one.chosen(),
                  prototyping.assess(
                      old.messageId(), within(sending.conversation(), sbd), sending.format())));
    }
    return shown(arkivsendinger.edit(sending.conversation(), edits));
  }

  /** The document of one prototype anew; refused where no message can be made of it, as for any draft. */
  StandardBusinessDocument replace(Arkivsending sending, String id, StandardBusinessDocument sbd) {
    Findings findings = rules.ofBody(sbd);
    Prototype old = prototype(sending, id).orElseGet(() -> named(sending, sbd, findings));
    StandardBusinessDocument placed =
        findings.step(() -> within(sending.conversation(), sbd), HEADER + "businessScope");
    OutgoingMessage.Draft draft =
        drafting.draft(placed == null ? sbd : placed, old.messageId(), findings);
    Assessed assessed = prototyping.assess(draft, sending.format());
    arkivsendinger.edit(sending.conversation(), List.of(edit(old, null, assessed)));
    return ApiJson.readStored(draft.sbd());
  }

  /** A prototype that has become possible is chosen unless the client says otherwise. */
  private static Edit edit(Prototype old, @Nullable Boolean chosen, Assessed assessed) {
    boolean becamePossible = !old.obstacles().isEmpty() && assessed.isPossible();
    return new Edit(
        old.messageId(),
        chosen == null && becamePossible ? Boolean.TRUE : chosen,
        assessed.prototype(old.messageId(), old.part(), old.chosen()));
  }

  private static Prototype named(
      Arkivsending sending, StandardBusinessDocument sbd, Findings findings) {
    if (sending.prototypes().size() == 1) {
      return sending.prototypes().get(0);
    }
    findings.refuse();
    String id = sbd.standardBusinessDocumentHeader().documentIdentification().instanceIdentifier();
    if (id != null && !id.isBlank()) {
      return prototype(sending, id).orElseThrow(() -> Filters.noSuchMessage(id));
    }
    throw Problem.of(
            ErrorCode.INVALID_MESSAGE,
            "The conversation has " + sending.prototypes().size()
                + " prototypes, and the document does not say by its instanceIdentifier which one it is about")
        .exceptionally();
  }

  /** The document with the conversation's id, which it may leave out but not change. */
  private static StandardBusinessDocument within(
      ConversationId conversation, StandardBusinessDocument sbd) {
    Header header = sbd.standardBusinessDocumentHeader();
    List<Scope> scopes = header.businessScope().scope().stream()
        .map(scope -> CONVERSATION_ID.equals(scope.type()) ? within(conversation, scope) : scope)
        .toList();
    return new StandardBusinessDocument(
        new Header(
            header.headerVersion(),
            header.sender(),
            header.receiver(),
            header.documentIdentification(),
            header.manifest(),
            new BusinessScope(scopes)),
        sbd.fiksio());
  }

  private static Scope within(ConversationId conversation, Scope scope) {
    String asked = scope.instanceIdentifier();
    if (asked != null && !asked.isBlank() && !ConversationId.of(asked).equals(conversation)) {
      throw Problem.of(
              ErrorCode.INVALID_MESSAGE,
              "The document is about conversation " + asked + ", the request about " + conversation)
          .about(HEADER + "businessScope", asked, "ConversationId")
          .exceptionally();
    }
    return new Scope(
        scope.type(), conversation.toString(), scope.identifier(), scope.scopeInformation());
  }

  /** For all its prototypes. */
  void addFile(Arkivsending sending, NewFile file, InputStream body) throws IOException {
    arkivsendinger.addFile(sending.conversation(), file, body);
  }

  void delete(Arkivsending sending, String id) {
    requireWhole(sending, id);
    arkivsendinger.delete(sending.conversation());
  }

  private static void requireWhole(Arkivsending sending, String id) {
    if (prototype(sending, id).isPresent()) {
      throw Problem.of(
              ErrorCode.MESSAGE_NOT_FOUND,
              "Message with messageId = " + id
                  + " was not found: it is a prototype, which becomes a message"
                  + " when its conversation " + sending.conversation() + " is sent")
          .exceptionally();
    }
  }

  /** All chosen prototypes, or none with everything that stands in the way. */
  void send(Arkivsending sending, String id) {
    requireWhole(sending, id);
    Arkivsending seen = sending;
    while (!arkivsendinger.send(seen, drafts(seen))) {
      seen = arkivsendinger
          .find(sending.conversation().value())
          .orElseThrow(() -> Filters.noSuchMessage(id));
    }
  }

  private List<OutgoingMessage.Draft> drafts(Arkivsending sending) {
    List<OutgoingMessage.Draft> drafts = new ArrayList<>();
    if (sending.state() != State.OPEN) {
      return drafts;
    }
    List<Finding> findings = findings(
        "files", sending.missingFiles().stream().map(ArkivsendingBody::missing).toList());
    for (int i = 0; i < sending.prototypes().size(); i++) {
      Prototype prototype = sending.prototypes().get(i);
      if (prototype.chosen()) {
        Assessed assessed = prototyping.assess(sending, prototype);
        findings.addAll(findings("prototypes[" + i + "]", assessed.obstacles()));
        if (assessed.draft() != null) {
          drafts.add(assessed.draft());
        }
      }
    }
    if (sending.prototypes().stream().noneMatch(Prototype::chosen)) {
      findings.addAll(findings("prototypes", List.of("None of the prototypes is chosen.")));
    }
    if (!findings.isEmpty()) {
      throw incomplete(findings);
    }
    return drafts;
  }

  private static List<Finding> findings(String field, List<String> missing) {
    List<Finding> findings = new ArrayList<>();
    for (String what : missing) {
      findings.add(new Finding(
          "arkivmelding", field, null, List.of("Missing"), null, what, false, "Missing"));
    }
    return findings;
  }

  private static Problem.ProblemException incomplete(List<Finding> findings) {
    return Problem.of(
            ErrorCode.ARKIVMELDING_INCOMPLETE,
            "Nothing can be sent yet. Number of things that are missing: " + findings.size())
        .with(findings)
        .exceptionally();
  }
}
