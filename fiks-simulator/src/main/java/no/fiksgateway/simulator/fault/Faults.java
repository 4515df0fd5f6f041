package no.fiksgateway.simulator.fault;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The faults that wait for their occasion. Each strikes as often as its count says, oldest first. */
public final class Faults {
  private final List<Fault> waiting = new ArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** The listener is run after every {@link #add}. */
  public void whenAdded(Runnable listener) {
    listeners.add(listener);
  }

  public void add(Fault fault) {
    synchronized (this) {
      waiting.add(fault);
    }
    listeners.forEach(Runnable::run);
  }

  /** What has not struck yet. */
  public synchronized List<Fault> waiting() {
    return List.copyOf(waiting);
  }

  public synchronized void clear() {
    waiting.clear();
  }

  /** Uses up one occurrence of such a fault, if one waits. */
  public boolean strikes(Where where, What what) {
    return strike(where, EnumSet.of(what)).isPresent();
  }

  /** Uses up one occurrence of the oldest such fault, if one waits. */
  public Optional<Fault> strike(Where where, Set<What> whats) {
    return strike(fault -> fault.where() == where && whats.contains(fault.what()));
  }

  /** Uses up one occurrence of the oldest fault that answers with this status, if one waits. */
  public boolean strikesWithStatus(Where where, int status) {
    return strike(fault ->
            fault.where() == where && fault.what() == What.STATUS && fault.status() == status)
        .isPresent();
  }

  private synchronized Optional<Fault> strike(Predicate<Fault> wanted) {
    for (int i = 0; i < waiting.size(); i++) {
      Fault fault = waiting.get(i);
      if (wanted.test(fault)) {
        if (fault.count() > 1) {
          waiting.set(i, fault.onceLess());
        } else {
          waiting.remove(i);
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
