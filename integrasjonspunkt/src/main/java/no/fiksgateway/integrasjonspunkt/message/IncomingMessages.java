package no.fiksgateway.integrasjonspunkt.message;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;

/** The messages in. */
public interface IncomingMessages
    extends JpaRepository<IncomingMessage, Long>, JpaSpecificationExecutor<IncomingMessage> {
  Optional<IncomingMessage> findByMessageId(UUID messageId);

  /** Which of these payloads are packages of messages in. */
  @Query(
      "select message.packagePayload from IncomingMessage message where message.packagePayload in :payloads")
  Set<String> namedOf(Collection<String> payloads);
}
