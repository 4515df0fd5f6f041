package no.fiksgateway.simulator.platform;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import no.fiksgateway.simulator.fault.Fault;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.fault.What;
import no.fiksgateway.simulator.fault.Where;
import no.fiksgateway.simulator.queue.KontoQueue;
import no.fiksgateway.simulator.queue.Melding;
import no.fiksgateway.simulator.queue.QueueEntry;

/**
 * The way into a queue, and what may go wrong on it. Accounts that the simulator serves itself are spared: the faults
 * are for clients to meet.
 */
final class QueueIntake {
  private final Faults faults;
  private final Meldinger meldinger;
  private final Timer timer;
  private final Map<KontoQueue, QueueEntry> overtaken = new HashMap<>();

  QueueIntake(Faults faults, Meldinger meldinger, Timer timer) {
    this.faults = faults;
    this.meldinger = meldinger;
    this.timer = timer;
  }

  void take(Melding melding, KontoQueue queue, boolean spared) {
    if (spared) {
      put(melding, queue);
      return;
    }
    Melding arriving = melding;
    if (melding.inline().size() > 0 && faults.strikes(Where.AMQP, What.TRUNCATE)) {
      arriving = melding.withBody(melding.body().firstHalf());
    }
    boolean twice = faults.strikes(Where.AMQP, What.DUPLICATE);
    QueueEntry entry = remember(arriving);
    Optional<Fault> fault = overtakesAnother(queue)
        ? Optional.empty()
        : faults.strike(Where.AMQP, EnumSet.of(What.DELAY, What.REORDER));
    if (fault.isEmpty()) {
      add(entry, queue);
    } else if (fault.get().what() == What.DELAY) {
      timer.once(fault.get().delay(), () -> add(entry, queue));
    } else {
      letOneOvertake(entry, queue, fault.get().delay());
    }
    if (twice) {
      put(arriving, queue);
    }
  }

  private void put(Melding melding, KontoQueue queue) {
    add(remember(melding), queue);
  }

  private QueueEntry remember(Melding melding) {
    QueueEntry entry = new QueueEntry(melding);
    meldinger.add(entry);
    return entry;
  }

  private void add(QueueEntry entry, KontoQueue queue) {
    QueueEntry behind;
    synchronized (overtaken) {
      behind = overtaken.remove(queue);
    }
    queue.add(entry);
    if (behind != null) {
      queue.add(behind);
    }
  }

  private boolean overtakesAnother(KontoQueue queue) {
    synchronized (overtaken) {
      return overtaken.containsKey(queue);
    }
  }

  private void letOneOvertake(QueueEntry entry, KontoQueue queue, Duration atMost) {
    QueueEntry other;
    synchronized (overtaken) {
      other = overtaken.putIfAbsent(queue, entry);
    }
    if (other != null) {
      add(entry, queue);
      return;
    }
    timer.once(atMost, () -> {
      boolean still;
      synchronized (overtaken) {
        still = overtaken.remove(queue, entry);
      }
      if (still) {
        queue.add(entry);
      }
    });
  }
}
