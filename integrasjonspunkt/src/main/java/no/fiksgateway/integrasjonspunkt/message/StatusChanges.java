package no.fiksgateway.integrasjonspunkt.message;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The histories. Entries are added by {@link StatusLedger} only. */
public interface StatusChanges
    extends JpaRepository<StatusChange, Long>, JpaSpecificationExecutor<StatusChange> {
  /** The whole history of a message, also what clients are not shown, oldest first. */
  List<StatusChange> findByMessageIdOrderById(UUID messageId);

  /** What clients are shown of a message's history. */
  List<StatusChange> findByMessageIdAndShownIsTrue(UUID messageId);
}
