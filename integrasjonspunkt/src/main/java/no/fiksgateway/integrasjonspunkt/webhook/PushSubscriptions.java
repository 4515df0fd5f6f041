package no.fiksgateway.integrasjonspunkt.webhook;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface PushSubscriptions extends JpaRepository<PushSubscription, Long> {
  Optional<PushSubscription> findByNameAndPushEndpoint(String name, String pushEndpoint);
}
