package no.fiksgateway.integrasjonspunkt.katalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.NokkelLookup;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.springframework.stereotype.Component;

/** What to encrypt for an account with: what is pinned, else what the Kontokatalog says, kept for a while. */
@Component
class Certificates implements PinnedCertificates {
  private static final int MOST_KEPT = 1000;

  private final Kontokatalog katalog;
  private final Map<KontoId, X509Certificate> pinned;
  private final Cache<KontoId, NokkelLookup.Found> kept;

  Certificates(Kontokatalog katalog, KatalogSettings settings, Clock clock) {
    this.katalog = katalog;
    this.pinned = new HashMap<>();
    settings.pinnedCertificates().forEach(pin -> pinned.put(new KontoId(pin.kontoId()), read(pin)));
    this.kept = Caffeine.newBuilder()
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .expireAfterWrite(settings.certificatesKept())
        .maximumSize(MOST_KEPT)
        .build();
  }

  NokkelLookup of(KontoId konto) {
    X509Certificate fixed = pinned.get(konto);
    if (fixed != null) {
      return new NokkelLookup.Found(fixed);
    }
    NokkelLookup.Found known = kept.getIfPresent(konto);
    if (known != null) {
      return known;
    }
    NokkelLookup answer = katalog.offentligNokkel(konto);
    if (answer instanceof NokkelLookup.Found found) {
      kept.put(konto, found);
    }
    return answer;
  }

  @Override
  public Map<KontoId, X509Certificate> pinned() {
    return Map.copyOf(pinned);
  }

  private static X509Certificate read(KatalogSettings.PinnedCertificate pin) {
    try (InputStream in = Files.newInputStream(pin.path())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(
          "The certificate pinned for account " + pin.kontoId()
              + " in integrasjonspunkt.katalog.pinned-certificates (" + pin.path()
              + ") cannot be read: " + e.getMessage() + ". One certificate as PEM is expected.",
          e);
    }
  }
}
