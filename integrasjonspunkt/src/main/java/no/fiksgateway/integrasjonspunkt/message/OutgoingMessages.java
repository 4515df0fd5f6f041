package no.fiksgateway.integrasjonspunkt.message;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The messages out. */
public interface OutgoingMessages
    extends JpaRepository<OutgoingMessage, Long>, JpaSpecificationExecutor<OutgoingMessage> {
  /** The local system's drafts, and what of it is queued for sending. */
  static Specification<OutgoingMessage> inOutbox() {
    return (message, query, criteria) -> criteria.and(
        criteria.equal(message.get("box"), Box.OUTBOX), criteria.isFalse(message.get("automatic")));
  }

  Optional<OutgoingMessage> findByMessageId(UUID messageId);

  /** Those of the local system. */
  List<OutgoingMessage> findByConversationIdAndAutomaticIsFalseOrderById(UUID conversationId);

  boolean existsByConversationIdAndStageNot(UUID conversationId, OutgoingMessage.Stage stage);

  /** Nobody else can, until the transaction has ended. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  Optional<OutgoingMessage> findLockedByMessageId(UUID messageId);

  /** How many wait to be sent. */
  @Query("select count(message) from OutgoingMessage message where message.box ="
      + " no.fiksgateway.integrasjonspunkt.message.Box.OUTBOX and message.stage ="
      + " no.fiksgateway.integrasjonspunkt.message.OutgoingMessage.Stage.QUEUED")
  long countQueued();
}
