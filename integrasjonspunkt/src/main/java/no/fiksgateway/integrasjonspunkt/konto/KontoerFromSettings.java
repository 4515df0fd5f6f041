package no.fiksgateway.integrasjonspunkt.konto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.PrivateKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.springframework.stereotype.Component;

@Component
class KontoerFromSettings implements EgneKontoer {
  private final Map<KontoId, EgenKonto> kontoer;

  KontoerFromSettings(KontoSettings settings) {
    Virksomhetssertifikat signer =
        read(settings.virksomhetssertifikat(), "integrasjonspunkt.virksomhetssertifikat");
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
        throw new IllegalStateException(
            property + ".konto-id " + konto.kontoId() + " is listed twice.");
      }
    }
    this.kontoer = byId;
  }

  private static List<PrivateKey> privateKeys(
      KontoSettings.KontoEntry entry, Virksomhetssertifikat signer, String property) {
    List<KontoSettings.KeyStoreFile> files = entry.privateKeys();
    if (files == null || files.isEmpty()) {
      return List.of(signer.privateKey());
    }
    return files.stream()
        .map(file -> read(file, property + ".private-keys").privateKey())
        .toList();
  }

  private static Virksomhetssertifikat read(KontoSettings.KeyStoreFile file, String property) {
    String type = file.type();
    if (type != null && !type.strip().equalsIgnoreCase("PKCS12")) {
      throw new IllegalStateException(property + ".type is " + type
          + ", but only PKCS12 is read. Convert the store with keytool -importkeystore.");
    }
    try (InputStream in = Files.newInputStream(file.path())) {
      return Virksomhetssertifikat.fromPkcs12(
          in, file.password().value().toCharArray(), file.alias());
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The key store of " + property + " (" + file.path() + ") cannot be used: "
              + e.getMessage(),
          e);
    }
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
