package no.fiksgateway.integrasjonspunkt.outbound;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.jobs.Job;
import no.fiksgateway.integrasjonspunkt.jobs.JobKind;
import no.fiksgateway.integrasjonspunkt.jobs.JobQueue;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.State;
import org.springframework.stereotype.Component;

/**
 * The end of an arkivmelding. Where nobody sent it before its deadline its files go, and what it was stays to be seen; where
 * it was sent they have long been files of messages.
 */
@Component
class ExpireArkivsendingJob implements Job {
  static final JobKind KIND = new JobKind("expire-arkivsending", JobQueue.OTHERS);

  private final StoredArkivsendinger stored;
  private final Uploads uploads;
  private final Clock clock;
  private final Transactions transactions;

  ExpireArkivsendingJob(
      StoredArkivsendinger stored, Uploads uploads, Clock clock, Transactions transactions) {
    this.stored = stored;
    this.uploads = uploads;
    this.clock = clock;
    this.transactions = transactions;
  }

  private record Ended(Result result, List<String> orphans) {}

  @Override
  public JobKind kind() {
    return KIND;
  }

  @Override
  public Result run(String id) {
    Ended ended = transactions.insist(() -> end(ConversationId.of(id)));
    ended.orphans().forEach(uploads::delete);
    return ended.result();
  }

  private Ended end(ConversationId id) {
    Optional<StoredArkivsending> found = stored.findByConversationId(id.value());
    if (found.isEmpty()) {
      return new Ended(DONE, List.of());
    }
    StoredArkivsending sending = found.get();
    if (sending.expiresAt().isAfter(clock.instant())) {
      return new Ended(Job.again(sending.expiresAt()), List.of());
    }
    List<String> released = sending.release();
    if (sending.state() != State.OPEN) {
      return new Ended(DONE, List.of());
    }
    sending.enter(State.EXPIRED);
    return new Ended(DONE, released);
  }
}
