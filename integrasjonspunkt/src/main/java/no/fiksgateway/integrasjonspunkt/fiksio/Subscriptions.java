package no.fiksgateway.integrasjonspunkt.fiksio;

import java.time.Instant;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;

/** How it stands with the queues of our accounts. */
public interface Subscriptions {
  List<Subscription> state();

  /**
   * One account's queue.
   *
   * @param connected the platform has confirmed that it delivers to us, and nothing has told otherwise since
   * @param since when {@code connected} last changed; for a new start, when that was
   * @param lastDelivery when a delivery was last stored
   * @param lastError what went wrong last and has not been put right since
   */
  record Subscription(
      KontoId konto,
      boolean connected,
      Instant since,
      @Nullable Instant lastDelivery,
      @Nullable String lastError) {}
}
