package no.fiksgateway.integrasjonspunkt.message;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;

/** The messages out. */
public interface OutgoingMessages
    extends JpaRepository<OutgoingMessage, Long>, JpaSpecificationExecutor<OutgoingMessage> {
  /** Drafts, and what is queued for sending. */
  static Specification<OutgoingMessage> inOutbox() {
    return (message, query, criteria) -> criteria.equal(message.get("box"), Box.OUTBOX);
  }

  Optional<OutgoingMessage> findByMessageId(UUID messageId);

  List<OutgoingMessage> findByConversationIdOrderById(UUID conversationId);

  /** How many wait to be sent. */
  @Query("select count(message) from OutgoingMessage message where message.box ="
      + " no.fiksgateway.integrasjonspunkt.message.Box.OUTBOX and message.stage ="
      + " no.fiksgateway.integrasjonspunkt.message.OutgoingMessage.Stage.QUEUED")
  long countQueued();
}
