package no.fiksgateway.integrasjonspunkt.api;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** What the {@link StatusQueue} holds, of the statuses the caller may know. */
interface QueuedStatuses extends Repository<QueuedStatus, Long> {
  /** Their ids, by their position. */
  @Query("select queued.statusId from QueuedStatus queued"
      + " where exists (select change.id from StatusChange change where change.id = queued.statusId)"
      + " order by queued.position")
  List<Long> oldest(Limit limit);
}
