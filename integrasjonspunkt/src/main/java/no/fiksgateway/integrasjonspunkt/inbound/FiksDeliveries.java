package no.fiksgateway.integrasjonspunkt.inbound;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

interface FiksDeliveries extends JpaRepository<FiksDelivery, Long> {
  boolean existsByDeliveryKey(String deliveryKey);

  Page<FiksDelivery> findByState(FiksDelivery.State state, Pageable page);

  List<FiksDelivery> findBySvarTilAndState(UUID svarTil, FiksDelivery.State state);

  List<FiksDelivery> findByAvsenderAndKlientMeldingIdAndMeldingstypeAndStateAndIdLessThan(
      UUID avsender,
      String klientMeldingId,
      String meldingstype,
      FiksDelivery.State state,
      Long id);
}
