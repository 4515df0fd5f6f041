package no.fiksgateway.simulator.platform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import no.fiksgateway.simulator.fault.Fault;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.fault.What;
import no.fiksgateway.simulator.fault.Where;

/** Sends what the simulator itself has to say, and fails at it when told to. */
final class Receipts {
  private final Faults faults;
  private final Timer timer;

  Receipts(Faults faults, Timer timer) {
    this.faults = faults;
    this.timer = timer;
  }

  /** Runs the sends that answer one message, each making a message of its own every time it is run. */
  void release(List<Runnable> sends) {
    List<Runnable> ordered = new ArrayList<>(sends);
    if (ordered.size() > 1 && faults.strikes(Where.RECEIPT, What.REORDER)) {
      Collections.reverse(ordered);
    }
    for (Runnable send : ordered) {
      Optional<Fault> fault =
          faults.strike(Where.RECEIPT, EnumSet.of(What.LOSE_RESPONSE, What.DELAY, What.DUPLICATE));
      if (fault.isEmpty()) {
        send.run();
      } else if (fault.get().what() == What.DELAY) {
        timer.once(fault.get().delay(), send);
      } else if (fault.get().what() == What.DUPLICATE) {
        send.run();
        send.run();
      }
    }
  }
}
