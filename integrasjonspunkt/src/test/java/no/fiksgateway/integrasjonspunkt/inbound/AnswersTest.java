package no.fiksgateway.integrasjonspunkt.inbound;

import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.FEIL;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.LEST;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.LEVERT;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.LEVETID_UTLOPT;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.SENDT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.OutgoingDrafts;
import no.fiksgateway.integrasjonspunkt.Packages;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingAccepted;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import no.fiksgateway.integrasjonspunkt.message.StatusChange.Disposition;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.FileWithBody;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.data.domain.PageRequest;

@GatewayTest
class AnswersTest {
  private static final String TYPE = "no.ks.fiks.arkiv.v1.arkivering.arkivmelding.opprett";
  private static final String MOTTATT = TYPE + ".mottatt";
  private static final String KVITTERING = TYPE + ".kvittering";
  private static final String UGYLDIG = "no.ks.fiks.arkiv.v1.feilmelding.ugyldigforespoersel";
  private static final String TIDSAVBRUDD = "no.ks.fiks.kvittering.tidsavbrudd";

  @Autowired
  private Utboks utboks;

  @Autowired
  private DeliveryHandler handler;

  @Autowired
  private Innboks innboks;

  @Autowired
  private OutgoingMessages messages;

  @Autowired
  private StatusChanges history;

  @Autowired
  private FiksDeliveries deliveries;

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private Clock clock;

  @Autowired
  private ConfigurableApplicationContext context;

  @BeforeEach
  void aPlatformThatAcceptsEverything() {
    fiks.forget();
  }

  @Nested
  class Receipts {
    @Test
    void moveTheStatusAndAreItsEvidence() {
      Sent sent = aSentMessage();
      MeldingId mottatt = answers(sent, MOTTATT);
      eventually(sent.id(), LEVERT);
      MeldingId kvittering = answers(sent, KVITTERING, "arkivmelding-kvittering.xml", "<ok/>");
      eventually(sent.id(), LEST);

      assertThat(shown(sent.id()))
          .extracting(StatusChange::status)
          .containsExactly("OPPRETTET", "SENDT", "MOTTATT", "LEVERT", "LEST");
      assertThat(shown(sent.id()))
          .extracting(change -> change.evidence().meldingId())
          .containsExactly(
              null, sent.meldingId().value(), mottatt.value(), mottatt.value(), kvittering.value());
    }

    @Test
    void withAPayloadAreMessagesInTheSameConversation() {
      Sent sent = aSentMessage();
      MeldingId kvittering = answers(sent, KVITTERING, "arkivmelding-kvittering.xml", "<ok/>");
      Innboks.Filter only = new Innboks.Filter(kvittering.value(), null, null, null, null);
      Innboks.Locked offered = await()
          .until(() -> innboks.peek(only, "local system"), java.util.Optional::isPresent)
          .orElseThrow();
      assertThat(offered.message().conversationId()).isEqualTo(sent.conversation());
      assertThat(offered.message().svarPaMelding()).isEqualTo(sent.meldingId());
    }

    @Test
    void thatOvertakeOurOwnHttpAnswerAreKeptAndMatched() {
      MeldingId given = new MeldingId(UUID.randomUUID());
      fiks.doesNext(() -> {
        deliver(
            new MeldingId(UUID.randomUUID()),
            FakeFiks.RECEIVER,
            MOTTATT,
            given,
            Map.of(),
            new byte[0]);
        await()
            .until(() -> !deliveries
                .findBySvarTilAndState(given.value(), FiksDelivery.State.WAITING)
                .isEmpty());
        return new SendOutcome.Accepted(given);
      });
      MessageId id = sends().id();
      eventually(id, LEVERT);
      assertThat(shown(id)).extracting(StatusChange::status).startsWith("OPPRETTET", "SENDT");
      assertThat(shown(id).get(1).evidence().source()).isEqualTo(Evidence.Source.FIKS_ANSWER);
    }

    @Test
    void areMatchedToNoMessageWhoseSendtIsNotWritten() {
      List<List<String>> whenMatchingBegins = new CopyOnWriteArrayList<>();
      var listener = new ApplicationListener<PayloadApplicationEvent<MeldingAccepted>>() {
        @Override
        public void onApplicationEvent(PayloadApplicationEvent<MeldingAccepted> accepted) {
          whenMatchingBegins.add(shown(accepted.getPayload().messageId()).stream()
              .map(StatusChange::status)
              .toList());
        }
      };
      context.addApplicationListener(listener);
      aSentMessage();
      context.removeApplicationListener(listener);
      assertThat(whenMatchingBegins)
          .isNotEmpty()
          .allSatisfy(statuses -> assertThat(statuses).startsWith("OPPRETTET", "SENDT"));
    }

