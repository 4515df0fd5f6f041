package no.fiksgateway.integrasjonspunkt.message;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** All messages, both directions. */
public interface Messages extends JpaRepository<Message, Long>, JpaSpecificationExecutor<Message> {
  Optional<Message> findByMessageId(UUID messageId);

  boolean existsByMessageId(UUID messageId);
}
