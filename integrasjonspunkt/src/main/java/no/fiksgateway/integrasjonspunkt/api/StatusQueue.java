package no.fiksgateway.integrasjonspunkt.api;

import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.message.MessageStatusChanged;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The queue from which one client takes statuses in the order they came. An entry is made in the transaction of its
 * status, and stays until the client removes it.
 */
@Component
class StatusQueue {
  private final JdbcClient database;
  private final ApiSettings settings;

  StatusQueue(JdbcClient database, ApiSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  @EventListener
  void add(MessageStatusChanged changed) {
    if (settings.statusQueue()) {
      database
          .sql("insert into status_queue (status_id) values (?)")
          .param(changed.statusId())
          .update();
    }
  }

  /** The status that has waited longest; it stays where it is. */
  Optional<Long> first() {
    return database
        .sql("select status_id from status_queue order by status_id limit 1")
        .query(Long.class)
        .optional();
  }

  /** Answers whether it was queued. */
  boolean remove(long statusId) {
    return database
            .sql("delete from status_queue where status_id = ?")
            .param(statusId)
            .update()
        > 0;
  }
}