    @Test
    void ofUnknownKindsProveThatAMessageWasSentWhenOurHttpAnswerWasLost() {
      fiks.answersNext(new SendOutcome.Unknown("timeout"));
      Sent lost = sends();
      await().until(() -> fiks.taken().size() == 1);
      MeldingId answer = new MeldingId(UUID.randomUUID());
      deliver(
          answer,
          FakeFiks.RECEIVER,
          TYPE + ".noeheltnytt",
          new MeldingId(UUID.randomUUID()),
          Map.of("egendefinert-header.klientKorrelasjonsId", lost.id().toString()),
          new byte[0]);
      eventually(lost.id(), SENDT);
      Evidence evidence = shown(lost.id()).get(1).evidence();
      assertThat(evidence.source()).isEqualTo(Evidence.Source.FIKS_MESSAGE);
      assertThat(evidence.meldingId()).isEqualTo(answer.value());
    }

    @Test
    void findTheMessageByCorrelationWhenOurHttpAnswerWasLost() {
      fiks.answersNext(new SendOutcome.Unknown("timeout"));
      Sent lost = sends();
      await().until(() -> fiks.taken().size() == 1);
      deliver(
          new MeldingId(UUID.randomUUID()),
          FakeFiks.RECEIVER,
          MOTTATT,
          new MeldingId(UUID.randomUUID()),
          Map.of("egendefinert-header.klientKorrelasjonsId", lost.id().toString()),
          new byte[0]);
      eventually(lost.id(), LEVERT);
      ((SettableClock) clock).forward(Duration.ofSeconds(10));
      await()
          .untilAsserted(() -> assertThat(stage(lost.id())).isEqualTo(OutgoingMessage.Stage.DONE));
      assertThat(fiks.taken()).hasSize(1);
    }

    @Test
    void fromSomebodyElseProveNothing() {
      Sent sent = aSentMessage();
      deliver(
          new MeldingId(UUID.randomUUID()),
          new KontoId(UUID.randomUUID()),
          KVITTERING,
          sent.meldingId(),
          Map.of(),
          new byte[0]);
      StatusChange note =
          eventuallyLast(sent.id(), change -> change.disposition() == Disposition.NOTE);
      assertThat(note.status()).isEqualTo("ANNET");
      assertThat(status(sent.id())).isEqualTo(SENDT);
    }

    @Test
    void toNothingWeKnowAreOfferedInTheEndAlsoWithoutPayload() {
      MeldingId id = new MeldingId(UUID.randomUUID());
      MeldingId ofTheOldGateway = new MeldingId(UUID.randomUUID());
      deliver(id, FakeFiks.RECEIVER, MOTTATT, ofTheOldGateway, Map.of(), new byte[0]);
      await()
          .until(() -> !deliveries
              .findBySvarTilAndState(ofTheOldGateway.value(), FiksDelivery.State.WAITING)
              .isEmpty());

      ((SettableClock) clock).forward(Duration.ofMinutes(6));

      Innboks.Filter only = new Innboks.Filter(id.value(), null, null, null, null);
      await().until(() -> innboks.peek(only, "local system").isPresent());
    }

    @Test
    void ofUnknownKindsAreShownButMoveNothing() {
      Sent sent = aSentMessage();
      answers(sent, TYPE + ".noeheltnytt");
      StatusChange note =
          eventuallyLast(sent.id(), change -> change.disposition() == Disposition.NOTE);
      assertThat(note.description()).contains("noeheltnytt");
      assertThat(status(sent.id())).isEqualTo(SENDT);
    }

    @Test
    void thatRefuseCarryTheReceiversWords() {
      Sent sent = aSentMessage();
      answers(
          sent,
          UGYLDIG,
          "feilmelding.xml",
          "<ugyldigforespoersel xmlns='https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/feil/ugyldigforespoersel/v1'"
              + " xmlns:f='https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/feil/feilmelding/v1'>"
              + "<f:feilId>f-42</f:feilId><f:feilmelding>tittel mangler</f:feilmelding></ugyldigforespoersel>");
      eventually(sent.id(), FEIL);
      StatusChange feil = shown(sent.id()).get(2);
      assertThat(feil.description()).contains("tittel mangler", "f-42");
      assertThat(feil.errorCode()).isEqualTo(ErrorCode.RECEIVER_REPORTED_ERROR.name());
    }
  }

