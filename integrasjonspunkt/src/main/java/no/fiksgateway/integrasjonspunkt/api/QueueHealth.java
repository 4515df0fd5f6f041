package no.fiksgateway.integrasjonspunkt.api;

import no.fiksgateway.integrasjonspunkt.inbound.Innboks;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessages;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.data.domain.PageRequest;
import org.springframework.stereotype.Component;

/**
 * How many messages wait to be sent, and how many to be fetched by the local system; under the name that the monitoring of
 * an eFormidling installation knows.
 */
@Component("nextMoveQueue")
class QueueHealth extends AbstractHealthIndicator {
  private final OutgoingMessages outgoing;
  private final Innboks innboks;

  QueueHealth(OutgoingMessages outgoing, Innboks innboks) {
    super("The queues could not be counted");
    this.outgoing = outgoing;
    this.innboks = innboks;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    health
        .up()
        .withDetail("outgoing", outgoing.countQueued())
        .withDetail(
            "incoming",
            innboks.list(Innboks.Filter.NONE, PageRequest.ofSize(1)).getTotalElements());
  }
}
