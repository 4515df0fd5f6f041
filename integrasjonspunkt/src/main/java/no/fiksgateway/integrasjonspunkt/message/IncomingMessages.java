package no.fiksgateway.integrasjonspunkt.message;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** The messages in. */
public interface IncomingMessages
    extends JpaRepository<IncomingMessage, Long>, JpaSpecificationExecutor<IncomingMessage> {
  Optional<IncomingMessage> findByMessageId(UUID messageId);
}
