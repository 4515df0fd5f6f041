package no.fiksgateway.integrasjonspunkt.receipt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.receipt.Receipt.Feilmelding;
import org.springframework.stereotype.Component;

/** Translates by the site's overrides, then by the table of {@link ReceiptRule#table()}. */
@Component
final class RuledReceiptTranslator implements ReceiptTranslator {
  private static final Pattern QUERY = Pattern.compile(".+\\.(hent|finn|sok)(\\..+)?");

  private final ReceiptSettings settings;
  private final List<ReceiptRule> rules = ReceiptRule.table();

  RuledReceiptTranslator(ReceiptSettings settings) {
    this.settings = settings;
  }

  @Override
  public Receipt translate(Meldingstype answer) {
    String type = lowerCase(answer);
    Meaning override = settings.overrides().get(type);
    if (override != null) {
      return override.of(answer);
    }
    return rules.stream()
        .filter(rule -> rule.covers(type))
        .findFirst()
        .map(ReceiptRule::meaning)
        .orElse(Meaning.IGNORERT)
        .of(answer);
  }

  @Override
  public Optional<ReportedStatus> reported(Receipt receipt, Meldingstype question) {
    if (receipt instanceof Receipt.Mottatt mottatt) {
      return reports(
          settings.mottattOnly(lowerCase(mottatt.type()))
              ? OutgoingStatus.MOTTATT
              : OutgoingStatus.LEVERT);
    }
    if (receipt instanceof Receipt.Kvittert) {
      return reports(OutgoingStatus.LEST);
    }
    if (receipt instanceof Feilmelding feilmelding) {
      return answersQuery(feilmelding, question)
          ? reports(OutgoingStatus.LEST)
          : fails(
              OutgoingStatus.FEIL,
              feilmelding.kind() == Receipt.Feilmelding.Kind.SERVERFEIL
                  ? ErrorCode.RECEIVER_FAILED
                  : ErrorCode.RECEIVER_REPORTED_ERROR);
    }
    if (receipt instanceof Receipt.Leveringsfeil) {
      return fails(OutgoingStatus.FEIL, ErrorCode.FIKS_SERVERFEIL);
    }
    if (receipt instanceof Receipt.Tidsavbrudd) {
      return fails(OutgoingStatus.LEVETID_UTLOPT, ErrorCode.PLATFORM_TIMEOUT);
    }
    return Optional.empty();
  }

  private boolean answersQuery(Feilmelding feilmelding, Meldingstype question) {
    return feilmelding.kind() == Feilmelding.Kind.IKKE_FUNNET
        && settings.ikkefunnetAnswersQueries()
        && QUERY.matcher(lowerCase(question)).matches();
  }

  private static Optional<ReportedStatus> reports(OutgoingStatus status) {
    return Optional.of(new ReportedStatus(status, null));
  }

  private static Optional<ReportedStatus> fails(OutgoingStatus status, ErrorCode code) {
    return Optional.of(new ReportedStatus(status, code));
  }

  private static String lowerCase(Meldingstype type) {
    return type.value().toLowerCase(Locale.ROOT);
  }
}
