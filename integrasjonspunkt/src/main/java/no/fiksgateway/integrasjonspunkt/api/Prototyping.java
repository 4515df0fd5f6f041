package no.fiksgateway.integrasjonspunkt.api;

import static no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope.CONVERSATION_ID;
import static no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope.SENDER_REF;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.BusinessScope;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.DocumentIdentification;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Fiksio;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Header;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Party;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Scope;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.ScopeInformation;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Format;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Korrespondansepart;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding.Rolle;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere.Capability;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere.CapabilityLookup;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Arkivsending;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Prototype;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From an arkivmelding to the messages that could be sent of it, and what stands in the way of each, in words. */
@Component
class Prototyping {
  /** The only message type that creates what an arkivmelding holds (KS: Fiks Arkiv v1, meldingstyper). */
  private static final String OPPRETT = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";

  private static final String FIKS_ARKIV = "no.ks.fiks.arkiv.";

  private final Drafting drafting;
  private final Mottakere mottakere;
  private final EgneKontoer egneKontoer;
  private final Utboks utboks;
  private final Clock clock;

  Prototyping(
      Drafting drafting, Mottakere mottakere, EgneKontoer egneKontoer, Utboks utboks, Clock clock) {
    this.drafting = drafting;
    this.mottakere = mottakere;
    this.egneKontoer = egneKontoer;
    this.utboks = utboks;
    this.clock = clock;
  }

  /** One for each process of each receiver; of several processes the first is chosen. An organisation counts once. */
  List<Prototype> draw(Arkivmelding said, ConversationId conversation) {
    List<Prototype> drawn = new ArrayList<>();
    Set<Organisasjonsnummer> organisations = new HashSet<>();
    for (Korrespondansepart mottaker : said.mottakere()) {
      Optional<Organisasjonsnummer> number = mottaker.organisasjonsnummer();
      if (number.isEmpty()) {
        drawn.add(unaddressed(said, conversation, mottaker));
      } else if (organisations.add(number.get())) {
        boolean first = true;
        for (String process : processes(number.get())) {
          MessageId id = new MessageId(UUID.randomUUID());
          StandardBusinessDocument sbd = compose(
              said, conversation, id, process, Party.of(Partner.Organisation.of(number.get())));
          Assessed assessed = assess(id, sbd, said.format());
          drawn.add(assessed.prototype(id, words(mottaker), first && assessed.isPossible()));
          first = false;
        }
      }
    }
    if (drawn.isEmpty()) {
      throw Problem.of(
              ErrorCode.INVALID_ARKIVMELDING,
              "arkivmelding.xml names nobody to send to: its first journalpost has no korrespondansepart"
                  + " with korrespondanseparttype EM (Mottaker) or EK (Kopimottaker)")
          .exceptionally();
    }
    return drawn;
  }

  /** The processes in which the organisation takes the message type; the type itself where nothing is known. */
  private List<String> processes(Organisasjonsnummer number) {
    CapabilityLookup lookup = mottakere.capabilities(number.value(), null, null);
    if (lookup instanceof CapabilityLookup.Unavailable unavailable) {
      throw Problem.of(unavailable.code(), unavailable.reason()).exceptionally();
    }
    List<String> known = lookup instanceof CapabilityLookup.Found found
        ? found.capabilities().stream()
            .filter(capability -> capability.documentTypes().contains(OPPRETT))
            .map(Capability::process)
            .distinct()
            .toList()
        : List.of();
    return known.isEmpty() ? List.of(OPPRETT) : known;
  }

  private Prototype unaddressed(
      Arkivmelding said, ConversationId conversation, Korrespondansepart mottaker) {
    MessageId id = new MessageId(UUID.randomUUID());
    List<String> obstacles = new ArrayList<>();
    obstacles.add(whyUnaddressed(said.format(), mottaker));
    StandardBusinessDocument sbd = compose(said, conversation, id, OPPRETT, null);
    conversionNeeded(sbd, said.format()).ifPresent(obstacles::add);
    return new Prototype(
        id, words(mottaker), false, ApiJson.write(sbd), obstacles, utboks.defaultDeadline());
  }

  private static String whyUnaddressed(Format format, Korrespondansepart mottaker) {
    String where = "The korrespondansepart in line " + mottaker.line() + " of arkivmelding.xml";
    String advice = " Give the SBD a receiver.";
    if (mottaker.isPerson()) {
      return where
          + " is a person (personid); only organisations and accounts are reached over Fiks IO."
          + advice;
    }
    if (mottaker.organisasjon() != null) {
      return where + " has '" + mottaker.organisasjon()
          + "' for an organisation number; it has to be nine digits." + advice;
    }
    return where
        + switch (format) {
          case FIKS_ARKIV_V1 -> " has no organisasjonid, so its organisation number is not known.";
          case NOARK5 ->
            " has no organisasjonsnummer, so its organisation number is not known; the schema of eFormidling has no"
                + " element for it.";
        }
        + advice;
  }

