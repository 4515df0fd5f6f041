package no.fiksgateway.integrasjonspunkt.message;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;

/** The messages in. */
public interface IncomingMessages
    extends JpaRepository<IncomingMessage, Long>, JpaSpecificationExecutor<IncomingMessage> {
  /** What the local system has not deleted yet. */
  static Specification<IncomingMessage> inInbox() {
    return (message, query, criteria) -> criteria.equal(message.get("box"), Box.INBOX);
  }

  Optional<IncomingMessage> findByMessageId(UUID messageId);

  /** Which of these payloads are packages of messages in. */
  @Query(
      "select message.packagePayload from IncomingMessage message where message.packagePayload in :payloads")
  Set<String> namedOf(Collection<String> payloads);

  /** The latest message of a conversation that an account sent and that answers nothing. */
  Optional<IncomingMessage>
      findFirstByConversationIdAndAvsenderKontoAndSvarPaMeldingIsNullOrderByIdDesc(
          UUID conversationId, UUID avsenderKonto);
}
