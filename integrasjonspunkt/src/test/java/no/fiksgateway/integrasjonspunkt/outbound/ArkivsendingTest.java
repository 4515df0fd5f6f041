package no.fiksgateway.integrasjonspunkt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.ArkivmeldingXml;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.OutgoingDrafts;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Arkivsending;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Edit;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Prototype;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.State;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import no.fiksgateway.integrasjonspunkt.payload.PayloadOwner;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class ArkivsendingTest {

  @Autowired
  private Arkivsendinger arkivsendinger;

  @Autowired
  private OutgoingMessages messages;

  @Autowired
  private PayloadStore payloads;

  @Autowired
  private List<PayloadOwner> owners;

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private SettableClock clock;

  @Autowired
  private JdbcClient database;

  @BeforeEach
  void aPlatformThatAcceptsEverything() {
    fiks.forget();
  }

  private Arkivsending begun() throws IOException {
    ArkivmeldingXml xml = ArkivmeldingXml.fiksArkiv()
        .offentligTittel("Sak " + UUID.randomUUID())
        .mottaker(FakeFiks.RECEIVER_ORG);
    return arkivsendinger.begin(
        new ByteArrayInputStream(xml.bytes()),
        null,
        (said, conversation) -> Stream.generate(this::prototype).limit(2).toList());
  }

  private Prototype prototype() {
    return new Prototype(
        new MessageId(UUID.randomUUID()), "Mottaker", true, "{}", List.of(), tomorrow());
  }

  private Instant tomorrow() {
    return clock.instant().plus(Duration.ofDays(1));
  }

  private List<OutgoingMessage.Draft> drafts(Arkivsending sending, Instant... deadlines) {
    return Stream.of(0, 1)
        .map(i -> OutgoingDrafts.draft(
            sending.prototypes().get(i).messageId(),
            sending.conversation(),
            i < deadlines.length ? deadlines[i] : tomorrow()))
        .toList();
  }

  private State stateOf(Arkivsending sending) {
    return arkivsendinger.find(sending.conversation().value()).orElseThrow().state();
  }

  private List<OutgoingMessage> messagesOf(Arkivsending sending) {
    return messages.findByConversationIdAndAutomaticIsFalseOrderById(
        sending.conversation().value());
  }

  @Test
  void doesNotSendWhatHasChangedSinceItWasLookedAt() throws IOException {
    Arkivsending seen = begun();
    arkivsendinger.edit(
        seen.conversation(), List.of(new Edit(seen.prototypes().get(0).messageId(), false, null)));
    assertThat(arkivsendinger.send(seen, drafts(seen))).isFalse();
    assertThat(messagesOf(seen)).isEmpty();

    Arkivsending edited = arkivsendinger.find(seen.conversation().value()).orElseThrow();
    assertThat(arkivsendinger.send(edited, drafts(edited).subList(1, 2))).isTrue();
    assertThat(messagesOf(seen)).hasSize(1);
  }

  @Test
  void doesNotSendWithoutAFileThatCameMeanwhile() throws IOException {
    Arkivsending seen = begun();
    arkivsendinger.addFile(
        seen.conversation(),
        new NewFile("brev.txt", null, "text/plain"),
        new ByteArrayInputStream(new byte[] {1}));
    assertThat(arkivsendinger.send(seen, drafts(seen))).isFalse();
  }

  @Test
  void sendsNoneWhereOneCannotBeSent() throws IOException {
    Arkivsending sending = begun();
    Instant past = clock.instant().minusSeconds(1);
    assertThatThrownBy(() -> arkivsendinger.send(sending, drafts(sending, tomorrow(), past)))
        .isInstanceOf(RejectedException.class);
    assertThat(messagesOf(sending)).isEmpty();
    assertThat(stateOf(sending)).isEqualTo(State.OPEN);
    assertThat(fiks.taken()).isEmpty();
  }

  @Test
  void takesBackWhatWaitsToBeSent() throws IOException {
    fiks.isBusy(50, Duration.ofMinutes(20));
    Arkivsending sending = begun();
    arkivsendinger.send(sending, drafts(sending));
    sending.prototypes().forEach(prototype -> NextAttempt.await(database, prototype.messageId()));

    arkivsendinger.delete(sending.conversation());

    assertThat(messagesOf(sending))
        .extracting(OutgoingMessage::stage)
        .containsOnly(OutgoingMessage.Stage.WITHDRAWN);
    assertThat(arkivsendinger.find(sending.conversation().value())).isEmpty();
  }

  @Test
  void beginsAnewInTheConversationThatWasTakenBack() throws IOException {
    fiks.isBusy(50, Duration.ofMinutes(20));
    byte[] xml = ArkivmeldingXml.fiksArkiv()
        .offentligTittel("Sak " + UUID.randomUUID())
        .mottaker(FakeFiks.RECEIVER_ORG)
        .bytes();
    ConversationId wanted = new ConversationId(UUID.randomUUID());
    Arkivsending sending = begin(xml, wanted);
    arkivsendinger.send(sending, drafts(sending));
    sending.prototypes().forEach(prototype -> NextAttempt.await(database, prototype.messageId()));
    arkivsendinger.delete(wanted);

    assertThat(begin(xml, wanted).state()).isEqualTo(State.OPEN);
  }

  @Test
  void doesNotSayThatItIsSentWhereAMessageOfItWasTakenBack() throws IOException {
    fiks.answersNext(new SendOutcome.TryAgain("HTTP 503", null, Duration.ofMinutes(20)));
    Arkivsending sending = begun();
    arkivsendinger.send(sending, drafts(sending));
    await()
        .until(() -> messagesOf(sending).stream()
                .filter(message -> message.stage() == OutgoingMessage.Stage.DONE)
                .count()
            == 1);
    messagesOf(sending).stream()
        .filter(message -> message.stage() == OutgoingMessage.Stage.QUEUED)
        .forEach(message -> NextAttempt.await(database, message.messageId()));

    arkivsendinger.delete(sending.conversation());

    assertThat(messagesOf(sending))
        .extracting(OutgoingMessage::stage)
        .containsExactlyInAnyOrder(OutgoingMessage.Stage.WITHDRAWN, OutgoingMessage.Stage.DONE);
    assertThatThrownBy(() -> arkivsendinger.send(sending, List.of()))
        .isInstanceOf(RejectedException.class);
  }

  @Test
  void namesItsFilesUntilTheyAreFilesOfMessages() throws IOException {
    Set<String> before = stored();
    Arkivsending sending = begun();
    Set<String> ours = new HashSet<>(stored());
    ours.removeAll(before);
    assertThat(ours).hasSize(1);
    assertThat(named(ours)).isEqualTo(ours);

    arkivsendinger.send(sending, drafts(sending));
    clock.forward(Duration.ofHours(25));
    await().untilAsserted(() -> assertThat(named(ours)).isEqualTo(ours));
    assertThat(stored()).containsAll(ours);
  }

  @Test
  void removesItsFilesAtTheDeadlineWhereItWasNotSent() throws IOException {
    Set<String> before = stored();
    Arkivsending sending = begun();
    clock.forward(Duration.ofHours(25));
    await().untilAsserted(() -> assertThat(stateOf(sending)).isEqualTo(State.EXPIRED));
    await().untilAsserted(() -> assertThat(before).containsAll(stored()));
  }

  @Test
  void storesNothingTwiceForTheSameBytes() throws IOException {
    byte[] xml = ArkivmeldingXml.fiksArkiv()
        .offentligTittel("Sak " + UUID.randomUUID())
        .mottaker(FakeFiks.RECEIVER_ORG)
        .bytes();
    ConversationId first = begin(xml).conversation();
    Set<String> after = stored();
    assertThat(begin(xml).conversation()).isEqualTo(first);
    assertThat(stored()).isEqualTo(after);
  }

  private Arkivsending begin(byte[] xml) throws IOException {
    return begin(xml, null);
  }

  private Arkivsending begin(byte[] xml, ConversationId wanted) throws IOException {
    InputStream in = new ByteArrayInputStream(xml);
    return arkivsendinger.begin(
        in, wanted, (said, conversation) -> List.of(prototype(), prototype()));
  }

  private Set<String> stored() throws IOException {
    return payloads.list(null, 10_000).stream()
        .map(kept -> kept.id().value())
        .collect(Collectors.toSet());
  }

  private Set<String> named(Set<String> of) {
    return owners.stream().flatMap(owner -> owner.named(of).stream()).collect(Collectors.toSet());
  }
}
