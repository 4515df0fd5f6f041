package no.fiksgateway.integrasjonspunkt.outbound;

import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.FEIL;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.LEVETID_UTLOPT;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.OPPRETTET;
import static no.fiksgateway.integrasjonspunkt.message.OutgoingStatus.SENDT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.OpenOutcome;
import no.fiksgateway.asice.OpeningLimits;
import no.fiksgateway.asice.PackageEntry;
import no.fiksgateway.asice.PackageOpener;
import no.fiksgateway.integrasjonspunkt.FakeFiks;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.OutgoingDrafts;
import no.fiksgateway.integrasjonspunkt.SettableClock;
import no.fiksgateway.integrasjonspunkt.TestIdentity;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.FileWithBody;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
class SendingTest {
  /** As many as by default. */
  private static final int THREADS = 8;

  private static final byte[] CONTENT = "<arkivmelding/>".getBytes(StandardCharsets.UTF_8);

  @Autowired
  private SendAttempts attempts;

  @Autowired
  private Utboks utboks;

  @Autowired
  private FakeFiks fiks;

  @Autowired
  private OutgoingMessages messages;

  @Autowired
  private StatusChanges history;

  @Autowired
  private Clock clock;

  @Autowired
  private Precedence precedence;

  @Autowired
  private JdbcClient database;

  @BeforeEach
  void aPlatformThatAcceptsEverything() {
    fiks.forget();
  }

  @Nested
  class Sending {
    @Test
    void isSentOnlyWhenThePlatformHasGivenItAMeldingId() throws IOException {
      MeldingId given = new MeldingId(UUID.randomUUID());
      fiks.answersNext(new SendOutcome.Accepted(given));
      MessageId id = sendsADocument();

      eventually(id, SENDT);
      StatusChange sendt = history.findByMessageIdOrderById(id.value()).get(1);
      assertThat(sendt.evidence().meldingId()).isEqualTo(given.value());
    }

    @Test
    void handsThePlatformAPackageOnlyTheReceiverCanOpen() throws IOException {
      MessageId id = sendsADocument();
      eventually(id, SENDT);

      FakeFiks.Taken taken = sent(id).get(0);
      PackageOpener receiver = new PackageOpener(
          DecryptionKeys.of(List.of(FakeFiks.RECEIVER_CERTIFICATE.privateKey())),
          OpeningLimits.defaults(),
          clock);
      OpenOutcome opened = receiver.open(
          () -> new ByteArrayInputStream(taken.ciphertext()), new ByteArrayOutputStream());
      assertThat(opened).isInstanceOf(OpenOutcome.Opened.class);
      assertThat(((OpenOutcome.Opened) opened).files())
          .extracting(PackageEntry::name)
          .containsExactly("arkivmelding.xml");
    }

