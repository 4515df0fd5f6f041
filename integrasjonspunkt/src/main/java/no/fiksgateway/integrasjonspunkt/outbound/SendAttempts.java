package no.fiksgateway.integrasjonspunkt.outbound;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface SendAttempts extends JpaRepository<SendAttempt, Long> {
  List<SendAttempt> findByMessageIdOrderById(UUID messageId);
}
