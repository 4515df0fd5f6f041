package no.fiksgateway.integrasjonspunkt.inbound;

import static no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler.DeliveryVerdict.ALREADY_SEEN;
import static no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler.DeliveryVerdict.QUARANTINED;
import static no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler.DeliveryVerdict.STORED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.Packages;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.IncomingStatus;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class ReceivingTest {
  private static final String TYPE = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  private static final byte[] CONTENT = "<arkivmelding/>".getBytes(StandardCharsets.UTF_8);

  @Autowired
  private DeliveryHandler handler;

  @Autowired
  private Innboks innboks;

  @Autowired
  private FiksDeliveries deliveries;

  @Autowired
  private StatusChanges history;

  @Autowired
  private Karantene karantene;

  @Autowired
  private JdbcClient database;

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private Clock clock;

  @BeforeEach
  void anEmptyInbox() {
    fiks.forget();
    innboks.list(Innboks.Filter.NONE, PageRequest.of(0, 1000)).forEach(left -> {
      forward(Duration.ofHours(1));
      eventuallyPeeked(left.meldingId());
      innboks.delete(left.messageId(), null);
    });
  }

  @Nested
  class Delivery {
    @Test
    void becomesAnInboxItemWithTheSendersBytes() throws IOException {
      MeldingId id = aDelivery(sealed(CONTENT));
      Innboks.Locked locked = eventuallyPeeked(id);

      assertThat(locked.message().sender().value()).isEqualTo("0192:" + FakeFiks.RECEIVER_ORG);
      assertThat(locked.message().conversationId().value()).isEqualTo(id.value());
      assertThat(popped(locked)).containsEntry("arkivmelding.xml", CONTENT);
    }

    @Test
    void isKnownByItsMeldingIdWhenItComesAgain() {
      MeldingId id = new MeldingId(UUID.randomUUID());
      assertThat(handler.handle(delivery(id, sealed(CONTENT), Map.of()))).isEqualTo(STORED);
      assertThat(handler.handle(delivery(id, sealed(CONTENT), Map.of()))).isEqualTo(ALREADY_SEEN);
      eventuallyPeeked(id);
      assertThat(innboks.list(only(id), PageRequest.of(0, 10))).hasSize(1);
    }

    @Test
    void sentAgainByItsSenderIsOneInboxItem() {
      Map<String, String> sameMessage =
          Map.of("egendefinert-header.klientMeldingId", UUID.randomUUID().toString());
      MeldingId first = aDelivery(sealed(CONTENT), sameMessage);
      eventuallyPeeked(first);
      MeldingId again = aDelivery(sealed(CONTENT), sameMessage);

      eventuallySettled(again, FiksDelivery.State.DUPLICATE);
      assertThat(innboks.list(only(again), PageRequest.of(0, 10))).isEmpty();
    }

    @Test
    void sentAgainByItsSenderWhileItsBodyIsFetchedIsOneInboxItem() throws IOException {
      Map<String, String> sameMessage =
          Map.of("egendefinert-header.klientMeldingId", UUID.randomUUID().toString());
      UUID parked = UUID.randomUUID();
      fiks.parks(parked, sealed(CONTENT));
      fiks.answersNextDownload(new Dokumentlager.DownloadOutcome.Interrupted("half a body"));
      Map<String, String> first = new HashMap<>(sameMessage);
      first.put("dokumentlager-id", parked.toString());
      MeldingId slow = aDelivery(new byte[0], first);
      eventuallyPeeked(aDelivery(sealed(CONTENT), sameMessage));

      forward(Duration.ofSeconds(2));

      eventuallySettled(slow, FiksDelivery.State.DUPLICATE);
    }

    @Test
    void sentAgainByItsSenderAfterItWasQuarantinedIsOneInboxItem() throws IOException {
      Map<String, String> sameMessage =
          Map.of("egendefinert-header.klientMeldingId", UUID.randomUUID().toString());
      UUID body = UUID.randomUUID();
      Map<String, String> first = new HashMap<>(sameMessage);
      first.put("dokumentlager-id", body.toString());
      MeldingId quarantined = aDelivery(new byte[0], first);
      eventuallySettled(quarantined, FiksDelivery.State.QUARANTINED);
      eventuallyPeeked(aDelivery(sealed(CONTENT), sameMessage));

      fiks.parks(body, sealed(CONTENT));
      karantene.release(row(quarantined).id());

      eventuallySettled(quarantined, FiksDelivery.State.DUPLICATE);
    }

    @Test
    void sentAgainByItsSenderAfterItWasRejectedIsOfferedAgain() {
      Map<String, String> sameMessage =
          Map.of("egendefinert-header.klientMeldingId", UUID.randomUUID().toString());
      Innboks.Locked first = eventuallyPeeked(aDelivery(sealed(CONTENT), sameMessage));
      innboks.reject(
          first.message().messageId(), first.lockToken(), Svartyper.Feil.SERVERFEIL, "Vi er nede");

      eventuallyPeeked(aDelivery(sealed(CONTENT), sameMessage));
    }

    @Test
    void withAnotherContentUnderTheSameKlientMeldingIdIsNotLost() {
      Map<String, String> sameId =
          Map.of("egendefinert-header.klientMeldingId", UUID.randomUUID().toString());
      eventuallyPeeked(aDelivery(sealed(CONTENT), sameId));
      eventuallyPeeked(aDelivery(sealed("<annet/>".getBytes(StandardCharsets.UTF_8)), sameId));
    }

    @Test
    void withItsBodyInDokumentlagerIsFetched() throws IOException {
      UUID parked = UUID.randomUUID();
      fiks.parks(parked, sealed(CONTENT));
      fiks.answersNextDownload(new Dokumentlager.DownloadOutcome.Interrupted("half a body"));
      MeldingId id = aDelivery(new byte[0], Map.of("dokumentlager-id", parked.toString()));
      forward(Duration.ofSeconds(2));
      assertThat(popped(eventuallyPeeked(id))).containsEntry("arkivmelding.xml", CONTENT);
    }

    @Test
    void withoutPayloadIsOfferedWithoutPackage() {
      Innboks.Locked locked = eventuallyPeeked(aDelivery(new byte[0]));
      assertThat(innboks.pop(locked.message().messageId(), null))
          .isInstanceOf(Innboks.Package.WithoutPayload.class);
    }
  }

  /** Whatever a sender writes, the next message comes in. */
  @Nested
  class AnOddDelivery {
    @Test
    void isOfferedThoughItsKlientMeldingIdIsTooLongForAnId() {
      eventuallyPeeked(aDelivery(
          sealed(CONTENT), Map.of("egendefinert-header.klientMeldingId", "x".repeat(201))));
    }

    @Test
    void isOfferedThoughItAsksForMoreTimeThanThereIs() {
      MeldingId id = new MeldingId(UUID.randomUUID());
      handler.handle(new no.fiksgateway.integrasjonspunkt.inbound.Delivery(
          TestIdentity.KONTO,
          headers(id, Map.of()),
          Long.toString(Long.MAX_VALUE),
          sealed(CONTENT),
          false));
      eventuallyPeeked(id);
    }

    @Test
    void isOfferedThoughItsFileHasTheLongestNameThereIs() throws IOException {
      String name = "x".repeat(1020) + ".xml";
      assertThat(popped(eventuallyPeeked(aDelivery(Packages.sealed(name, CONTENT)))))
          .containsEntry(name, CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "svar-til", "egendefinert-header.klientMeldingId"})
    void isStoredOrInQuarantineWhenTheDatabaseDoesNotKnowItsCharacters(String header) {
      MeldingId id = new MeldingId(UUID.randomUUID());
      Map<String, String> headers = headers(id, Map.of());
      headers.put(header, "a\u0000b");
      assertThat(handler.handle(new no.fiksgateway.integrasjonspunkt.inbound.Delivery(
              TestIdentity.KONTO, headers, null, sealed(CONTENT), false)))
          .isIn(STORED, QUARANTINED);
      eventuallyPeeked(aDelivery(sealed(CONTENT)));
    }

    @Test
    void isInQuarantineWhenItsTypeIsTooLong() {
      MeldingId id = new MeldingId(UUID.randomUUID());
      Map<String, String> headers = headers(id, Map.of());
      headers.put("type", "x".repeat(301));
      assertThat(handler.handle(new no.fiksgateway.integrasjonspunkt.inbound.Delivery(
              TestIdentity.KONTO, headers, null, sealed(CONTENT), false)))
          .isEqualTo(QUARANTINED);
    }

    @Test
    void cannotBeRejectedOnceItsAccountIsGone() {
      Innboks.Locked locked = eventuallyPeeked(aDelivery(sealed(CONTENT)));
      database
          .sql("update message set mottaker_konto = ? where message_id = ?")
          .params(UUID.randomUUID(), locked.message().messageId().value())
          .update();
      assertThatThrownBy(() -> innboks.reject(
              locked.message().messageId(),
              locked.lockToken(),
              Svartyper.Feil.SERVERFEIL,
              "Vi er nede"))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SENDER_NOT_OURS));
      innboks.delete(locked.message().messageId(), locked.lockToken());
    }
  }

  @Nested
  class Quarantine {
    @Test
    void keepsWhatNoKeyOpensAndTheNextMessageComesIn() {
      MeldingId unreadable = aDelivery(Packages.sealedFor(
          FakeFiks.RECEIVER_CERTIFICATE.certificate(), "arkivmelding.xml", CONTENT));
      MeldingId good = aDelivery(sealed(CONTENT));

      eventuallySettled(unreadable, FiksDelivery.State.QUARANTINED);
      FiksDelivery kept = row(unreadable);
      assertThat(kept.payload()).isNotNull();
      assertThat(kept.reason()).isNotBlank();
      eventuallyPeeked(good);
      assertThat(innboks.list(only(unreadable), PageRequest.of(0, 10))).isEmpty();
    }

    @Test
    void keepsAPackageThatIsCutOff() {
      byte[] whole = sealed(CONTENT);
      MeldingId id = aDelivery(Arrays.copyOf(whole, whole.length / 2));
      eventuallySettled(id, FiksDelivery.State.QUARANTINED);
      assertThat(row(id).payload()).isNotNull();
    }

    @Test
    void keepsASignedPackageWithNothingInside() {
      MeldingId id = aDelivery(Packages.sealedWithNothingInside());
      eventuallySettled(id, FiksDelivery.State.QUARANTINED);
      assertThat(row(id).reason()).contains("no files");
      assertThat(row(id).errorCode()).isEqualTo(ErrorCode.INCOMING_UNREADABLE.name());
    }

    @Test
    void keepsADeliveryWhoseTimeToLiveCannotBeRead() {
      MeldingId id = new MeldingId(UUID.randomUUID());
      no.fiksgateway.integrasjonspunkt.inbound.Delivery broken =
          new no.fiksgateway.integrasjonspunkt.inbound.Delivery(
              TestIdentity.KONTO, headers(id, Map.of()), "i morgen", sealed(CONTENT), false);

      assertThat(handler.handle(broken)).isEqualTo(QUARANTINED);
      assertThat(rowWithHeader(id).reason()).contains("expiration", "i morgen");
      assertThat(rowWithHeader(id).payload()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
      "melding-id, is missing",
      "avsender-id, is missing",
      "type, is missing",
      "melding-id, ingen uuid",
      "avsender-id, ingen uuid",
      "svar-til, ingen uuid",
      "dokumentlager-id, ingen uuid"
    })
    void keepsADeliveryWhoseHeadersCannotBeRead(String name, String what) {
      MeldingId id = new MeldingId(UUID.randomUUID());
      Map<String, String> headers = new HashMap<>(headers(id, Map.of()));
      if (what.equals("is missing")) {
        headers.remove(name);
      } else {
        headers.put(name, what);
      }
      headers.put("egendefinert-header.klientMeldingId", id.toString());
      no.fiksgateway.integrasjonspunkt.inbound.Delivery broken =
          new no.fiksgateway.integrasjonspunkt.inbound.Delivery(
              TestIdentity.KONTO, headers, null, sealed(CONTENT), false);

      assertThat(handler.handle(broken)).isEqualTo(QUARANTINED);
      assertThat(handler.handle(broken)).isEqualTo(ALREADY_SEEN);

      FiksDelivery kept = rowWithHeader(id);
      assertThat(kept.reason()).contains(name, what);
      assertThat(kept.payload()).isNotNull();
    }

    @Test
    void takesABodyThatDokumentlagerNoLongerHas() {
      MeldingId id =
          aDelivery(new byte[0], Map.of("dokumentlager-id", UUID.randomUUID().toString()));
      eventuallySettled(id, FiksDelivery.State.QUARANTINED);
      assertThat(row(id).reason()).contains("404");
    }

    @Test
    void isLeftByWhatCanBeReadByNowEvenWhileTheJobThatPutItThereIsStillEnding() throws IOException {
      UUID body = UUID.randomUUID();
      MeldingId id = aDelivery(new byte[0], Map.of("dokumentlager-id", body.toString()));
      eventuallySettled(id, FiksDelivery.State.QUARANTINED);
      Long ending = row(id).id();
      database
          .sql("delete from scheduled_tasks where task_instance = ?")
          .param(ending.toString())
          .update();
      database
          .sql(
              "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,"
                  + " last_heartbeat, version) values (?, ?, current_timestamp, true, 'this one', current_timestamp, 7)")
          .params(DeliveryJob.KIND.name(), ending.toString())
          .update();

      fiks.parks(body, sealed(CONTENT));
      karantene.release(ending);

      assertThat(popped(eventuallyPeeked(id))).containsEntry("arkivmelding.xml", CONTENT);
      database
          .sql("delete from scheduled_tasks where task_instance = ?")
          .param(ending.toString())
          .update();
    }
  }

  @Nested
  class Locks {
    @Test
    void letNobodyPopWithoutOne() {
      MeldingId id = aDelivery(sealed(CONTENT));
      Innboks.Locked locked = eventuallyPeeked(id);
      forward(Duration.ofMinutes(6));
      assertThatThrownBy(() -> innboks.pop(locked.message().messageId(), null))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_NOT_LOCKED));
    }

    @Test
    void refuseTheTokenOfALockThatWasLost() {
      MeldingId id = aDelivery(sealed(CONTENT));
      Innboks.Locked late = eventuallyPeeked(id);
      forward(Duration.ofMinutes(6));
      Innboks.Locked holder = innboks.peek(only(id), "local system").orElseThrow();

      assertThatThrownBy(() -> innboks.delete(late.message().messageId(), late.lockToken()))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_LOST));
      innboks.delete(holder.message().messageId(), holder.lockToken());
    }

    @Test
    void giveEachPeekAnotherMessageAndTheOldestFirst() {
      MeldingId first = aDelivery(sealed(CONTENT));
      await().until(() -> innboks.list(only(first), PageRequest.of(0, 1)).getTotalElements() == 1);
      MeldingId second = aDelivery(sealed(CONTENT));
      await().until(() -> innboks.list(only(second), PageRequest.of(0, 1)).getTotalElements() == 1);

      assertThat(innboks.peek(Innboks.Filter.NONE, "local system"))
          .map(locked -> locked.message().meldingId())
          .contains(first);
      assertThat(innboks.peek(Innboks.Filter.NONE, "local system"))
          .map(locked -> locked.message().meldingId())
          .contains(second);
      assertThat(innboks.peek(Innboks.Filter.NONE, "local system")).isEmpty();
    }

    @Test
    void areNotGuessedToBeThoseOfAnotherClient() {
      Innboks.Locked locked = eventuallyPeeked(aDelivery(sealed(CONTENT)));

      assertThat(innboks.lockedLast(null, "local system"))
          .isEqualTo(locked.message().messageId());
      assertThatThrownBy(() -> innboks.lockedLast(null, "another system"))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_NOT_LOCKED));
    }

    @Test
    void endWithDeletionWhichIsTheProofOfDelivery() {
      Innboks.Locked locked = eventuallyPeeked(aDelivery(sealed(CONTENT)));
      IncomingMessage deleted = innboks.delete(locked.message().messageId(), locked.lockToken());
      assertThat(deleted.status()).isEqualTo(IncomingStatus.INNKOMMENDE_LEVERT);
      assertThat(history.findByMessageIdOrderById(deleted.messageId().value()))
          .extracting(StatusChange::status)
          .containsExactly("OPPRETTET", "INNKOMMENDE_MOTTATT", "INNKOMMENDE_LEVERT");
    }
  }

  private MeldingId aDelivery(byte[] body) {
    return aDelivery(body, Map.of());
  }

  private MeldingId aDelivery(byte[] body, Map<String, String> more) {
    MeldingId id = new MeldingId(UUID.randomUUID());
    assertThat(handler.handle(delivery(id, body, more))).isEqualTo(STORED);
    return id;
  }

  private static no.fiksgateway.integrasjonspunkt.inbound.Delivery delivery(
      MeldingId id, byte[] body, Map<String, String> more) {
    return new no.fiksgateway.integrasjonspunkt.inbound.Delivery(
        TestIdentity.KONTO, headers(id, more), "60000", body, false);
  }

  private static Map<String, String> headers(MeldingId id, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("melding-id", id.toString());
    headers.put("avsender-id", FakeFiks.RECEIVER.toString());
    headers.put("type", TYPE);
    return headers;
  }

  private static byte[] sealed(byte[] content) {
    return Packages.sealed("arkivmelding.xml", content);
  }

  private Innboks.Locked eventuallyPeeked(MeldingId id) {
    return await()
        .until(() -> innboks.peek(only(id), "local system"), java.util.Optional::isPresent)
        .orElseThrow();
  }

  private void eventuallySettled(MeldingId id, FiksDelivery.State state) {
    await().untilAsserted(() -> assertThat(row(id).state()).isEqualTo(state));
  }

  private FiksDelivery row(MeldingId id) {
    return deliveries.findAll().stream()
        .filter(delivery -> id.value().equals(delivery.meldingId()))
        .findFirst()
        .orElseThrow();
  }

  /** Where the headers could not be read, the row knows no meldingId. */
  private FiksDelivery rowWithHeader(MeldingId id) {
    return deliveries.findAll().stream()
        .filter(row -> row.headers().contains(id.toString()))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, byte[]> popped(Innboks.Locked locked) throws IOException {
    Innboks.Package.Asice asice =
        (Innboks.Package.Asice) innboks.pop(locked.message().messageId(), locked.lockToken());
    Map<String, byte[]> files = new HashMap<>();
    try (InputStream in = asice.content().open();
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private static Innboks.Filter only(MeldingId id) {
    return new Innboks.Filter(id.value(), null, null, null, null);
  }

  private void forward(Duration time) {
    ((SettableClock) clock).forward(time);
  }
}
