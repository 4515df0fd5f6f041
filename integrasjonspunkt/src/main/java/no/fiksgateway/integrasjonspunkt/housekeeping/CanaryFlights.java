package no.fiksgateway.integrasjonspunkt.housekeeping;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface CanaryFlights extends JpaRepository<CanaryFlight, UUID> {}
