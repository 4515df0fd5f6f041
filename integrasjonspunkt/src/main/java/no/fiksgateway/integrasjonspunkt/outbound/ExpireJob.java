package no.fiksgateway.integrasjonspunkt.outbound;

import java.time.Clock;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.jobs.Job;
import no.fiksgateway.integrasjonspunkt.jobs.JobKind;
import no.fiksgateway.integrasjonspunkt.jobs.JobQueue;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.Evidence;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage.Stage;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.StatusLedger;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The gateway's own clock. The platform tells that a message's time ran out only when the message reaches the head of
 * the receiver's queue (KS: Fiks IO documentation, Levetid på melding og TTL), which may be days late.
 */
@Component
class ExpireJob implements Job {
  static final JobKind KIND = new JobKind("expire", JobQueue.DEADLINES);

  private final OutgoingMessages outgoing;
  private final SendAttempts attempts;
  private final StatusLedger ledger;
  private final Clock clock;

  ExpireJob(OutgoingMessages outgoing, SendAttempts attempts, StatusLedger ledger, Clock clock) {
    this.outgoing = outgoing;
    this.attempts = attempts;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public JobKind kind() {
    return KIND;
  }

  @Override
  @Transactional
  public Result run(String id) {
    OutgoingMessage message = outgoing.findByMessageId(MessageId.of(id).value()).orElse(null);
    if (message == null
        || !message.status().awaitsReceiver()
        || message.stage() == Stage.WITHDRAWN) {
      return DONE;
    }
    if (message.deadline().isAfter(clock.instant())) {
      return Job.again(message.deadline());
    }
    boolean neverSent = message.status() == OutgoingStatus.OPPRETTET;
    if (message.isAnswer() && !neverSent) {
      // Nothing answers an answer: silence says nothing about it, and SENDT stays all that is
      // known.
      return DONE;
    }
    Why why = neverSent
        ? whyNoSendtIsKnown(message)
        : new Why(
            "The deadline passed without any answer from the receiver.",
            ErrorCode.NO_ANSWER_IN_TIME);
    message.enter(Stage.DONE);
    ledger.report(
        message,
        OutgoingStatus.LEVETID_UTLOPT,
        Evidence.ownClock(
            "Deadline " + message.deadline() + " passed; the status was " + message.status() + "."),
        why.description(),
        why.code());
    return DONE;
  }

  private record Why(String description, ErrorCode code) {}

  private Why whyNoSendtIsKnown(OutgoingMessage message) {
    List<SendAttempt> made =
        attempts.findByMessageIdOrderById(message.messageId().value());
    if (made.isEmpty()) {
      return new Why("The deadline passed before the message was sent.", ErrorCode.DEADLINE_PASSED);
    }
    for (int i = made.size() - 1; i >= 0; i--) {
      if (made.get(i).mayHaveBeenAccepted()) {
        return new Why(
            "The deadline passed, and the answer to attempt " + (i + 1) + " of " + made.size()
                + " is not known: Fiks IO may have accepted the message" + reason(made.get(i)),
            ErrorCode.SEND_OUTCOME_UNKNOWN);
      }
    }
    SendAttempt last = made.get(made.size() - 1);
    return new Why(
        "The deadline passed before Fiks IO accepted the message; attempt " + made.size()
            + " ended " + last.outcome() + reason(last),
        ErrorCode.DEADLINE_PASSED);
  }

  private static String reason(SendAttempt attempt) {
    return attempt.reason() == null ? "." : ": " + attempt.reason();
  }
}
