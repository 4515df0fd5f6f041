package no.fiksgateway.integrasjonspunkt.message;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** The histories. Entries are added by {@link StatusLedger} only. */
public interface StatusChanges
    extends JpaRepository<StatusChange, Long>, JpaSpecificationExecutor<StatusChange> {
  /** The whole history of a message, also what clients are not shown, oldest first. */
  List<StatusChange> findByMessageIdOrderById(UUID messageId);

  @Modifying
  @Query("update StatusChange change set change.shown = false where change.messageId = :messageId")
  void hideAllOf(UUID messageId);
}
