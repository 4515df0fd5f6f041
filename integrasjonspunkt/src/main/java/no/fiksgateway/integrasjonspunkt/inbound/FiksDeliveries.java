package no.fiksgateway.integrasjonspunkt.inbound;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface FiksDeliveries extends JpaRepository<FiksDelivery, Long> {
  boolean existsByDeliveryKey(String deliveryKey);

  /** Which of these payloads are bodies of deliveries. */
  @Query("select delivery.payload from FiksDelivery delivery where delivery.payload in :payloads")
  Set<String> namedOf(Collection<String> payloads);

  Page<FiksDelivery> findByState(FiksDelivery.State state, Pageable page);

  List<FiksDelivery> findBySvarTilAndState(UUID svarTil, FiksDelivery.State state);

  /**
   * What a sender calls the same message. Nobody else settles one of them until the transaction has ended, so that of two
   * that are settled at once the second sees the first.
   */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  List<FiksDelivery> findByKontoAndAvsenderAndKlientMeldingIdAndMeldingstypeOrderById(
      UUID konto, UUID avsender, String klientMeldingId, String meldingstype);
}