  @Test
  void aKvitteringWithAFailureInsideSaysSo() {
    Sent sent = aSentMessage();
    answers(
        sent,
        KVITTERING,
        "arkivmelding-kvittering.xml",
        "<arkivmeldingKvittering xmlns:f='https://ks-no.github.io/standarder/fiks-protokoll/fiks-arkiv/feil/feilmelding/v1'>"
            + "<mappeFeilet><f:feilId>f-43</f:feilId><f:feilmelding>Mappen er avsluttet</f:feilmelding></mappeFeilet>"
            + "</arkivmeldingKvittering>");
    eventually(sent.id(), LEST);
    StatusChange lest = eventuallyLast(sent.id(), change -> change.status().equals("LEST"));
    assertThat(lest.description())
        .contains("failure inside", "mappeFeilet: Mappen er avsluttet", "f-43");
    assertThat(lest.errorCode()).isEqualTo(ErrorCode.RECEIVER_REPORTED_FAILURE_INSIDE.name());
  }

  @Nested
  class LateEvidence {
    @Test
    void aTimeoutAfterDeliveryIsShownAndMovesNothing() {
      Sent sent = aSentMessage();
      answers(sent, MOTTATT);
      eventually(sent.id(), LEVERT);
      answers(sent, TIDSAVBRUDD);
      StatusChange last =
          eventuallyLast(sent.id(), change -> change.disposition() == Disposition.CONTRADICTED);
      assertThat(last.status()).isEqualTo("ANNET");
      assertThat(status(sent.id())).isEqualTo(LEVERT);
    }

    @Test
    void aDeliveryAfterOurDeadlineIsShownAndMovesNothing() {
      Sent sent = aSentMessage();
      ((SettableClock) clock).forward(Duration.ofHours(2));
      eventually(sent.id(), LEVETID_UTLOPT);
      answers(sent, KVITTERING);
      StatusChange last =
          eventuallyLast(sent.id(), change -> change.disposition() == Disposition.CONTRADICTED);
      assertThat(last.reported()).isEqualTo("LEST");
      assertThat(status(sent.id())).isEqualTo(LEVETID_UTLOPT);
    }

    @Test
    void aFailureAfterDeliveryIsAStatusOfItsOwn() {
      Sent sent = aSentMessage();
      answers(sent, MOTTATT);
      eventually(sent.id(), LEVERT);
      answers(sent, UGYLDIG);
      eventually(sent.id(), FEIL);
      assertThat(shown(sent.id()))
          .extracting(StatusChange::status)
          .containsExactly("OPPRETTET", "SENDT", "MOTTATT", "LEVERT", "FEIL");
    }

    @Test
    void aReceiptSaidTwiceIsOneStatus() {
      Sent sent = aSentMessage();
      answers(sent, MOTTATT);
      eventually(sent.id(), LEVERT);
      answers(sent, MOTTATT);
      eventuallyLast(sent.id(), change -> change.disposition() == Disposition.REPEATED);
      assertThat(shown(sent.id()))
          .extracting(StatusChange::status)
          .containsExactly("OPPRETTET", "SENDT", "MOTTATT", "LEVERT");
    }

