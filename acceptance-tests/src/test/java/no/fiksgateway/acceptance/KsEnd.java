package no.fiksgateway.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import no.ks.fiks.io.client.FiksIOKlient;
import no.ks.fiks.io.client.FiksIOKlientFactory;
import no.ks.fiks.io.client.SvarSender;
import no.ks.fiks.io.client.konfigurasjon.AmqpKonfigurasjon;
import no.ks.fiks.io.client.konfigurasjon.FiksApiKonfigurasjon;
import no.ks.fiks.io.client.konfigurasjon.FiksIOKonfigurasjon;
import no.ks.fiks.io.client.konfigurasjon.FiksIntegrasjonKonfigurasjon;
import no.ks.fiks.io.client.konfigurasjon.IdPortenKonfigurasjon;
import no.ks.fiks.io.client.konfigurasjon.KontoKonfigurasjon;
import no.ks.fiks.io.client.konfigurasjon.VirksomhetssertifikatKonfigurasjon;
import no.ks.fiks.io.client.model.KontoId;
import no.ks.fiks.io.client.model.MeldingId;
import no.ks.fiks.io.client.model.MeldingRequest;
import no.ks.fiks.io.client.model.MottattMelding;
import no.ks.fiks.io.client.model.Payload;
import no.ks.fiks.io.client.model.StreamPayload;
import no.ks.kryptering.CMSKrypteringImpl;
import org.jspecify.annotations.Nullable;