    @Test
    void carriesOurIdsInBothSpellingsAndTheTimeThatIsLeft() throws IOException {
      MessageId id = sendsADocument();
      eventually(id, SENDT);

      FiksIoSender.Forsendelse sent = sent(id).get(0).forsendelse();
      assertThat(sent.headere())
          .containsEntry("klientMeldingId", id.toString())
          .containsEntry("klientKorrelasjonsId", id.toString())
          .containsEntry("klientKorrelasjonId", id.toString());
      assertThat(sent.levetid()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    }

    @Test
    void isGivenASecondOnTheQueueWhenLessIsLeft() throws IOException {
      await().until(() -> {
        MessageId id = new MessageId(UUID.randomUUID());
        utboks.createAndSend(aDraft(id, "digest", Duration.ofMillis(900)), List.of(aFile(CONTENT)));
        await().until(() -> statusOf(id) != OPPRETTET);
        // On a busy machine the deadline may be first.
        return sent(id).stream()
            .anyMatch(taken -> taken.forsendelse().levetid().equals(Duration.ofSeconds(1)));
      });
    }

    @Test
    void isSentAgainWithTheSameKlientMeldingIdWhenTheAnswerWasLost() throws IOException {
      fiks.answersNext(new SendOutcome.Unknown("connection reset"));
      MessageId id = sendsADocument();
      await().until(() -> sent(id).size() == 1);
      assertThat(statusOf(id)).isEqualTo(OPPRETTET);

      eventuallyAsTimePasses(id, SENDT);
      assertThat(sent(id))
          .hasSize(2)
          .extracting(taken -> taken.forsendelse().headere().get("klientMeldingId"))
          .containsOnly(id.toString());
    }

    @Test
    void isTriedAgainWhileThePlatformIsBusy() throws IOException {
      fiks.answersNext(new SendOutcome.TryAgain("HTTP 503", null, null));
      fiks.answersNext(new SendOutcome.TryAgain("HTTP 429", null, Duration.ofSeconds(30)));
      MessageId id = sendsADocument();
      eventuallyAsTimePasses(id, SENDT);
      assertThat(sent(id)).hasSize(3);
    }

    @Test
    void failsWithThePlatformsWordsWhenItIsRefused() throws IOException {
      fiks.answersNext(new SendOutcome.Refused(400, "e-17", null, "ukjent mottaker"));
      MessageId id = sendsADocument();

      eventually(id, FEIL);
      StatusChange feil = history.findByMessageIdOrderById(id.value()).get(1);
      assertThat(feil.description()).contains("ukjent mottaker", "e-17");
      assertThat(feil.errorCode()).isEqualTo(ErrorCode.FIKS_REFUSED.name());
      assertThat(sent(id)).hasSize(1);
    }

    @Test
    void saysThatTheReceiverMayHaveItWhenItIsRefusedAfterAnAnswerWasLost() throws IOException {
      fiks.answersNext(new SendOutcome.Unknown("connection reset"));
      fiks.answersNext(new SendOutcome.Refused(400, "e-18", null, "ukjent mottaker"));
      MessageId id = sendsADocument();

      eventuallyAsTimePasses(id, FEIL);
      StatusChange feil = history.findByMessageIdOrderById(id.value()).get(1);
      assertThat(feil.description()).contains("ukjent mottaker", "the receiver may have");
      assertThat(feil.errorCode()).isEqualTo(ErrorCode.SEND_OUTCOME_UNKNOWN.name());
    }

    @Test
    void saysAtTheDeadlineThatFiksMayHaveItWhenAnAnswerWasLost() throws IOException {
      fiks.answersNext(new SendOutcome.Unknown("connection reset"));
      MessageId id = isNotAcceptedBeforeItsDeadline();
      StatusChange utlopt = history.findByMessageIdOrderById(id.value()).get(1);
      assertThat(utlopt.description())
          .contains("attempt 1 of", "may have accepted", "connection reset");
      assertThat(utlopt.errorCode()).isEqualTo(ErrorCode.SEND_OUTCOME_UNKNOWN.name());
    }

    @Test
    void saysAtTheDeadlineWhyItNeverLeft() throws IOException {
      MessageId id = isNotAcceptedBeforeItsDeadline();
      assertThat(history.findByMessageIdOrderById(id.value()).get(1).description())
          .contains("HTTP 503");
    }

    @Test
    void isNotKeptFromBeingSealedByAConnectionThatTakesNoBytes() throws IOException {
      fiks.takesNoBytesNext();
      MessageId hanging = precedence.first(() -> {
        MessageId first = sendsADocument();
        await().until(fiks::isKeptFromWriting);
        eventually(sendsADocument(), SENDT);
        return first;
      });

      assertThat(statusOf(hanging)).isEqualTo(OPPRETTET);
      fiks.goesOn();
      eventually(hanging, SENDT);
    }

    /** What is claimed and waits for a thread shows no heartbeat: it would be taken for dead, and be sent twice. */
    @Test
    void isClaimedOnlyByAThreadThatSendsIt() throws IOException {
      fiks.hangsFor(TestIdentity.KONTO);
      for (int i = 0; i < 3 * THREADS; i++) {
        sendsADocument();
      }
      await().until(() -> claimed() == THREADS);

      await().during(Duration.ofSeconds(1)).until(() -> claimed() == THREADS);

      fiks.goesOn();
      await().until(() -> fiks.taken().size() == 3 * THREADS);
    }

    @Test
    void isNotTakenForDeadByTheProcessThatIsAtIt() throws IOException {
      fiks.hangsFor(TestIdentity.KONTO);
      MessageId id = sendsADocument();
      await().until(() -> claimed() == 1);

      await().during(Duration.ofSeconds(12)).atMost(Duration.ofSeconds(20)).until(() -> {
        database
            .sql("update scheduled_sends set last_heartbeat = ?")
            .param(clock.instant().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
            .update();
        return claimed() == 1;
      });

      fiks.goesOn();
      eventually(id, SENDT);
      assertThat(sent(id)).hasSize(1);
    }

    private int claimed() {
      return database
          .sql("select count(*) from scheduled_sends where picked")
          .query(Integer.class)
          .single();
    }

    @Test
    void askedForTwiceIsSentOnce() throws IOException {
      MessageId id = aDraftWithADocument();
      utboks.send(id);
      eventually(id, SENDT);
      assertThatThrownBy(() -> utboks.send(id))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_NOT_FOUND));
      assertThat(sent(id)).hasSize(1);
    }
  }

