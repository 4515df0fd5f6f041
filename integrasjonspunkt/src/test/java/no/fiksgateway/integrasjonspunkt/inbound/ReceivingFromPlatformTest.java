package no.fiksgateway.integrasjonspunkt.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import no.fiksgateway.integrasjonspunkt.Integrasjonspunkt;
import no.fiksgateway.integrasjonspunkt.SimulatedFiks;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/** The whole way in from the simulator's queue and Dokumentlager; every package is for the second of our two keys. */
@SpringBootTest(
    classes = Integrasjonspunkt.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {"integrasjonspunkt.jobs.polling=100ms"})
@ContextConfiguration(initializers = SimulatedFiks.class)
class ReceivingFromPlatformTest {
  private static final String TYPE = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  private static final Duration IN_THE_END = Duration.ofMinutes(2);
  private static final byte[] SMALL = "<arkivmelding/>".getBytes(StandardCharsets.UTF_8);

  @Autowired
  private SimulatedFiks.Admin platform;

  @Autowired
  private EgneKontoer kontoer;

  @Autowired
  private FiksDeliveries deliveries;

  @Autowired
  private Innboks innboks;

  private KontoId sender;

  @BeforeEach
  void aSender() {
    platform.worksAgain();
    sender = platform.open("Avsender", "910000001");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 12_000_000})
  void aPackageForAnEarlierKeyIsOpenedWhateverItsSize(int size) throws IOException {
    byte[] document = bytes(size);

    assertThat(popped(sends(document))).isEqualTo(document);
  }

  @ParameterizedTest
  @CsvSource({
    "wrong-key, INCOMING_NO_KEY",
    "bad-digest, INCOMING_SIGNATURE_INVALID",
    "unsigned, INCOMING_SIGNATURE_INVALID",
    "truncate, INCOMING_UNREADABLE"
  })
  void aDamagedPackageIsKeptAnsweredAndAcknowledgedAndTheNextComesIn(String damage, ErrorCode code)
      throws IOException {
    platform.fails("send", damage, 1, 0);
    MeldingId damaged = sends(SMALL);
    MeldingId next = sends(SMALL);

    FiksDelivery kept = eventuallyQuarantined(damaged);
    assertThat(kept.errorCode()).isEqualTo(code.name());
    assertThat(kept.payload()).as("the ciphertext").isNotNull();
    assertThat(popped(next)).isEqualTo(SMALL);
    await().atMost(IN_THE_END).untilAsserted(() -> {
      assertThat(state(damaged)).isEqualTo("ACKED");
      assertThat(platform.messagesTo(sender))
          .filteredOn(
              answer -> answer.path("svarPaMelding").asString("").equals(damaged.toString()))
          .singleElement()
          .satisfies(answer -> assertThat(answer.get("meldingType").asString())
              .isEqualTo("no.ks.fiks.arkiv.v1.feilmelding.ugyldigforespoersel"));
    });
  }

  @Test
  void aDownloadThatBreaksOffIsBegunAnewUntilTheBodyIsHere() throws IOException {
    byte[] document = bytes(6_000_000);
    platform.fails("dokumentlager", "truncate", 1, 0);
    platform.fails("dokumentlager", "status:503", 1, 0);

    assertThat(popped(sends(document))).isEqualTo(document);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void aBodyThatIsGoneIsNotAskedForAgain(int status) {
    platform.fails("dokumentlager", "status:" + status, 1, 0);

    FiksDelivery kept = eventuallyQuarantined(sends(bytes(6_000_000)));

    assertThat(kept.errorCode()).isEqualTo(ErrorCode.INCOMING_BODY_GONE.name());
    assertThat(kept.reason()).contains(String.valueOf(status));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private KontoId ours() {
    return kontoer.all().get(0).kontoId();
  }

  private MeldingId sends(byte[] document) {
    return platform.sends(sender, ours(), TYPE, document);
  }

  private String state(MeldingId id) {
    return platform.messagesTo(ours()).stream()
        .filter(message -> message.get("meldingId").asString().equals(id.toString()))
        .findFirst()
        .orElseThrow()
        .get("state")
        .asString();
  }

  private FiksDelivery eventuallyQuarantined(MeldingId id) {
    return await()
        .atMost(IN_THE_END)
        .until(
            () -> deliveries.findAll().stream()
                .filter(row -> id.value().equals(row.meldingId()))
                .filter(row -> row.state() == FiksDelivery.State.QUARANTINED)
                .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private byte[] popped(MeldingId id) throws IOException {
    Innboks.Filter only = new Innboks.Filter(id.value(), null, null, null, null);
    Innboks.Locked locked = await()
        .atMost(IN_THE_END)
        .until(() -> innboks.peek(only, "local system"), Optional::isPresent)
        .orElseThrow();
    Innboks.Package.Asice asice =
        (Innboks.Package.Asice) innboks.pop(locked.message().messageId(), locked.lockToken());
    try (InputStream in = asice.content().open();
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("arkivmelding.xml")) {
          return zip.readAllBytes();
        }
      }
    }
    throw new AssertionError("The package lacks the file that was sent.");
  }
}
