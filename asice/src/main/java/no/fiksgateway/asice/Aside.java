package no.fiksgateway.asice;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A piece of computation that another core may take over meanwhile. It never waits for one: whoever needs the result
 * computes it, unless somebody has begun already.
 */
final class Aside {

  /** Handing over less than this costs more than it saves. */
  static final int WORTHWHILE_BYTES = 64 * 1024;

  private final Runnable work;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  private Aside(Runnable work) {
    this.work = work;
  }

  /** Offers the work, which is on so many bytes, to other cores. */
  static Aside offer(int bytes, Runnable work) {
    Aside aside = new Aside(work);
    if (bytes >= WORTHWHILE_BYTES) {
      ForkJoinPool.commonPool().execute(aside::begin);
    }
    return aside;
  }

  /** Returns when the work is done, by doing it if need be. */
  void join() {
    begin();
    done.join();
  }

  private void begin() {
    if (begun.compareAndSet(false, true)) {
      done.completeAsync(this::run, Runnable::run);
    }
  }

  private Void run() {
    work.run();
    return null;
  }
}
