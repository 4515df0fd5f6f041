package no.fiksgateway.integrasjonspunkt.webhook;

import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks for pushes wherever a subscription has not reached the head of the feed. A job that is there already keeps its
 * time, so a pause after a failure is not cut short.
 */
@Component
class PushWakeUp {
  private final Backlog backlog;
  private final Jobs jobs;

  PushWakeUp(Backlog backlog, Jobs jobs) {
    this.backlog = backlog;
    this.jobs = jobs;
  }

  @EventListener
  @Transactional
  void feedLookedAt(FeedLookedAt event) {
    backlog.behind().forEach(id -> jobs.unlessThere(PushJob.NAME, Long.toString(id)));
  }
}