    @Test
    void ourDeadlineIsKeptWhateverThePlatformSays() {
      Sent sent = aSentMessage();
      ((SettableClock) clock).forward(Duration.ofHours(1).plusSeconds(1));
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(status(sent.id())).isEqualTo(LEVETID_UTLOPT));
    }
  }

  @Nested
  class FromUs {
    @Test
    void anUnreadableMessageIsAnsweredWithTheProtocolsErrorMessage() {
      MeldingId question = new MeldingId(UUID.randomUUID());
      deliver(question, FakeFiks.RECEIVER, TYPE, null, Map.of(), new byte[] {1, 2, 3});
      FakeFiks.Taken answer = await().until(() -> answerTo(question), java.util.Objects::nonNull);
      assertThat(answer.forsendelse().type().value()).isEqualTo(UGYLDIG);
      assertThat(answer.forsendelse().mottaker()).isEqualTo(FakeFiks.RECEIVER);
      assertThat(answer.ciphertext()).isNotNull();
    }

    @Test
    void aRejectedMessageIsAnsweredWithTheReasonAndFinished() {
      MeldingId question = new MeldingId(UUID.randomUUID());
      deliver(
          question, FakeFiks.RECEIVER, TYPE, null, Map.of(), Packages.sealed("a.xml", new byte[] {1
          }));
      Innboks.Filter only = new Innboks.Filter(question.value(), null, null, null, null);
      Innboks.Locked locked = await()
          .until(() -> innboks.peek(only, "local system"), java.util.Optional::isPresent)
          .orElseThrow();

      innboks.reject(
          locked.message().messageId(),
          locked.lockToken(),
          Svartyper.Feil.UGYLDIGFORESPOERSEL,
          "feil arkivdel");

      FakeFiks.Taken answer = await().until(() -> answerTo(question), java.util.Objects::nonNull);
      assertThat(answer.forsendelse().type().value()).isEqualTo(UGYLDIG);
      assertThat(innboks.list(only, PageRequest.of(0, 1))).isEmpty();
      assertThat(shown(locked.message().messageId()))
          .last()
          .extracting(StatusChange::status)
          .isEqualTo("FEIL");
    }

    @Test
    void aProtocolThatExpectsItIsToldWhenTheLocalSystemHasTheMessage() {
      MeldingId question = new MeldingId(UUID.randomUUID());
      deliver(
          question,
          FakeFiks.RECEIVER,
          "no.nav.digisos.soknad.v1",
          null,
          Map.of("egendefinert-header.klientKorrelasjonsId", "samtale-17"),
          Packages.sealed("soknad.json", new byte[] {1}));
      Innboks.Filter only = new Innboks.Filter(question.value(), null, null, null, null);
      Innboks.Locked locked = await()
          .until(() -> innboks.peek(only, "local system"), java.util.Optional::isPresent)
          .orElseThrow();
      assertThat(answerTo(question)).isNull();
      innboks.delete(locked.message().messageId(), locked.lockToken());

      FakeFiks.Taken answer = await().until(() -> answerTo(question), java.util.Objects::nonNull);
      assertThat(answer.forsendelse().type().value()).isEqualTo("no.nav.digisos.soknad.mottatt.v1");
      assertThat(answer.forsendelse().headere())
          .containsEntry("klientKorrelasjonsId", "samtale-17");
    }

    private FakeFiks.Taken answerTo(MeldingId question) {
      return fiks.taken().stream()
          .filter(taken -> question.equals(taken.forsendelse().svarPaMelding()))
          .findFirst()
          .orElse(null);
    }
  }

  private record Sent(MessageId id, ConversationId conversation, MeldingId meldingId) {}

  private Sent aSentMessage() {
    MeldingId given = new MeldingId(UUID.randomUUID());
    fiks.answersNext(new SendOutcome.Accepted(given));
    Sent sent = sends();
    eventually(sent.id(), SENDT);
    return new Sent(sent.id(), sent.conversation(), given);
  }

  private Sent sends() {
    MessageId id = new MessageId(UUID.randomUUID());
    ConversationId conversation = new ConversationId(UUID.randomUUID());
    OutgoingMessage.Draft draft =
        OutgoingDrafts.draft(id, conversation, clock.instant().plus(Duration.ofHours(1)));
    try {
      utboks.createAndSend(
          draft,
          List.of(new FileWithBody(
              new NewFile("arkivmelding.xml", null, "application/xml"),
              () -> new ByteArrayInputStream("<a/>".getBytes(StandardCharsets.UTF_8)))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Sent(id, conversation, new MeldingId(new UUID(0, 0)));
  }

  private MeldingId answers(Sent sent, String type) {
    MeldingId id = new MeldingId(UUID.randomUUID());
    deliver(id, FakeFiks.RECEIVER, type, sent.meldingId(), Map.of(), new byte[0]);
    return id;
  }

  private MeldingId answers(Sent sent, String type, String filename, String content) {
    MeldingId id = new MeldingId(UUID.randomUUID());
    byte[] body = Packages.sealed(filename, content.getBytes(StandardCharsets.UTF_8));
    deliver(id, FakeFiks.RECEIVER, type, sent.meldingId(), Map.of(), body);
    return id;
  }

  private void deliver(
      MeldingId id,
      KontoId from,
      String type,
      MeldingId svarTil,
      Map<String, String> more,
      byte[] body) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("melding-id", id.toString());
    headers.put("avsender-id", from.toString());
    headers.put("type", type);
    if (svarTil != null) {
      headers.put("svar-til", svarTil.toString());
    }
    handler.handle(new Delivery(TestIdentity.KONTO, headers, null, body, false));
  }

  private OutgoingStatus status(MessageId id) {
    return messages.findByMessageId(id.value()).orElseThrow().status();
  }

  private OutgoingMessage.Stage stage(MessageId id) {
    return messages.findByMessageId(id.value()).orElseThrow().stage();
  }

  private void eventually(MessageId id, OutgoingStatus status) {
    await().untilAsserted(() -> assertThat(status(id)).isEqualTo(status));
  }

  private List<StatusChange> shown(MessageId id) {
    return history.findByMessageIdOrderById(id.value()).stream()
        .filter(StatusChange::isShown)
        .toList();
  }

  private StatusChange eventuallyLast(MessageId id, Predicate<StatusChange> expected) {
    return await()
        .until(
            () -> {
              List<StatusChange> all = history.findByMessageIdOrderById(id.value());
              return all.get(all.size() - 1);
            },
            expected);
  }
}
