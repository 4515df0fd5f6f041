package no.fiksgateway.integrasjonspunkt.api;

import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.StatusChanges;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFeed;
import org.springframework.context.event.EventListener;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The queue from which one client takes statuses in the order they came. A status is queued when it gets its position in
 * the feed, so that none can turn up ahead of one that was already shown, and stays until the client removes it.
 */
@Component
class StatusQueue {
  private final JdbcClient database;
  private final JdbcTemplate batches;
  private final QueuedStatuses queued;
  private final StatusChanges changes;
  private final StatusFeed feed;
  private final ApiSettings settings;

  StatusQueue(
      JdbcClient database,
      JdbcTemplate batches,
      QueuedStatuses queued,
      StatusChanges changes,
      StatusFeed feed,
      ApiSettings settings) {
    this.database = database;
    this.batches = batches;
    this.queued = queued;
    this.changes = changes;
    this.feed = feed;
    this.settings = settings;
  }

  @EventListener
  void add(StatusFeed.Positioned positioned) {
    if (settings.statusQueue()) {
      batches.batchUpdate(
          "insert into queued_status (position, status_id) values (?, ?)",
          positioned.places().stream()
              .map(place -> new Object[] {place.position(), place.statusId()})
              .toList());
    }
  }

  /** The status that has waited longest of those the caller may know; it stays where it is. */
  Optional<Long> first() {
    feed.settle();
    return queued.oldest(Limit.of(1)).stream().findFirst();
  }

  /** Answers whether it was queued. */
  boolean remove(long statusId) {
    return changes.existsById(statusId)
        && database
                .sql("delete from queued_status where status_id = ?")
                .param(statusId)
                .update()
            > 0;
  }
}