  private static String words(Korrespondansepart mottaker) {
    String name = Objects.requireNonNullElse(mottaker.navn(), "without name");
    String role = mottaker.rolle() == Rolle.MOTTAKER ? "Mottaker" : "Kopimottaker";
    return role + ": " + name + " (line " + mottaker.line() + ")";
  }

  private StandardBusinessDocument compose(
      Arkivmelding said,
      ConversationId conversation,
      MessageId id,
      String process,
      @Nullable Party receiver) {
    List<Scope> scopes = new ArrayList<>();
    scopes.add(new Scope(
        CONVERSATION_ID,
        conversation.toString(),
        process,
        List.of(ScopeInformation.until(OsloTime.of(utboks.defaultDeadline())))));
    said.reference()
        .filter(reference -> reference.length() <= Scope.LONGEST)
        .ifPresent(reference -> scopes.add(new Scope(SENDER_REF, reference, null, null)));
    return new StandardBusinessDocument(
        new Header(
            "1.0",
            sender(said),
            receiver == null ? null : List.of(receiver),
            new DocumentIdentification(
                OPPRETT,
                "2.0",
                id.toString(),
                StandardBusinessDocument.FIKSIO,
                null,
                OsloTime.of(clock.instant())),
            null,
            new BusinessScope(scopes)),
        Fiksio.EMPTY);
  }

  /** The avsender of the arkivmelding, where it is one of our organisations; else it is left to the gateway. */
  private @Nullable List<Party> sender(Arkivmelding said) {
    return said.korrespondanseparter().stream()
        .filter(part -> part.rolle() == Rolle.AVSENDER)
        .map(Korrespondansepart::organisasjonsnummer)
        .flatMap(Optional::stream)
        .filter(number -> egneKontoer.forOrganisation(number).isPresent())
        .findFirst()
        .map(number -> List.of(Party.of(Partner.Organisation.of(number))))
        .orElse(null);
  }

  /**
   * How a document fares as a message.
   *
   * @param draft null where there is an obstacle that keeps it from becoming one
   */
  record Assessed(
      OutgoingMessage.@Nullable Draft draft, String sbd, Instant deadline, List<String> obstacles) {
    boolean isPossible() {
      return obstacles.isEmpty();
    }

    Prototype prototype(MessageId id, String part, boolean chosen) {
      return new Prototype(id, part, chosen, sbd, obstacles, deadline);
    }
  }

  /** A stored prototype as it fares now. */
  Assessed assess(Arkivsending sending, Prototype prototype) {
    return assess(prototype.messageId(), ApiJson.readStored(prototype.sbd()), sending.format());
  }

  /** Asks for the receiver; throws where nobody who knows it could be asked. */
  Assessed assess(MessageId id, StandardBusinessDocument sbd, Format format) {
    List<String> obstacles = new ArrayList<>();
    OutgoingMessage.Draft draft = null;
    try {
      draft = drafting.draft(sbd, id, Findings.none());
    } catch (Problem.ProblemException refused) {
      obstacles.addAll(inWords(refused));
    }
    conversionNeeded(sbd, format).ifPresent(obstacles::add);
    return draft != null
        ? new Assessed(draft, draft.sbd(), draft.deadline(), obstacles)
        : new Assessed(null, ApiJson.write(sbd), drafting.deadline(sbd), obstacles);
  }

  /** A document of which a message has been drafted already. */
  Assessed assess(OutgoingMessage.Draft draft, Format format) {
    List<String> obstacles =
        conversionNeeded(ApiJson.readStored(draft.sbd()), format).stream().toList();
    return new Assessed(draft, draft.sbd(), draft.deadline(), obstacles);
  }

  private static List<String> inWords(Problem.ProblemException refused) {
    Problem why = refused.problem();
    if (why.status().is5xxServerError()) {
      throw refused;
    }
    return why.findings().isEmpty()
        ? List.of(why.message())
        : why.findings().stream()
            .map(Finding::defaultMessage)
            .filter(Objects::nonNull)
            .toList();
  }

  private static Optional<String> conversionNeeded(StandardBusinessDocument sbd, Format format) {
    String type = sbd.standardBusinessDocumentHeader().documentIdentification().standard();
    return format != Format.FIKS_ARKIV_V1 && type.startsWith(FIKS_ARKIV)
        ? Optional.of("arkivmelding.xml is in the namespace " + format.namespace() + "; " + type
            + " takes " + Format.FIKS_ARKIV_V1.namespace()
            + ". It has to be converted before it is posted; the gateway changes no document.")
        : Optional.empty();
  }
}
