package no.fiksgateway.integrasjonspunkt.fiksio;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.konto.Secret;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The module's HTTP parts, put together for one account and pointed at a test's platform. */
final class FiksParts implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final EgenKonto KONTO = new EgenKonto(
      TestIdentity.KONTO,
      new Organisasjonsnummer(TestIdentity.ORG_NUMBER),
      UUID.fromString("0b1e2c3d-0000-4000-8000-000000000001"),
      new Secret("hemmelig"),
      DecryptionKeys.of(List.of(TestIdentity.CERTIFICATE.privateKey())),
      TestIdentity.CERTIFICATE);

  final SettableClock clock = new SettableClock();
  final EgneKontoer kontoer;
  final FiksSettings settings;
  final PlatformHttp http;
  final MaskinportenTokens tokens;
  final FiksApi api;

  FiksParts(EgenKonto konto, FiksSettings settings, MaskinportenSettings maskinporten) {
    this.kontoer = new OneKonto(konto);
    this.settings = settings;
    this.http = new PlatformHttp(settings);
    this.tokens = new MaskinportenTokens(maskinporten, settings, kontoer, http, JSON, clock);
    this.api = new FiksApi(settings, http, tokens, JSON, clock);
  }

  static FiksSettings settings(URI api, Duration transferTimeout) {
    return settings(api, 1, null, transferTimeout);
  }

  static FiksSettings settings(
      URI api, int amqpPort, @Nullable Path trust, Duration transferTimeout) {
    return new FiksSettings(
        api,
        new FiksSettings.Amqp(
            "localhost", amqpPort, "/", trust, 10, Duration.ofMillis(100), Duration.ofMillis(500)),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        transferTimeout);
  }

  static MaskinportenSettings maskinporten(URI token, String clientId) {
    return new MaskinportenSettings(
        token,
        token.resolve("/maskinporten/").toString(),
        clientId,
        "ks:fiks",
        null,
        null,
        Duration.ofSeconds(10));
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  private record OneKonto(EgenKonto konto) implements EgneKontoer {
    @Override
    public Organisasjonsnummer organisasjonsnummer() {
      return konto.organisasjonsnummer();
    }

    @Override
    public List<EgenKonto> all() {
      return List.of(konto);
    }

    @Override
    public Optional<EgenKonto> find(KontoId id) {
      return Optional.of(konto).filter(ours -> ours.kontoId().equals(id));
    }

    @Override
    public Optional<EgenKonto> forOrganisation(Organisasjonsnummer number) {
      return Optional.of(konto).filter(ours -> ours.organisasjonsnummer().equals(number));
    }
  }
}
