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

  /**
   * What a message to an account answers that names nothing: the latest of its conversation that came from there and was no
   * answer itself. An answer to an answer has to be named: a conversation we began must not turn into answers to its
   * receipts.
   */
  default Optional<IncomingMessage> question(ConversationId conversation, KontoId asker) {
    return findFirstByConversationIdAndAvsenderKontoAndSvarPaMeldingIsNullOrderByIdDesc(
        conversation.value(), asker.value());
  }

  /** See {@link #question}. */
  Optional<IncomingMessage>
      findFirstByConversationIdAndAvsenderKontoAndSvarPaMeldingIsNullOrderByIdDesc(
          UUID conversationId, UUID avsenderKonto);
}
