package no.fiksgateway.integrasjonspunkt.message;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The platform's ids of our messages. */
public interface SentMeldinger extends JpaRepository<SentMelding, UUID> {}
