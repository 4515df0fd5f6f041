package no.fiksgateway.integrasjonspunkt.outbound;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * Whoever hands a message over goes before what is already safe here. To send a small message is almost all computing, most
 * of it the signature; while a backlog is sent, that would take the processors from the callers. So for as long as callers
 * wait for an answer, the computing part of sending gets half of the processors. Otherwise it gets them all.
 */
@Component
final class Precedence {
  private final AtomicInteger callers = new AtomicInteger();
  private final Semaphore half;

  Precedence() {
    this(Runtime.getRuntime().availableProcessors());
  }

  Precedence(int processors) {
    half = new Semaphore(Math.max(1, processors / 2), true);
  }

  /** A piece of work that may fail in its own way. */
  interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Takes over a message from a caller who waits for the answer. */
  <T, E extends Exception> T first(Work<T, E> work) throws E {
    callers.incrementAndGet();
    try {
      return work.run();
    } finally {
      callers.decrementAndGet();
    }
  }

  /** Computes for a message nobody waits for. It has to be short: others wait for their turn meanwhile. */
  <T, E extends Exception> T yielding(Work<T, E> work) throws E {
    boolean inTurns = callers.get() > 0;
    if (inTurns) {
      half.acquireUninterruptibly();
    }
    try {
      return work.run();
    } finally {
      if (inTurns) {
        half.release();
      }
    }
  }
}
