package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.Party;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
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

  Senders(EgneKontoer egneKontoer) {
    this.egneKontoer = egneKontoer;
  }

  record Sender(Partner partner, KontoId avsenderKonto) {}

  /** @param kontoId the account the client wants to send; null leaves it to the sender's organisation */
  Sender of(@Nullable List<Party> sender, @Nullable String kontoId) {
    Optional<EgenKonto> wanted = Optional.ofNullable(kontoId)
        .filter(id -> !id.isBlank())
        .map(id -> ours(KontoId.of(id), ACCOUNT));
    if (sender == null || sender.isEmpty()) {
      EgenKonto konto = wanted.orElseGet(this::standard);
      return new Sender(Partner.Organisation.of(konto.organisasjonsnummer()), konto.kontoId());
    }
    Partner partner = parse(sender.get(0).identifier().value());
    if (partner instanceof Partner.FiksKonto account) {
      return new Sender(
          partner, wanted.orElseGet(() -> ours(account.kontoId(), SENDER)).kontoId());
    }
    return organisation((Partner.Organisation) partner, wanted);
  }

  private Sender organisation(Partner.Organisation sender, Optional<EgenKonto> wanted) {
    Optional<EgenKonto> own = egneKontoer.forOrganisation(sender.number());
    if (own.isPresent()) {
      return new Sender(sender, wanted.or(() -> own).orElseThrow().kontoId());
    }
    if (sender.part() != null) {
      throw notOurs(
          SENDER,
          sender.value(),
          sender.value() + " acts through an organisation that has no account here");
    }
    EgenKonto konto = wanted.orElseGet(this::standard);
    return new Sender(
        Partner.parse(onBehalfOf(konto.organisasjonsnummer(), sender.number())), konto.kontoId());
  }

  private static String onBehalfOf(Organisasjonsnummer own, Organisasjonsnummer other) {
    return Partner.Organisation.of(own).value() + ":" + other;
  }

  private EgenKonto standard() {
    return egneKontoer.all().get(0);
  }

  private EgenKonto ours(KontoId id, String member) {
    return egneKontoer
        .find(id)
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
