package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Iterator;
import no.fiksgateway.integrasjonspunkt.katalog.Konto;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * KS's catalogue over HTTP, asked with the credentials of our first account, and about an account of our own with its
 * credentials. Keys are asked for without any, as KS's clients do (observed with fiks-io-klient-java 3.5.0).
 */
@Component
class FiksKatalogClient implements Kontokatalog {
  private static final String KONTOER = "/fiks-io/katalog/api/v1/kontoer/";

  private final FiksApi fiks;
  private final EgneKontoer kontoer;

  FiksKatalogClient(FiksApi fiks, EgneKontoer kontoer) {
    this.fiks = fiks;
    this.kontoer = kontoer;
  }

  @Override
  public KontoLookup konto(KontoId id) {
    PlatformAnswer answer;
    try {
      answer = askAsAnyOfOurs(KONTOER + id);
    } catch (IOException e) {
      return new KontoLookup.Unavailable("The Kontokatalog could not be asked: " + e.getMessage());
    }
    if (answer.status() == HttpStatus.SC_NOT_FOUND) {
      return new KontoLookup.Unknown(id);
    }
    if (!answer.isSuccess() || !answer.body().path("status").isObject()) {
      return new KontoLookup.Unavailable("The Kontokatalog answered " + answer.problem());
    }
    return new KontoLookup.Found(konto(id, answer));
  }

  /** What is true of an account is so whoever asks; one of ours that is refused must not keep the others from knowing. */
  private PlatformAnswer askAsAnyOfOurs(String path) throws IOException {
    Iterator<EgenKonto> ours = kontoer.all().iterator();
    PlatformAnswer answer = fiks.get(ours.next(), path);
    while (ours.hasNext() && isRefusal(answer)) {
      answer = fiks.get(ours.next(), path);
    }
    return answer;
  }

  private static boolean isRefusal(PlatformAnswer answer) {
    return answer.status() == HttpStatus.SC_UNAUTHORIZED
        || answer.status() == HttpStatus.SC_FORBIDDEN;
  }

  private static Konto konto(KontoId id, PlatformAnswer answer) {
    JsonNode status = answer.body().path("status");
    return new Konto(
        id,
        answer.text("kontoNavn").orElse(""),
        answer.text("fiksOrgNavn").orElse(""),
        organisasjonsnummer(answer.text("organisasjonsnummer").orElse(null)),
        status.path("gyldigAvsender").asBoolean(false),
        status.path("gyldigMottaker").asBoolean(false),
        status.path("antallKonsumenter").asLong(0),
        status.path("antallUavhentedeMeldinger").asLong(0));
  }

  private static @Nullable Organisasjonsnummer organisasjonsnummer(@Nullable String text) {
    try {
      return text == null ? null : new Organisasjonsnummer(text.strip());
    } catch (IllegalArgumentException notANumber) {
      return null;
    }
  }

  @Override
  public NokkelLookup offentligNokkel(KontoId id) {
    PlatformAnswer answer;
    try {
      answer = fiks.getOpen(KONTOER + id + "/offentligNokkel");
    } catch (IOException e) {
      return new NokkelLookup.Unavailable("The Kontokatalog could not be asked: " + e.getMessage());
    }
    if (answer.status() == HttpStatus.SC_NOT_FOUND) {
      return new NokkelLookup.Missing(id);
    }
    if (!answer.isSuccess()) {
      return new NokkelLookup.Unavailable("The Kontokatalog answered " + answer.problem());
    }
    String pem = answer.text("nokkel").orElse(null);
    if (pem == null) {
      return answer.body().isObject()
          ? new NokkelLookup.Missing(id)
          : new NokkelLookup.Unavailable(
              "The Kontokatalog answered without a key: " + answer.text());
    }
    try {
      return new NokkelLookup.Found(certificate(pem));
    } catch (CertificateException e) {
      return new NokkelLookup.Unavailable("The key the Kontokatalog has for account " + id
          + " is not a certificate (" + e.getMessage() + "). Its owner must upload it again.");
    }
  }

  @Override
  public QueueLookup queue(KontoId ours) {
    PlatformAnswer answer;
    try {
      answer = fiks.get(kontoer.get(ours), KONTOER + ours + "/status");
    } catch (IOException e) {
      return new QueueLookup.Unavailable("The Kontokatalog could not be asked: " + e.getMessage());
    }
    if (!answer.isSuccess() || !answer.body().isObject()) {
      return new QueueLookup.Unavailable("The Kontokatalog answered " + answer.problem());
    }
    return new QueueLookup.Found(
        count(answer.body(), "antallKonsumenter"),
        count(answer.body(), "antallUavhentedeMeldinger"));
  }

  private static @Nullable Long count(JsonNode status, String member) {
    JsonNode value = status.path(member);
    return value.isIntegralNumber() ? value.asLong() : null;
  }

  private static X509Certificate certificate(String pem) throws CertificateException {
    return (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
