package no.fiksgateway.integrasjonspunkt.webhook;

import java.util.Objects;
import no.fiksgateway.integrasjonspunkt.access.Access;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks for pushes wherever a subscription has not reached the head of the feed. A job that is there already keeps its
 * time, so a pause after a failure is not cut short. What nobody may know any more, because the users of the settings have
 * been changed, is not pushed, and waits.
 */
@Component
class PushWakeUp {
  private static final Logger LOG = LoggerFactory.getLogger(PushWakeUp.class);

  private final Backlog backlog;
  private final PushSubscriptions subscriptions;
  private final Access access;
  private final Jobs jobs;

  PushWakeUp(Backlog backlog, PushSubscriptions subscriptions, Access access, Jobs jobs) {
    this.backlog = backlog;
    this.subscriptions = subscriptions;
    this.access = access;
    this.jobs = jobs;
  }

  @EventListener
  @Transactional
  void feedLookedAt(FeedLookedAt event) {
    backlog.behind().stream()
        .filter(behind -> access.mayAnybodyKnow(behind.heldTo()))
        .forEach(behind -> jobs.unlessThere(PushJob.KIND, Long.toString(behind.subscription())));
  }

  @EventListener(ApplicationReadyEvent.class)
  void nameThoseThatNobodySees() {
    subscriptions.findAll().stream()
        .filter(subscription -> !access.doesAnybodySee(subscription.heldTo()))
        .forEach(unseen -> LOG.warn(
            "Subscription {} ({}, {}) {}: it was made by a user who was held to other accounts ({}) than any is now. To see,"
                + " change or delete it, add a user that is held to these, or to none"
                + " (integrasjonspunkt.access.users[].kontoer)",
            unseen.id(),
            unseen.name(),
            unseen.pushEndpoint(),
            access.mayAnybodyKnow(unseen.heldTo())
                ? "is pushed to, and nobody can see it"
                : "is not pushed to, and what waits for it waits",
            Objects.requireNonNullElse(unseen.heldTo(), "to none")));
  }
}
