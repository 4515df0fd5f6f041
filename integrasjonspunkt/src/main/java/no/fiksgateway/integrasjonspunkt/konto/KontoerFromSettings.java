package no.fiksgateway.integrasjonspunkt.konto;

import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.stereotype.Component;

@Component
class KontoerFromSettings implements EgneKontoer, EgneSertifikater {
  private final Organisasjonsnummer organisasjonsnummer;
  private final Map<KontoId, EgenKonto> kontoer;
  private final List<Sertifikat> sertifikater = new ArrayList<>();

  KontoerFromSettings(KontoSettings settings) {
    Virksomhetssertifikat signer =
        remembered(settings.virksomhetssertifikat(), "integrasjonspunkt.virksomhetssertifikat");
    Map<KontoId, EgenKonto> byId = new LinkedHashMap<>();
    for (int i = 0; i < settings.kontoer().size(); i++) {
      KontoSettings.KontoEntry entry = settings.kontoer().get(i);
      String property = "integrasjonspunkt.kontoer[" + i + "]";
      String number =
          entry.organisasjonsnummer() == null ? settings.orgNumber() : entry.organisasjonsnummer();
      EgenKonto konto = new EgenKonto(
          new KontoId(entry.kontoId()),
          new Organisasjonsnummer(number),
          entry.integrasjonId(),
          entry.integrasjonPassord(),
          DecryptionKeys.of(privateKeys(entry, signer, property)),
          signer);
      if (byId.put(konto.kontoId(), konto) != null) {
        throw new InvalidConfigurationPropertyValueException(
            property + ".konto-id", konto.kontoId(), "The account is listed twice.");
      }
    }
    this.organisasjonsnummer = new Organisasjonsnummer(settings.orgNumber());
    this.kontoer = byId;
  }

  private List<PrivateKey> privateKeys(
      KontoSettings.KontoEntry entry, Virksomhetssertifikat signer, String property) {
    List<KeyStoreFile> files = entry.privateKeys();
    if (files == null || files.isEmpty()) {
      return List.of(signer.privateKey());
    }
    return IntStream.range(0, files.size())
        .mapToObj(
            i -> remembered(files.get(i), property + ".private-keys[" + i + "]").privateKey())
        .toList();
  }

  private Virksomhetssertifikat remembered(KeyStoreFile file, String property) {
    Virksomhetssertifikat read = file.read(property);
    sertifikater.add(new Sertifikat(property, read.certificate()));
    return read;
  }

  @Override
  public List<Sertifikat> sertifikater() {
    return List.copyOf(sertifikater);
  }

  @Override
  public Organisasjonsnummer organisasjonsnummer() {
    return organisasjonsnummer;
  }

  @Override
  public List<EgenKonto> all() {
    return List.copyOf(kontoer.values());
  }

  @Override
  public Optional<EgenKonto> find(KontoId id) {
    return Optional.ofNullable(kontoer.get(id));
  }

  @Override
  public Optional<EgenKonto> forOrganisation(Organisasjonsnummer number) {
    return kontoer.values().stream()
        .filter(konto -> konto.organisasjonsnummer().equals(number))
        .findFirst();
  }
}
