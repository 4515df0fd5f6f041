package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** What the {@link StatusQueue} holds, of the statuses the caller may know. */
interface QueuedStatuses extends Repository<QueuedStatus, Long> {
  /** Their ids, by their position. */
  @Query(
      "select change.id from QueuedStatus queued join StatusChange change on change.id = queued.statusId"
          + " order by queued.position")
  List<Long> oldest(Limit limit);
}
