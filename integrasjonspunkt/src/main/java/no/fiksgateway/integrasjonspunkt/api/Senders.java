package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.access.Access;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Party;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who a message is from, and which of our accounts sends it. An organisation without an account here is one we act for:
 * it becomes the part of our own (Digdir: eFormidling, på vegne av).
 */
@Component
class Senders {
  private static final String SENDER = "standardBusinessDocumentHeader.sender[0].identifier.value";
  private static final String ACCOUNT = "fiksio.avsenderKontoId";

  private final EgneKontoer egneKontoer;
  private final Access access;

  Senders(EgneKontoer egneKontoer, Access access) {
    this.egneKontoer = egneKontoer;
    this.access = access;
  }

  boolean areSeveral() {
    return egneKontoer.all().size() > 1;
  }

  record Sender(Partner partner, KontoId avsenderKonto) {}

  /**
   * @param kontoId the account the client wants to send; null leaves it to the sender's organisation
   * @param question what is answered, if anything: the account it came to answers, where the client names none and it is the
   *     sender's
   */
  Sender of(
      @Nullable List<Party> sender, @Nullable String kontoId, @Nullable IncomingMessage question) {
    Optional<EgenKonto> named = Optional.ofNullable(kontoId)
        .filter(id -> !id.isBlank())
        .map(id -> ours(KontoId.of(id), ACCOUNT));
    Optional<EgenKonto> asked = Optional.ofNullable(question)
        .flatMap(message -> egneKontoer.find(message.mottakerKonto()))
        .filter(konto -> access.includes(konto.kontoId()));
    if (sender == null || sender.isEmpty()) {
      Optional<EgenKonto> wanted = named.or(() -> asked);
      EgenKonto konto = wanted.orElseGet(this::standard);
      return new Sender(Partner.Organisation.of(actor(konto, wanted)), konto.kontoId());
    }
    Partner partner = parse(sender.get(0).identifier().value());
    if (partner instanceof Partner.FiksKonto account) {
      EgenKonto own = ours(account.kontoId(), SENDER);
      return new Sender(partner, named.orElse(own).kontoId());
    }
    Partner.Organisation organisation = (Partner.Organisation) partner;
    return organisation(
        organisation,
        named.or(() ->
            asked.filter(konto -> konto.organisasjonsnummer().equals(organisation.number()))));
  }

  private Sender organisation(Partner.Organisation sender, Optional<EgenKonto> wanted) {
    Optional<EgenKonto> own = accountOf(sender.number());
    if (own.isPresent()) {
      return new Sender(sender, wanted.or(() -> own).orElseThrow().kontoId());
    }
    if (egneKontoer.forOrganisation(sender.number()).isPresent()) {
      throw notOurs(
          SENDER,
          sender.value(),
          "The accounts of " + sender.number() + " are not open to this user");
    }
    if (sender.part() != null) {
      throw notOurs(
          SENDER,
          sender.value(),
          sender.value() + " acts through an organisation that has no account here");
    }
    EgenKonto konto = wanted.orElseGet(this::standard);
    return new Sender(
        Partner.parse(onBehalfOf(actor(konto, wanted), sender.number())), konto.kontoId());
  }

  private static String onBehalfOf(Organisasjonsnummer own, Organisasjonsnummer other) {
    return Partner.Organisation.of(own).value() + ":" + other;
  }

  /** Our own organisation, unless it is another one's account that the client named or is held to. */
  private Organisasjonsnummer actor(EgenKonto konto, Optional<EgenKonto> wanted) {
    return wanted.isPresent() || access.limit().isPresent()
        ? konto.organisasjonsnummer()
        : egneKontoer.organisasjonsnummer();
  }

  private EgenKonto standard() {
    return accountOf(egneKontoer.organisasjonsnummer())
        .or(() -> usable().findFirst())
        .orElseThrow(() -> new IllegalStateException("There is no account to send from"));
  }

  /** Our own organisation may send from the accounts of others where it has none itself. */
  private Optional<EgenKonto> accountOf(Organisasjonsnummer number) {
    Optional<EgenKonto> its =
        usable().filter(konto -> konto.organisasjonsnummer().equals(number)).findFirst();
    return number.equals(egneKontoer.organisasjonsnummer()) && access.limit().isEmpty()
        ? its.or(() -> usable().findFirst())
        : its;
  }

  private Stream<EgenKonto> usable() {
    return egneKontoer.all().stream().filter(konto -> access.includes(konto.kontoId()));
  }

  private EgenKonto ours(KontoId id, String member) {
    return egneKontoer
        .find(id)
        .filter(konto -> access.includes(konto.kontoId()))
        .orElseThrow(() ->
            notOurs(member, id.toString(), "Account " + id + " is not one of this gateway's"));
  }

  private static Partner parse(String value) {
    try {
      return Partner.parse(value);
    } catch (IllegalArgumentException e) {
      throw notOurs(SENDER, value, Objects.requireNonNull(e.getMessage()));
    }
  }

  private static Problem.ProblemException notOurs(String member, String value, String why) {
    return Problem.of(ErrorCode.SENDER_NOT_OURS, why)
        .about(member, value, "SenderValue")
        .exceptionally();
  }
}
