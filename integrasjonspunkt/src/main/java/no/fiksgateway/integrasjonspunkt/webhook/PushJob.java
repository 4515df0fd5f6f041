package no.fiksgateway.integrasjonspunkt.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.access.Access;
import no.fiksgateway.integrasjonspunkt.jobs.Job;
import no.fiksgateway.integrasjonspunkt.jobs.JobKind;
import no.fiksgateway.integrasjonspunkt.jobs.JobQueue;
import no.fiksgateway.integrasjonspunkt.webhook.Backlog.Push;
import no.fiksgateway.integrasjonspunkt.webhook.PushClient.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Pushes what waits for one subscription, one status after the other, each until it is taken or given up: so they arrive
 * in order, and those behind a failing one wait. The job's claim sees to it that only one instance is at it.
 */
@Component
class PushJob implements Job {
  static final JobKind KIND = new JobKind("push", JobQueue.OTHERS);

  private static final Logger LOG = LoggerFactory.getLogger(PushJob.class);

  /** After this, others have the job thread for a while. */
  private static final Duration LONGEST_TURN = Duration.ofSeconds(5);

  private static final Duration UNTIL_SOMEBODYS_TURN_ENDS = Duration.ofSeconds(1);

  private final PushSubscriptions subscriptions;
  private final SubscriptionSecrets secrets;
  private final Backlog backlog;
  private final PushClient client;
  private final EventBodies bodies;
  private final EndpointTurns turns;
  private final Access access;
  private final Clock clock;

  PushJob(
      PushSubscriptions subscriptions,
      SubscriptionSecrets secrets,
      Backlog backlog,
      PushClient client,
      EventBodies bodies,
      EndpointTurns turns,
      Access access,
      Clock clock) {
    this.subscriptions = subscriptions;
    this.secrets = secrets;
    this.backlog = backlog;
    this.client = client;
    this.bodies = bodies;
    this.turns = turns;
    this.access = access;
    this.clock = clock;
  }

  @Override
  public JobKind kind() {
    return KIND;
  }

  @Override
  public Result run(String id) {
    Optional<PushSubscription> subscription = subscriptions.findById(Long.valueOf(id));
    if (subscription.isEmpty() || !access.mayAnybodyKnow(subscription.get().heldTo())) {
      return DONE;
    }
    Optional<EndpointTurns.Turn> turn = turns.take(subscription.get().pushEndpoint());
    if (turn.isEmpty()) {
      return Job.again(clock.instant().plus(UNTIL_SOMEBODYS_TURN_ENDS));
    }
    try (EndpointTurns.Turn held = turn.get()) {
      Instant next = pushUntil(clock.instant().plus(LONGEST_TURN), Long.parseLong(id));
      return next == null ? DONE : Job.again(next);
    }
  }

  /** Answers when to go on; null: nothing waits any more. */
  private @Nullable Instant pushUntil(Instant end, long id) {
    while (true) {
      // Read anew now and then: it may have been changed, or deleted.
      PushSubscription subscription = subscriptions.findById(id).orElse(null);
      if (subscription == null) {
        return null;
      }
      List<Push> waiting = backlog.next(id, subscription.statusFilter());
      if (waiting.isEmpty()) {
        return null;
      }
      for (Push push : waiting) {
        if (attempt(subscription, push) instanceof Outcome.Failed failed) {
          LOG.info(
              "Status {} was not taken by subscription {} ({}): {}",
              push.status().statusId(),
              id,
              subscription.name(),
              failed.reason());
          return backlog.failed(subscription, push, failed);
        }
        backlog.delivered(id, push);
        if (!clock.instant().isBefore(end)) {
          return clock.instant();
        }
      }
    }
  }

  private Outcome attempt(PushSubscription subscription, Push push) {
    return client.push(
        subscription.pushEndpoint(),
        secrets.of(subscription),
        "subscription-" + subscription.id() + "-status-" + push.status().statusId(),
        bodies.of(push.status()));
  }
}
