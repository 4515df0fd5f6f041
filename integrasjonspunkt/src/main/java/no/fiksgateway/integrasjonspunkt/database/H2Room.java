package no.fiksgateway.integrasjonspunkt.database;

import org.h2.mvstore.MVStore;

/**
 * Keeps H2's file from growing without end. H2 writes what changes to a new place and uses an old one again when nothing in
 * it is needed any more, so pages that are still needed have to be written anew from where most is not. H2 does so in the
 * background, and then writes by itself; here it is done just before the tables are taken, in small portions.
 */
final class H2Room {
  /** Percent of the file's chunks that is in use; from there on it is left alone. */
  private static final int ENOUGH_IN_USE = 50;

  /** Bytes. */
  private static final int PORTION = 512 * 1024;

  /** It takes at most one part in so many of the time. */
  private static final int SHARE = 10;

  private long restsUntil = System.nanoTime();

  /** Nobody may write meanwhile. */
  void makeSome(MVStore store) {
    long start = System.nanoTime();
    if (start - restsUntil < 0) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      store.compact(ENOUGH_IN_USE, PORTION);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    long end = System.nanoTime();
    restsUntil = end + (SHARE - 1) * (end - start);
  }
}
