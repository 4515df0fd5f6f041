package no.fiksgateway.integrasjonspunkt.inbound;

import java.time.Clock;
import java.util.Objects;
import no.fiksgateway.integrasjonspunkt.inbound.FiksDelivery.State;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class KaranteneService implements Karantene {
  private final FiksDeliveries deliveries;
  private final Jobs jobs;
  private final Clock clock;

  KaranteneService(FiksDeliveries deliveries, Jobs jobs, Clock clock) {
    this.deliveries = deliveries;
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  @Transactional(readOnly = true)
  public Page<Case> list(Pageable page) {
    return deliveries
        .findByState(State.QUARANTINED, page)
        .map(row -> new Case(
            row.id(),
            row.konto(),
            row.meldingId(),
            row.avsender(),
            row.meldingstype(),
            row.svarTil(),
            ErrorCode.valueOf(Objects.requireNonNull(row.errorCode())),
            Objects.requireNonNull(row.reason()),
            row.size(),
            row.receivedAt()));
  }

  @Override
  @Transactional
  public void release(long id) {
    FiksDelivery row = quarantined(id);
    if (row.meldingId() == null) {
      throw new RejectedException(
          ErrorCode.NOT_RELEASABLE,
          "Quarantined delivery " + id + " has no readable headers: " + row.reason());
    }
    row.released();
    jobs.now(DeliveryJob.KIND, DeliveryJob.releasedAt(clock.instant(), row.id()));
  }

  @Override
  @Transactional
  public void discard(long id) {
    quarantined(id).settled(State.DISCARDED, clock.instant());
  }

  private FiksDelivery quarantined(long id) {
    return deliveries
        .findById(id)
        .filter(row -> row.state() == State.QUARANTINED)
        .orElseThrow(() -> new RejectedException(
            ErrorCode.MESSAGE_NOT_FOUND, "Nothing is in quarantine under the number " + id));
  }
}
