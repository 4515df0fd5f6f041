package no.fiksgateway.simulator.amqp;

import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What one connection has yet to write, in order. Only its own thread touches the socket, so a client that stops
 * reading stops nobody else; what it may have outstanding is bounded by its prefetch.
 */
final class Outbox {
  /** Something to write when its turn comes. Large content is read only then. */
  interface Item {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static final Item END = out -> {};

  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private volatile long heartbeatMillis = Long.MAX_VALUE;

  void add(Item item) {
    items.add(item);
  }

  /** No item after those already added is written. */
  void end() {
    items.add(END);
  }

  /** Writes a heartbeat whenever nothing was written for this long. */
  void keepAlive(Duration pause) {
    heartbeatMillis = pause.toMillis();
    items.add(out -> {});
  }

  /** Writes until {@link #end} or a failure. */
  void drainTo(DataOutputStream out) throws IOException, InterruptedException {
    while (true) {
      Item item = items.poll(heartbeatMillis, TimeUnit.MILLISECONDS);
      if (item == null) {
        item = Frame.heartbeat()::writeTo;
      }
      if (item == END) {
        out.flush();
        return;
      }
      item.writeTo(out);
      if (items.isEmpty()) {
        out.flush();
      }
    }
  }
}
