package no.fiksgateway.integrasjonspunkt.message;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The messages out. */
public interface OutgoingMessages
    extends JpaRepository<OutgoingMessage, Long>, JpaSpecificationExecutor<OutgoingMessage> {
  Optional<OutgoingMessage> findByMessageId(UUID messageId);

  List<OutgoingMessage> findByConversationIdOrderById(UUID conversationId);

  long countByStage(OutgoingMessage.Stage stage);
}
