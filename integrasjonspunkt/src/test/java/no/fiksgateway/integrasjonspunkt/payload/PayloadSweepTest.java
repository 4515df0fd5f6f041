package no.fiksgateway.integrasjonspunkt.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.OutgoingDrafts;
import no.fiksgateway.integrasjonspunkt.Packages;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.inbound.Delivery;
import no.fiksgateway.integrasjonspunkt.inbound.DeliveryHandler;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class PayloadSweepTest {
  private static final String TYPE = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  private static final Duration KEPT = Duration.ofDays(7);

  @TempDir
  private Path folder;

  @Autowired
  private List<PayloadOwner> owners;

  @Autowired
  private JdbcClient database;

  @Autowired
  private Jobs jobs;

  @Autowired
  private Transactions transactions;

  @Autowired
  private Utboks utboks;

  @Autowired
  private DeliveryHandler handler;

  @Autowired
  private OutgoingMessages messages;

  private PayloadStore store;

  @BeforeEach
  void anEmptyStore() throws IOException {
    store = DiskPayloadStore.at(
        folder.resolve("payloads"), folder.resolve("key.json"), Clock.systemUTC());
  }

  @Test
  void removesWhatNoMessageNamesOnceItIsOld() throws IOException {
    PayloadId unnamed = stored();

    sweep(KEPT.minusMinutes(1), 10);
    assertThat(isThere(unnamed)).isTrue();

    sweep(KEPT.plusMinutes(1), 10);
    assertThat(isThere(unnamed)).isFalse();
  }

  @Test
  void keepsWhatAMessageNamesHoweverOldItIs() throws IOException {
    PayloadId named = stored();
    PayloadId unnamed = stored();
    MessageId draft = aDraft();
    transactions.once(() -> name(draft, named));

    sweep(Duration.ofDays(4000), 10);

    assertThat(isThere(named)).isTrue();
    assertThat(isThere(unnamed)).isFalse();
  }

  @Test
  void keepsWhatATransactionUnderWayIsAboutToName() throws IOException {
    PayloadId payload = stored();
    MessageId draft = aDraft();
    transactions.once(() -> {
      OutgoingMessage message = name(draft, payload);
      messages.flush();
      besideThisTransaction(() -> sweep(KEPT.minusMinutes(1), 10));
      return message;
    });

    sweep(Duration.ofDays(4000), 10);

    assertThat(isThere(payload)).isTrue();
  }

  @Test
  void goesThroughTheStoreInPortionsAndRemembersHowFarItCame() throws IOException {
    Set<PayloadId> unnamed = new HashSet<>();
    for (int i = 0; i < 25; i++) {
      unnamed.add(stored());
    }
    PayloadId named = stored();
    MessageId draft = aDraft();
    transactions.once(() -> name(draft, named));
    sweep(Duration.ZERO, 3);

    assertThat(sweeping(KEPT.plusMinutes(1)).sweepPortion(10)).isTrue();
    assertThat(unnamed.stream().filter(this::isThere)).hasSizeBetween(15, 16);
    sweep(KEPT.plusMinutes(1), 10);

    assertThat(unnamed).noneMatch(this::isThere);
    assertThat(isThere(named)).isTrue();
  }

  /** Hibernate's own temporary tables apart. */
  @Test
  void asksForEveryColumnThatNamesAPayload() {
    List<String> columns = database
        .sql(
            "select lower(table_name || '.' || column_name) from information_schema.columns"
                + " where lower(column_name) like '%payload' and lower(table_name) not like 'hte%' order by 1")
        .query(String.class)
        .list();
    assertThat(columns)
        .as("a new column that names payloads needs a PayloadOwner that asks for it")
        .containsExactly(
            "arkivsending_file.payload",
            "document.payload",
            "fiks_delivery.payload",
            "message.package_payload");
  }

  @Test
  void knowsThePayloadsOfMessagesInAndOfTheQuarantine() {
    deliver(new byte[] {1, 2, 3});
    deliver(Packages.sealed("brev.txt", "Til kommunen".getBytes(StandardCharsets.UTF_8)));
    Set<String> kept = await()
        .until(
            () -> Set.copyOf(database
                .sql(
                    "select payload from fiks_delivery where state = 'QUARANTINED' and payload is not null"
                        + " union select package_payload from message where package_payload is not null")
                .query(String.class)
                .list()),
            found -> found.size() >= 2);

    Set<String> named = new HashSet<>();
    owners.forEach(owner -> named.addAll(owner.named(kept)));

    assertThat(named).isEqualTo(kept);
  }

  private void deliver(byte[] body) {
    handler.handle(new Delivery(
        TestIdentity.KONTO,
        Map.of(
            "melding-id", UUID.randomUUID().toString(),
            "avsender-id", FakeFiks.RECEIVER.toString(),
            "type", TYPE),
        null,
        body,
        false));
  }

  private PayloadId stored() throws IOException {
    return store.store(new ByteArrayInputStream(new byte[] {1})).id();
  }

  private boolean isThere(PayloadId id) {
    try (var content = store.open(id)) {
      return content.read() == 1;
    } catch (PayloadMissingException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sweep(Duration later, int portion) {
    try {
      PayloadSweep sweep = sweeping(later);
      while (sweep.sweepPortion(portion)) {
        assertThat(portion).isPositive();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As another instance would, started anew, after some time. */
  private PayloadSweep sweeping(Duration later) {
    PayloadSettings settings =
        new PayloadSettings(folder.resolve("payloads"), folder.resolve("key.json"), KEPT);
    return new PayloadSweep(
        store, owners, settings, database, jobs, Clock.offset(Clock.systemUTC(), later));
  }

  private static void besideThisTransaction(Runnable work) {
    Thread other = new Thread(work);
    other.start();
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private OutgoingMessage name(MessageId draft, PayloadId payload) {
    OutgoingMessage message = messages.findByMessageId(draft.value()).orElseThrow();
    message.add(new Document("a.xml", null, "application/xml", 1, "0".repeat(64), payload.value()));
    return message;
  }

  private MessageId aDraft() {
    MessageId id = new MessageId(UUID.randomUUID());
    utboks.create(
        OutgoingDrafts.draft(id, Clock.systemUTC().instant().plus(Duration.ofDays(3650))));
    return id;
  }
}
