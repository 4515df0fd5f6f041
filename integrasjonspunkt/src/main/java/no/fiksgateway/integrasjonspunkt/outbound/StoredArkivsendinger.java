package no.fiksgateway.integrasjonspunkt.outbound;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The arkivmeldinger on their way. */
interface StoredArkivsendinger extends JpaRepository<StoredArkivsending, Long> {
  Optional<StoredArkivsending> findByConversationId(UUID conversationId);

  Optional<StoredArkivsending> findByContentKey(String contentKey);

  @Query(
      "select prototype.arkivsending from StoredPrototype prototype where prototype.messageId = :messageId")
  Optional<StoredArkivsending> findByPrototype(UUID messageId);

  /** Which of these payloads are files of arkivmeldinger. */
  @Query("select file.payload from StoredArkivfil file where file.payload in :payloads")
  Set<String> namedOf(Collection<String> payloads);
}
