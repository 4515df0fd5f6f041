package no.fiksgateway.integrasjonspunkt.housekeeping;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.function.Function;
import no.fiksgateway.integrasjonspunkt.housekeeping.QueueCounts.Counted;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions;
import no.fiksgateway.integrasjonspunkt.inbound.Subscriptions.Subscription;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The same as {@link ChannelHealth}, as gauges for each account. */
@Component
class ChannelMetrics implements MeterBinder {
  private final Subscriptions subscriptions;
  private final QueueCounts counts;
  private final Clock clock;

  ChannelMetrics(Subscriptions subscriptions, QueueCounts counts, Clock clock) {
    this.subscriptions = subscriptions;
    this.counts = counts;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Subscription subscription : subscriptions.state()) {
      KontoId konto = subscription.konto();
      KontoGauges gauges = new KontoGauges(registry, clock, konto);
      gauges.flag("fiks.amqp.connected", () -> now(konto).connected());
      gauges.flag("fiks.amqp.consuming", () -> now(konto).consuming());
      gauges.age("fiks.amqp.state.age", () -> now(konto).since());
      gauges.age("fiks.amqp.beat.age", () -> now(konto).lastBeat());
      gauges.age("fiks.amqp.delivery.age", () -> now(konto).lastDelivery());
      gauges.number("fiks.queue.consumers", () -> counted(konto, Counted::consumers));
      gauges.number("fiks.queue.unfetched", () -> counted(konto, Counted::unfetched));
      gauges.age("fiks.queue.counts.age", () -> counted(konto, Counted::askedAt));
    }
  }

  private Subscription now(KontoId konto) {
    return subscriptions.state().stream()
        .filter(subscription -> subscription.konto().equals(konto))
        .findFirst()
        .orElseThrow();
  }

  private <T> @Nullable T counted(KontoId konto, Function<Counted, @Nullable T> part) {
    Counted counted = counts.of(konto).orElse(null);
    return counted == null ? null : part.apply(counted);
  }
}
