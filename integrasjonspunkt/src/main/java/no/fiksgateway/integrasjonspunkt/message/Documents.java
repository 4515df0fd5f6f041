package no.fiksgateway.integrasjonspunkt.message;

import java.util.Collection;
import java.util.Set;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The files of messages. */
public interface Documents extends JpaRepository<Document, Long> {
  /** Which of these payloads are files of messages. */
  @Query("select document.payload from Document document where document.payload in :payloads")
  Set<String> namedOf(Collection<String> payloads);
}
