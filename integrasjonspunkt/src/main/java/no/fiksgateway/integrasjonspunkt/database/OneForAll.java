package no.fiksgateway.integrasjonspunkt.database;

/** Work that one does for all who have come by the time it begins; the others wait until it is done. */
final class OneForAll {
  /** Answers up to which number it is done now. */
  interface Work<E extends Exception> {
    long run() throws E;
  }

  private long done;
  private boolean isUnderWay;

  /**
   * Returns once the work is done up to this number, by this thread or by another one. Whoever waits for one that fails tries
   * it itself.
   */
  <E extends Exception> void upTo(long mine, Work<E> work) throws E {
    if (!isMine(mine)) {
      return;
    }
    long reached = 0;
    try {
      reached = work.run();
    } finally {
      end(reached);
    }
  }

  synchronized long done() {
    return done;
  }

  private synchronized boolean isMine(long mine) {
    boolean interrupted = false;
    while (isUnderWay && done < mine) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (done >= mine) {
      return false;
    }
    isUnderWay = true;
    return true;
  }

  private synchronized void end(long reached) {
    isUnderWay = false;
    done = Math.max(done, reached);
    notifyAll();
  }
}