/** The other end of the line: an account whose owner uses KS's own Java client. */
final class KsEnd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final FiksIOKlient klient;
  private final ExecutorService executor;
  private final Path directory;
  private final SimulatorAdmin.Account account;
  private final Map<UUID, Received> received = new ConcurrentHashMap<>();
  private final Map<UUID, Throwable> unreadable = new ConcurrentHashMap<>();

  private KsEnd(
      FiksIOKlient klient,
      ExecutorService executor,
      Path directory,
      SimulatorAdmin.Account account) {
    this.klient = klient;
    this.executor = executor;
    this.directory = directory;
    this.account = account;
  }

  /** A message that was decrypted and verified by KS's client. */
  record Received(MottattMelding melding, SvarSender svar, List<TestFile> files) {
    UUID meldingId() {
      return melding.getMeldingId().getUuid();
    }

    /** Answers without payload; the answer's meldingId. */
    UUID answers(String meldingstype) {
      return svar.svar(meldingstype).getMeldingId().getUuid();
    }

    UUID answers(String meldingstype, List<TestFile> files) {
      return svar.svar(meldingstype, payloads(files)).getMeldingId().getUuid();
    }
  }

  /** Listens to the account's queue. */
  static KsEnd listening(
      SimulatorAdmin.Account account,
      URI platform,
      int amqpPort,
      String trustAnchor,
      Path directory)
      throws Exception {
    KsEnd end = connect(account, platform, amqpPort, trustAnchor, directory, null);
    end.klient.newSubscription(end::take);
    return end;
  }

  /**
   * Only sends, and with the key it believes the receiver to have.
   *
   * @param believed null: asks the catalogue
   */
  static KsEnd connect(
      SimulatorAdmin.Account account,
      URI platform,
      int amqpPort,
      String trustAnchor,
      Path directory,
      @Nullable X509Certificate believed)
      throws Exception {
    ExecutorService executor = Executors.newCachedThreadPool();
    FiksIOKonfigurasjon konfigurasjon =
        konfigurasjon(account, platform, amqpPort).executor(executor).build();
    FiksIOKlientFactory factory = believed == null
        ? new FiksIOKlientFactory(konfigurasjon)
        : new FiksIOKlientFactory(konfigurasjon, konto -> believed);
    return new KsEnd(
        trusting(trustAnchor, factory), executor, Files.createDirectories(directory), account);
  }

  private static FiksIOKonfigurasjon.FiksIOKonfigurasjonBuilder konfigurasjon(
      SimulatorAdmin.Account account, URI platform, int amqpPort)
      throws IOException, GeneralSecurityException {
    SimulatorAdmin.Certificate certificate = account.certificate();
    return FiksIOKonfigurasjon.builder()
        .fiksApiKonfigurasjon(FiksApiKonfigurasjon.builder()
            .scheme("http")
            .host(platform.getHost())
            .port(platform.getPort())
            .build())
        .amqpKonfigurasjon(
            AmqpKonfigurasjon.builder().host("localhost").port(amqpPort).build())
        .fiksIntegrasjonKonfigurasjon(FiksIntegrasjonKonfigurasjon.builder()
            .integrasjonId(account.integrasjonId())
            .integrasjonPassord(account.integrasjonPassord())
            .idPortenKonfigurasjon(IdPortenKonfigurasjon.builder()
                .accessTokenUri(platform + "/maskinporten/token")
                .idPortenAudience(platform + "/maskinporten/")
                .klientId(account.maskinportenClientId())
                .build())
            .build())
        .kontoKonfigurasjon(KontoKonfigurasjon.builder()
            .kontoId(new KontoId(account.kontoId()))
            .privatNokkel(certificate.privateKey())
            .build())
        .virksomhetssertifikatKonfigurasjon(VirksomhetssertifikatKonfigurasjon.builder()
            .keyStore(certificate.keyStore())
            .keyStorePassword(certificate.password())
            .keyAlias(certificate.alias())
            .keyPassword(certificate.password())
            .build());
  }

  /** KS's client takes the JVM's default TLS settings when it is built, and keeps them. */
  private static FiksIOKlient trusting(String trustAnchor, FiksIOKlientFactory factory)
      throws IOException, GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("simulator", SimulatorAdmin.x509(trustAnchor));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLContext before = SSLContext.getDefault();
    SSLContext.setDefault(context);
    try {
      return factory.build();
    } finally {
      SSLContext.setDefault(before);
    }
  }

  /** Runs on the AMQP connection's thread; an exception here would make the client close its channel. */
  private void take(MottattMelding melding, SvarSender svar) {
    UUID ours = melding.getKlientMeldingId() == null
        ? melding.getMeldingId().getUuid()
        : melding.getKlientMeldingId().getUuid();
    try {
      List<TestFile> files = List.of();
      if (melding.isHarPayload()) {
        Path zip = directory.resolve(melding.getMeldingId().getUuid() + ".zip");
        melding.writeDekryptertZip(zip);
        try (InputStream in = Files.newInputStream(zip)) {
          files = TestFile.unzipped(in);
        }
      }
      svar.ack();
      received.put(ours, new Received(melding, svar, files));
    } catch (IOException | RuntimeException e) {
      unreadable.put(ours, e);
    }
  }

  /** The message whose klientMeldingId is this, once it has come. */
  Received receives(UUID klientMeldingId) {
    return await("message " + klientMeldingId + " at the other end")
        .atMost(PATIENCE)
        .failFast(() -> {
          Throwable failure = unreadable.get(klientMeldingId);
          if (failure != null) {
            throw new AssertionError("KS's client cannot read " + klientMeldingId, failure);
          }
        })
        .until(() -> received.get(klientMeldingId), Objects::nonNull);
  }

  UUID kontoId() {
    return account.kontoId();
  }

  /** Sends as KS's client does; the meldingId it got. */
  UUID sends(UUID to, String meldingstype, List<TestFile> files) {
    return klient
        .send(request(to, meldingstype), payloads(files))
        .getMeldingId()
        .getUuid();
  }

  /** Sends a package made elsewhere, encrypted by KS's library. */
  UUID sendsPackage(UUID to, String meldingstype, byte[] asice, X509Certificate recipient) {
    ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
    new CMSKrypteringImpl().krypterData(encrypted, new ByteArrayInputStream(asice), recipient);
    return klient
        .sendAsiceInnhold(
            request(to, meldingstype), new ByteArrayInputStream(encrypted.toByteArray()))
        .getMeldingId()
        .getUuid();
  }

  private static MeldingRequest request(UUID to, String meldingstype) {
    return MeldingRequest.builder()
        .mottakerKontoId(new KontoId(to))
        .meldingType(meldingstype)
        .klientMeldingId(new MeldingId(UUID.randomUUID()))
        .build();
  }

  private static List<Payload> payloads(List<TestFile> files) {
    return files.stream()
        .<Payload>map(
            file -> new StreamPayload(new ByteArrayInputStream(file.content()), file.name()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    klient.close();
    executor.shutdownNow();
  }
}