  @Nested
  class OneStep {
    @Test
    void leavesNothingBehindWhenItIsRejected() {
      OutgoingMessage.Draft draft = aDraft(new MessageId(UUID.randomUUID()), "digest");
      assertThatThrownBy(() -> utboks.createAndSend(draft, List.of()))
          .isInstanceOfSatisfying(
              RejectedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_FILE));
      assertThat(messages.findByMessageId(draft.messageId().value())).isEmpty();
      assertThat(history.findByMessageIdOrderById(draft.messageId().value())).isEmpty();
    }

    @Test
    void refusesAFileNameNoPackageCanHold() {
      OutgoingMessage.Draft draft = aDraft(new MessageId(UUID.randomUUID()), "digest");
      FileWithBody file = new FileWithBody(
          new NewFile("../../etc/x.pdf", null, "application/pdf"),
          () -> new ByteArrayInputStream(CONTENT));
      assertThatThrownBy(() -> utboks.createAndSend(draft, List.of(file)))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSAFE_FILENAME));
      assertThat(messages.findByMessageId(draft.messageId().value())).isEmpty();
    }

    @Test
    void againWithTheSameContentIsTheSameMessage() throws IOException {
      OutgoingMessage.Draft draft = aDraft(new MessageId(UUID.randomUUID()), "digest");
      utboks.createAndSend(draft, List.of(aFile(CONTENT)));
      utboks.createAndSend(draft, List.of(aFile(CONTENT)));
      eventually(draft.messageId(), SENDT);
      assertThat(sent(draft.messageId())).hasSize(1);
    }

    @Test
    void againWithOtherFilesIsRefused() throws IOException {
      OutgoingMessage.Draft draft = aDraft(new MessageId(UUID.randomUUID()), "digest");
      utboks.createAndSend(draft, List.of(aFile(CONTENT)));
      assertThatThrownBy(() -> utboks.createAndSend(draft, List.of(aFile(new byte[] {1}))))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_ID_TAKEN));
    }
  }

  @Nested
  class Drafts {
    @Test
    void withTheSameIdAndOtherContentAreRefused() {
      MessageId id = new MessageId(UUID.randomUUID());
      utboks.create(aDraft(id, "one"));
      assertThatThrownBy(() -> utboks.create(aDraft(id, "other")))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_ID_TAKEN));
    }

    @Test
    void keepTheirIdTakenAfterTheyWereDeleted() throws IOException {
      MessageId id = aDraftWithADocument();
      utboks.delete(id);
      assertThat(utboks.draft(id)).isEmpty();
      assertThatThrownBy(() -> utboks.create(aDraft(id, "digest")))
          .isInstanceOf(RejectedException.class);
    }

    @Test
    void areTakenBackAlsoWhereTheyWaitToBeSentAgain() throws IOException {
      fiks.answersNext(new SendOutcome.TryAgain("HTTP 503", null, Duration.ofMinutes(10)));
      MessageId id = sendsADocument();
      NextAttempt.await(database, id);

      utboks.delete(id);

      assertThat(utboks.draft(id)).isEmpty();
      forward(Duration.ofMinutes(30));
      MessageId later = sendsADocument();
      eventually(later, SENDT);
      assertThat(sent(id)).hasSize(1);
      assertThat(statusOf(id)).isEqualTo(OPPRETTET);
      assertThat(history.findByMessageIdOrderById(id.value()))
          .last()
          .satisfies(note -> assertThat(note.description()).contains("Taken back"));
    }

    @Test
    void leaveTheirFilesToTheMessageThatTheyWereToSendAnew() throws IOException {
      fiks.answersNext(new SendOutcome.Refused(400, null, null, "ukjent mottaker"));
      MessageId failed = sendsADocument();
      eventually(failed, FEIL);
      fiks.answersNext(new SendOutcome.TryAgain("HTTP 503", null, Duration.ofMinutes(10)));
      MessageId again = new MessageId(UUID.randomUUID());
      utboks.resend(failed, aDraft(again, "again", Duration.ofHours(1)));
      NextAttempt.await(database, again);

      utboks.delete(again);

      assertThat(utboks.draft(again)).isEmpty();
      MessageId third = new MessageId(UUID.randomUUID());
      utboks.resend(failed, aDraft(third, "third", Duration.ofHours(1)));
      eventually(third, SENDT);
    }

    @Test
    void areSentAnewOnceHoweverOftenThatIsAskedFor() throws IOException {
      fiks.answersNext(new SendOutcome.Refused(400, null, null, "ukjent mottaker"));
      MessageId failed = sendsADocument();
      eventually(failed, FEIL);
      OutgoingMessage.Draft first = ofTheConversationOf(failed);
      OutgoingMessage.Draft second = ofTheConversationOf(failed);

      assertThat(utboks.resend(failed, first).messageId()).isEqualTo(first.messageId());
      assertThat(utboks.resend(failed, second).messageId()).isEqualTo(first.messageId());
    }

    @Test
    void areSentAnewOnceAlsoWhereEveryAttemptThatFailedIsAskedFor() throws IOException {
      fiks.answersNext(new SendOutcome.Refused(400, null, null, "ukjent mottaker"));
      fiks.answersNext(new SendOutcome.Refused(400, null, null, "ukjent mottaker"));
      MessageId failed = sendsADocument();
      eventually(failed, FEIL);
      MessageId failedAgain = utboks.resend(failed, ofTheConversationOf(failed)).messageId();
      eventually(failedAgain, FEIL);

      MessageId third = utboks.resend(failed, ofTheConversationOf(failed)).messageId();
      assertThat(utboks.resend(failedAgain, ofTheConversationOf(failedAgain)).messageId())
          .isEqualTo(third);

      eventually(third, SENDT);
      assertThat(utboks.resend(failed, ofTheConversationOf(failed)).messageId()).isEqualTo(third);
    }

    @Test
    void thatWereNeverSentAreNotSaidToBeByTheSameCallInOneStep() throws IOException {
      OutgoingMessage.Draft draft = aDraft(new MessageId(UUID.randomUUID()), "digest");
      utboks.create(draft);
      utboks.addFile(draft.messageId(), aFile(CONTENT).file(), new ByteArrayInputStream(CONTENT));
      forward(Duration.ofHours(2));
      eventually(draft.messageId(), LEVETID_UTLOPT);

      assertThatThrownBy(() -> utboks.sendOnceMore(draft.messageId(), List.of(aFile(CONTENT))))
          .isInstanceOfSatisfying(
              RejectedException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DEADLINE_PASSED));
    }

    @Test
    void thatFiksNeverTookAreNotSaidToBeSentByTheSameCallInOneStep() throws IOException {
      MessageId id = isNotAcceptedBeforeItsDeadline();

      assertThatThrownBy(() -> utboks.sendOnceMore(id, List.of(aFile(CONTENT))))
          .isInstanceOfSatisfying(
              RejectedException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DEADLINE_PASSED));
    }

    private OutgoingMessage.Draft ofTheConversationOf(MessageId id) {
      OutgoingMessage old = messages.findByMessageId(id.value()).orElseThrow();
      OutgoingMessage.Draft draft =
          aDraft(new MessageId(UUID.randomUUID()), "again", Duration.ofHours(1));
      return new OutgoingMessage.Draft(
          draft.messageId(),
          old.conversationId(),
          draft.process(),
          draft.documentType(),
          draft.sender(),
          draft.receiver(),
          draft.deadline(),
          draft.avsenderKonto(),
          draft.mottakerKonto(),
          draft.sbd(),
          draft.contentDigest(),
          draft.svarPaMelding(),
          draft.klientMeldingId(),
          draft.headere(),
          draft.reference());
    }

    @Test
    void takeAFileTheyHaveAlsoOnceTheyAreSent() throws IOException {
      MessageId id = sendsADocument();
      eventually(id, SENDT);

      utboks.addFile(id, aFile(CONTENT).file(), new ByteArrayInputStream(CONTENT));

      assertThatThrownBy(() ->
              utboks.addFile(id, aFile(CONTENT).file(), new ByteArrayInputStream(new byte[] {1})))
          .isInstanceOf(RejectedException.class);
    }

    @Test
    void areNotTakenBackWhereThePlatformMayHaveThem() throws IOException {
      fiks.answersNext(new SendOutcome.Unknown("connection reset"));
      MessageId id = sendsADocument();
      NextAttempt.await(database, id);

      assertThatThrownBy(() -> utboks.delete(id))
          .isInstanceOfSatisfying(
              RejectedException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_A_DRAFT));

      eventuallyAsTimePasses(id, SENDT);
    }

    @Test
    void areOthersForWhoeverSendsThemOnceTheyHaveAnotherFile() throws IOException {
      MessageId id = new MessageId(UUID.randomUUID());
      utboks.create(aDraft(id, "digest"));
      int before = versionOf(id);

      utboks.addFile(
          id, new NewFile("brev.pdf", null, "application/pdf"), new ByteArrayInputStream(CONTENT));

      assertThat(versionOf(id)).isGreaterThan(before);
    }

    private int versionOf(MessageId id) {
      return database
          .sql("select version from message where message_id = ?")
          .param(id.value())
          .query(Integer.class)
          .single();
    }

    @Test
    void acceptTheSameFileAgainButNotAnotherOfTheSameName() throws IOException {
      MessageId id = aDraftWithADocument();
      utboks.addFile(
          id,
          new NewFile("arkivmelding.xml", null, "application/xml"),
          new ByteArrayInputStream(CONTENT));
      assertThatThrownBy(() -> utboks.addFile(
              id,
              new NewFile("arkivmelding.xml", null, "text/plain"),
              new ByteArrayInputStream(new byte[1])))
          .isInstanceOfSatisfying(
              RejectedException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DUPLICATE_FILENAME));
    }
  }

  private MessageId isNotAcceptedBeforeItsDeadline() throws IOException {
    fiks.isBusy(50, Duration.ofMinutes(20));
    MessageId id = sendsADocument();
    await()
        .until(() -> attempts.findByMessageIdOrderById(id.value()).stream()
            .anyMatch(attempt -> attempt.reason() != null));
    forward(Duration.ofHours(1));
    eventually(id, LEVETID_UTLOPT);
    return id;
  }

  private MessageId sendsADocument() throws IOException {
    MessageId id = aDraftWithADocument();
    utboks.send(id);
    return id;
  }

  private MessageId aDraftWithADocument() throws IOException {
    MessageId id = new MessageId(UUID.randomUUID());
    utboks.create(aDraft(id, "digest"));
    utboks.addFile(
        id,
        new NewFile("arkivmelding.xml", null, "application/xml"),
        new ByteArrayInputStream(CONTENT));
    return id;
  }

  private OutgoingMessage.Draft aDraft(MessageId id, String digest) {
    return aDraft(id, digest, Duration.ofHours(1));
  }

  private OutgoingMessage.Draft aDraft(MessageId id, String digest, Duration levetid) {
    return OutgoingDrafts.draft(id, clock.instant().plus(levetid), digest);
  }

  private static FileWithBody aFile(byte[] content) {
    return new FileWithBody(
        new NewFile("arkivmelding.xml", null, "application/xml"),
        () -> new ByteArrayInputStream(content));
  }

  private List<FakeFiks.Taken> sent(MessageId id) {
    return fiks.taken().stream()
        .filter(taken -> taken.forsendelse().headere().get("klientMeldingId").equals(id.toString()))
        .toList();
  }

  private void forward(Duration time) {
    ((SettableClock) clock).forward(time);
  }

  private OutgoingStatus statusOf(MessageId id) {
    return messages.findByMessageId(id.value()).orElseThrow().status();
  }

  private void eventuallyAsTimePasses(MessageId id, OutgoingStatus status) {
    await().until(() -> {
      forward(Duration.ofSeconds(20));
      return statusOf(id) == status;
    });
  }

  private void eventually(MessageId id, OutgoingStatus status) {
    await().untilAsserted(() -> assertThat(statusOf(id)).isEqualTo(status));
  }
}
