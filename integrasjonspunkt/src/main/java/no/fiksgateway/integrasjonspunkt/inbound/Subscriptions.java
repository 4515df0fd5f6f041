package no.fiksgateway.integrasjonspunkt.inbound;

import java.time.Instant;
import java.util.List;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;

/** How it stands with the queues of our accounts, as this instance sees it. Answers from memory. */
public interface Subscriptions {
  List<Subscription> state();

  /**
   * One account's queue.
   *
   * @param connected the AMQP connection is open
   * @param consuming the platform has confirmed that it delivers to us, and nothing has told otherwise since
   * @param since when {@code connected} or {@code consuming} last changed
   * @param lastBeat when the platform was last heard of on this or an earlier connection: a delivery, a heartbeat or
   *     anything else it sent
   * @param lastDelivery when a delivery was last stored
   * @param lastTrouble what went wrong last
   */
  record Subscription(
      KontoId konto,
      boolean connected,
      boolean consuming,
      Instant since,
      @Nullable Instant lastBeat,
      @Nullable Instant lastDelivery,
      @Nullable Trouble lastTrouble) {

    /** Messages are delivered to us and can be stored. */
    public boolean works() {
      return consuming && !isTroubled();
    }

    /** Something is wrong now. Neither this nor {@link #works}: the first try to connect has not ended yet. */
    public boolean isTroubled() {
      return lastTrouble != null && !lastTrouble.over();
    }
  }

  /**
   * Something that went wrong.
   *
   * @param what in words
   * @param over it has been put right since
   */
  record Trouble(Instant at, String what, boolean over) {
    /** The same, put right. */
    public Trouble ended() {
      return new Trouble(at, what, true);
    }
  }
}
