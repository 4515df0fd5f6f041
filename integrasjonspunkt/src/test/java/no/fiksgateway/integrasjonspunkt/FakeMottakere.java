package no.fiksgateway.integrasjonspunkt;

import java.util.List;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.NokkelLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import no.fiksgateway.integrasjonspunkt.message.Partner;

record FakeMottakere(FakeFiks fiks) implements Mottakere {
  @Override
  public MottakerLookup resolve(
      Partner receiver, String process, String documentType, Integer securityLevel) {
    return new MottakerLookup.Found(FakeFiks.RECEIVER);
  }

  @Override
  public CapabilityLookup capabilities(String identifier, String process, Integer securityLevel) {
    return new CapabilityLookup.Found(List.of());
  }

  @Override
  public NokkelLookup offentligNokkel(KontoId mottaker) {
    return fiks.offentligNokkel(mottaker);
  }

  @Override
  public Optional<Organisasjonsnummer> organisation(KontoId konto, Meldingstype sent) {
    return konto.equals(FakeFiks.RECEIVER)
        ? Optional.of(new Organisasjonsnummer(FakeFiks.RECEIVER_ORG))
        : Optional.empty();
  }
}
