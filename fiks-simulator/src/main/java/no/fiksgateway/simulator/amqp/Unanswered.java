package no.fiksgateway.simulator.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import no.fiksgateway.simulator.queue.Delivery;
import org.jspecify.annotations.Nullable;

/** What one channel delivered and the client has not answered, by delivery tag; and how much more it may get. */
final class Unanswered {
  private record Sent(Delivery delivery, @Nullable Share share) {}

  /** What one consumer may have out at a time; 0 is no limit. */
  static final class Share {
    private final int prefetch;
    private int out;

    Share(int prefetch) {
      this.prefetch = prefetch;
    }
  }

  private final NavigableMap<Long, Sent> sent = new TreeMap<>();
  private long lastTag;
  private int prefetchOfChannel;
  private int out;

  /** Limits all consumers of the channel together; 0 is no limit. */
  synchronized void limit(int prefetch) {
    prefetchOfChannel = prefetch;
  }

  /** Takes room for one more, if consumer and channel have it. */
  synchronized boolean reserve(Share share) {
    if (isFull(share.prefetch, share.out) || isFull(prefetchOfChannel, out)) {
      return false;
    }
    share.out++;
    out++;
    return true;
  }

  /**
   * Gives a delivery its tag.
   *
   * @param share whose room it takes; null for one that takes none
   */
  synchronized long add(Delivery delivery, @Nullable Share share) {
    long tag = ++lastTag;
    sent.put(tag, new Sent(delivery, share));
    return tag;
  }

  /** Those that an answer with this tag is about. */
  synchronized List<Delivery> answered(long tag, boolean multiple) throws AmqpError {
    if (multiple && tag == 0) {
      return take(sent);
    }
    if (!sent.containsKey(tag)) {
      throw AmqpError.preconditionFailed("unknown delivery tag " + tag);
    }
    return take(multiple ? sent.headMap(tag, true) : sent.subMap(tag, true, tag, true));
  }

  synchronized List<Delivery> all() {
    return take(sent);
  }

  /** The client has it and answers nothing. */
  void done(long tag) {
    Sent one;
    synchronized (this) {
      one = sent.remove(tag);
    }
    if (one != null) {
      one.delivery().ack();
    }
  }

  private List<Delivery> take(NavigableMap<Long, Sent> answered) {
    List<Delivery> deliveries = new ArrayList<>(answered.size());
    for (Sent one : answered.values()) {
      deliveries.add(one.delivery());
      if (one.share() != null) {
        one.share().out--;
        out--;
      }
    }
    answered.clear();
    return deliveries;
  }

  private static boolean isFull(int prefetch, int out) {
    return prefetch > 0 && out >= prefetch;
  }
}
