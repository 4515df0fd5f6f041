package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.NokkelLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.integrasjonspunkt.message.Partner;
import org.jspecify.annotations.Nullable;

/** Knows an organisation, its account and two processes, and another one for one of them, until a test says that it cannot be asked. */
class KnownReceivers implements Mottakere {
  static final String ARKIVMELDING = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  static final String PROCESS = "no.test.fiksio.v1";
  static final String OTHER_ORG = "910076787";
  static final KontoId OTHER_ACCOUNT = KontoId.of("7c0f6a52-0000-4000-8000-00000000000b");
  private static final List<String> PROCESSES = List.of(PROCESS, ARKIVMELDING);

  private boolean away;

  /** The registry is down, or up again. */
  void isAway(boolean whether) {
    away = whether;
  }

  @Override
  public MottakerLookup resolve(
      Partner receiver, String process, String documentType, @Nullable Integer securityLevel) {
    if (away) {
      return new MottakerLookup.Unavailable(ErrorCode.REGISTRY_UNAVAILABLE, "connection refused");
    }
    if ((receiver.primary().equals(OTHER_ORG)
            || receiver.primary().equals(OTHER_ACCOUNT.toString()))
        && documentType.equals(ARKIVMELDING)) {
      return new MottakerLookup.Found(OTHER_ACCOUNT);
    }
    boolean known = receiver.primary().equals(FakeFiks.RECEIVER_ORG)
        || receiver.primary().equals(FakeFiks.RECEIVER.toString());
    return known && PROCESSES.contains(process) && documentType.equals(process)
        ? new MottakerLookup.Found(FakeFiks.RECEIVER)
        : new MottakerLookup.NotAccepting("No service record for " + receiver.value());
  }

  @Override
  public CapabilityLookup capabilities(
      String identifier, @Nullable String process, @Nullable Integer securityLevel) {
    if (away) {
      return new CapabilityLookup.Unavailable(ErrorCode.REGISTRY_UNAVAILABLE, "connection refused");
    }
    if (!identifier.endsWith(FakeFiks.RECEIVER_ORG)) {
      return new CapabilityLookup.UnknownIdentifier(identifier, identifier + " is not known");
    }
    return new CapabilityLookup.Found(PROCESSES.stream()
        .filter(known -> process == null || known.equals(process))
        .map(known -> new Capability(known, List.of(known)))
        .toList());
  }

  @Override
  public NokkelLookup offentligNokkel(KontoId mottaker) {
    return new NokkelLookup.Found(FakeFiks.RECEIVER_CERTIFICATE.certificate());
  }

  @Override
  public Optional<Organisasjonsnummer> organisation(KontoId konto, Meldingstype sent) {
    return konto.equals(FakeFiks.RECEIVER)
        ? Optional.of(new Organisasjonsnummer(FakeFiks.RECEIVER_ORG))
        : Optional.empty();
  }
}
