package no.fiksgateway.integrasjonspunkt.fiksio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import no.fiksgateway.asice.OpenOutcome;
import no.fiksgateway.asice.OpeningLimits;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageOpener;
import no.fiksgateway.asice.PackageSealer;
import no.fiksgateway.integrasjonspunkt.inbound.Delivery;
import no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler.DeliveryVerdict;
import no.fiksgateway.integrasjonspunkt.inbound.Dokumentlager.DownloadOutcome;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.KontoLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.NokkelLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.QueueLookup;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.Forsendelse;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import no.fiksgateway.simulator.FiksSimulator;
import no.fiksgateway.simulator.platform.Konto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Out by HTTP and in by AMQP and Dokumentlager, with real packages, on the simulator. */
class WholeChannelTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<Delivery> arrived = new CopyOnWriteArrayList<>();
  private SimulatedPlatform platform;
  private FiksParts parts;
  private FiksKatalogClient katalog;
  private FiksIoHttpSender sender;
  private FiksIoSubscriptions subscriptions;

  @BeforeEach
  void start() throws Exception {
    platform = new SimulatedPlatform();
    parts = platform.parts;
    katalog = new FiksKatalogClient(parts.api, parts.kontoer);
    sender = new FiksIoHttpSender(parts.settings, parts.api, parts.kontoer, FiksParts.JSON);
    subscriptions = new FiksIoSubscriptions(
        parts.settings,
        parts.kontoer,
        parts.tokens,
        delivery -> {
          arrived.add(delivery);
          return DeliveryVerdict.STORED;
        },
        Clock.systemUTC());
    subscriptions.start();
  }

  @AfterEach
  void stop() throws Exception {
    subscriptions.stop();
    platform.close();
  }

  private SendOutcome send(KontoId mottaker, X509Certificate nokkel, byte[] document) {
    var sealer = new PackageSealer(platform.konto.signer(), Clock.systemUTC());
    var file = new PackageFile("brev.bin", null, () -> new ByteArrayInputStream(document));
    return sender.send(
        new Forsendelse(
            platform.konto.kontoId(),
            mottaker,
            new Meldingstype("no.test.fiksio.v1"),
            null,
            Duration.ofDays(2),
            Map.of("klientMeldingId", "m-1")),
        out -> sealer.seal(List.of(file), nokkel, out));
  }

  private SendOutcome sendToOurselves(byte[] document) {
    return send(platform.konto.kontoId(), platform.konto.signer().certificate(), document);
  }

  private void assertOpens(byte[] ciphertext, byte[] document) throws Exception {
    OpenOutcome outcome = new PackageOpener(
            platform.konto.keys(), OpeningLimits.defaults(), Clock.systemUTC())
        .open(() -> new ByteArrayInputStream(ciphertext), OutputStream.nullOutputStream());
    assertThat(outcome)
        .asInstanceOf(type(OpenOutcome.Opened.class))
        .satisfies(opened -> assertThat(opened.files())
            .singleElement()
            .satisfies(file -> assertThat(file.sha256())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(document))));
  }

  @Test
  void aLargePackageGoesOutAndComesInByWayOfDokumentlager() throws Exception {
    byte[] document = new byte[12 * 1024 * 1024];
    new Random(1).nextBytes(document);

    assertThat(sendToOurselves(document)).isInstanceOf(SendOutcome.Accepted.class);

    await().atMost(SOON).until(() -> !arrived.isEmpty());
    Delivery delivery = arrived.get(0);
    assertThat(delivery.body()).isEmpty();
    ByteArrayOutputStream ciphertext = new ByteArrayOutputStream();
    assertThat(new DokumentlagerClient(parts.settings, parts.api, parts.kontoer)
            .download(
                delivery.konto(),
                UUID.fromString(delivery.headers().get("dokumentlager-id")),
                ciphertext))
        .isEqualTo(new DownloadOutcome.Complete(ciphertext.size()));
    assertOpens(ciphertext.toByteArray(), document);
  }

  @Test
  void whatThePlatformAcceptsIsReadableByItsReceiver() throws Exception {
    KontoId robot = new KontoId(Konto.fixedId(FiksSimulator.ROBOT_ARCHIVE));
    var nokkel = (NokkelLookup.Found) katalog.offentligNokkel(robot);

    SendOutcome outcome = send(robot, nokkel.certificate(), "Hei på deg".getBytes(UTF_8));

    UUID meldingId = ((SendOutcome.Accepted) outcome).meldingId().value();
    assertThat(platform.message(meldingId).get("ttl").asLong())
        .isEqualTo(Duration.ofDays(2).toMillis());
    assertThat(platform.message(meldingId).get("headere").get("klientMeldingId").asString())
        .isEqualTo("m-1");
    assertThat(platform.content(meldingId)).contains("brev.bin");
  }

  @Test
  void aTokenThatRanOutOnThePlatformsClockIsReplacedWhileSending() throws Exception {
    byte[] document = "Hei på deg".getBytes(UTF_8);
    parts.tokens.token();
    platform.simulator.forward(Duration.ofDays(1));

    assertThat(sendToOurselves(document)).isInstanceOf(SendOutcome.Accepted.class);

    await().atMost(SOON).until(() -> !arrived.isEmpty());
    assertOpens(arrived.get(0).body(), document);
  }

  @Test
  void theKatalogTellsWhoseAnAccountIs() {
    KontoId robot = new KontoId(Konto.fixedId(FiksSimulator.ROBOT_ARCHIVE));

    assertThat(katalog.konto(robot))
        .asInstanceOf(type(KontoLookup.Found.class))
        .satisfies(found -> {
          assertThat(String.valueOf(found.konto().organisasjonsnummer())).isEqualTo("910077473");
          assertThat(found.konto().gyldigMottaker()).isTrue();
          assertThat(found.konto().antallKonsumenter()).isEqualTo(1);
        });
    assertThat(katalog.konto(new KontoId(UUID.randomUUID())))
        .isInstanceOf(KontoLookup.Unknown.class);
  }

  @Test
  void theKatalogCountsWhatWaitsInOurQueueAndWhoListens() throws Exception {
    KontoId ours = platform.konto.kontoId();
    await().atMost(SOON).until(() -> katalog.queue(ours).equals(new QueueLookup.Found(1L, 0L)));

    subscriptions.stop();
    sendToOurselves("Hei".getBytes(UTF_8));
    sendToOurselves("Hei igjen".getBytes(UTF_8));

    await().atMost(SOON).until(() -> katalog.queue(ours).equals(new QueueLookup.Found(0L, 2L)));
    platform.fails("catalog", "status:503", 1);
    assertThat(katalog.queue(ours))
        .asInstanceOf(type(QueueLookup.Unavailable.class))
        .satisfies(none -> assertThat(none.reason()).contains("503"));
  }
}
