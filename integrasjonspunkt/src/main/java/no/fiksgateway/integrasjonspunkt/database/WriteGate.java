package no.fiksgateway.integrasjonspunkt.database;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets many in, or shuts for one who wants nobody to be in. Until everyone has left, nobody is kept out for that: whoever is
 * in may be waiting for somebody who has yet to come in. A read-write lock would keep out the ones who come last.
 */
final class WriteGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private final Condition left = lock.newCondition();

  private int inside;
  private boolean awaitedEmpty;
  private boolean shut;

  void enter() {
    lock.lock();
    try {
      while (shut) {
        opened.awaitUninterruptibly();
      }
      inside++;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      if (inside == 0 && awaitedEmpty) {
        shut = true;
        left.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns when everyone has left; for one thread at a time. */
  void shut() {
    lock.lock();
    try {
      if (inside == 0) {
        shut = true;
        return;
      }
      awaitedEmpty = true;
      while (!shut) {
        left.awaitUninterruptibly();
      }
      awaitedEmpty = false;
    } finally {
      lock.unlock();
    }
  }

  void open() {
    lock.lock();
    try {
      shut = false;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
