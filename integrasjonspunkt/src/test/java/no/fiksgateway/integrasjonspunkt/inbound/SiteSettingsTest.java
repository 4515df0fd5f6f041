package no.fiksgateway.integrasjonspunkt.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.OutgoingDrafts;
import no.fiksgateway.integrasjonspunkt.Packages;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.FileWithBody;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** A site that has decided otherwise than the defaults. */
@GatewayTest
@TestPropertySource(
    properties = {
      "integrasjonspunkt.inbound.payloadless-replies=true",
      "integrasjonspunkt.own-receipts.mottatt-when-stored=no.ks.fiks.arkiv.v1",
      "integrasjonspunkt.own-receipts.feilmelding=false",
      "integrasjonspunkt.receipt.mottatt-counts-as-mottatt=no.ks.fiks.arkiv",
      "integrasjonspunkt.receipt.overrides[no.example.ferdig]=kvittert"
    })
class SiteSettingsTest {
  private static final String TYPE = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";

  @Autowired
  private Utboks utboks;

  @Autowired
  private DeliveryHandler handler;

  @Autowired
  private Innboks innboks;

  @Autowired
  private FiksDeliveries deliveries;

  @Autowired
  private OutgoingMessages messages;

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private Clock clock;

  @BeforeEach
  void aPlatformThatAcceptsEverything() {
    fiks.forget();
  }

  @Test
  void offersRepliesWithoutPayloadToTheLocalSystemToo() throws IOException {
    Sent sent = aSentMessage();
    MeldingId mottatt = delivers(TYPE + ".mottatt", sent.meldingId(), new byte[0]);

    Innboks.Locked offered = eventuallyPeeked(mottatt);
    assertThat(offered.message().svarPaMelding()).isEqualTo(sent.meldingId());
    assertThat(innboks.pop(offered.message().messageId(), offered.lockToken()))
        .isInstanceOf(Innboks.Package.WithoutPayload.class);
  }

  @Test
  void takesMottattForReadOnly() throws IOException {
    Sent sent = aSentMessage();
    delivers(TYPE + ".mottatt", sent.meldingId(), new byte[0]);

    await().until(() -> status(sent.id()) == OutgoingStatus.MOTTATT);
  }

  @Test
  void saysWhatATypeNobodyKnowsMeans() throws IOException {
    Sent sent = aSentMessage();
    delivers("no.example.ferdig", sent.meldingId(), new byte[0]);

    await().until(() -> status(sent.id()) == OutgoingStatus.LEST);
  }

  @Test
  void givesTheReceiptAsSoonAsAMessageIsStored() {
    MeldingId question = delivers(TYPE, null, Packages.sealed("arkivmelding.xml", new byte[] {1}));
    eventuallyPeeked(question);

    await()
        .untilAsserted(() -> assertThat(fiks.taken())
            .filteredOn(taken -> question.equals(taken.forsendelse().svarPaMelding()))
            .singleElement()
            .satisfies(taken -> {
              assertThat(taken.forsendelse().type().value()).isEqualTo(TYPE + ".mottatt");
              assertThat(taken.ciphertext()).isNull();
            }));
  }

  @Test
  void tellsNoSenderOfAnUnreadableMessage() {
    MeldingId unreadable = delivers(TYPE, null, new byte[] {1, 2, 3});

    await()
        .until(() -> deliveries.findAll().stream()
            .anyMatch(row -> unreadable.value().equals(row.meldingId())
                && row.state() == FiksDelivery.State.QUARANTINED));
    assertThat(messages.findAll()).noneMatch(message -> unreadable.equals(message.svarPaMelding()));
  }

  private record Sent(MessageId id, MeldingId meldingId) {}

  private Sent aSentMessage() throws IOException {
    MeldingId given = new MeldingId(UUID.randomUUID());
    fiks.answersNext(new SendOutcome.Accepted(given));
    MessageId id = new MessageId(UUID.randomUUID());
    OutgoingMessage.Draft draft =
        OutgoingDrafts.draft(id, clock.instant().plus(Duration.ofHours(1)));
    utboks.createAndSend(
        draft,
        List.of(new FileWithBody(
            new NewFile("arkivmelding.xml", null, "application/xml"),
            () -> new ByteArrayInputStream(new byte[] {1}))));
    await().until(() -> status(id) == OutgoingStatus.SENDT);
    return new Sent(id, given);
  }

  private MeldingId delivers(String type, @Nullable MeldingId svarTil, byte[] body) {
    MeldingId id = new MeldingId(UUID.randomUUID());
    Map<String, String> headers = new HashMap<>();
    headers.put("melding-id", id.toString());
    headers.put("avsender-id", FakeFiks.RECEIVER.toString());
    headers.put("type", type);
    if (svarTil != null) {
      headers.put("svar-til", svarTil.toString());
    }
    handler.handle(new Delivery(TestIdentity.KONTO, headers, null, body, false));
    return id;
  }

  private Innboks.Locked eventuallyPeeked(MeldingId id) {
    Innboks.Filter only = new Innboks.Filter(id.value(), null, null, null, null);
    return await()
        .until(() -> innboks.peek(only, "local system"), Optional::isPresent)
        .orElseThrow();
  }

  private OutgoingStatus status(MessageId id) {
    return messages.findByMessageId(id.value()).orElseThrow().status();
  }
}
