package no.fiksgateway.simulator.amqp;

import com.rabbitmq.client.AMQP;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.fault.What;
import no.fiksgateway.simulator.fault.Where;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts AMQP clients over TLS and serves each on threads of its own. */
public final class AmqpEndpoint implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(AmqpEndpoint.class);

  private final ServerSocket listener;
  private final SSLSocketFactory tls;
  private final Broker broker;
  private final Faults faults;
  private final Set<AmqpConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connectionNumber = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Starts listening.
   *
   * @param address port 0 takes a free one
   */
  public AmqpEndpoint(InetSocketAddress address, SSLContext tls, Broker broker, Faults faults)
      throws IOException {
    this.tls = tls.getSocketFactory();
    this.broker = broker;
    this.faults = faults;
    this.listener = new ServerSocket();
    listener.setReuseAddress(true);
    try {
      listener.bind(address);
    } catch (BindException e) {
      throw new IOException("cannot listen for AMQP on " + address + "; is the port taken?", e);
    }
    faults.whenAdded(this::strikeConsumers);
    start("amqp-accept", this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    connections.forEach(AmqpConnection::cut);
  }

  private void accept() {
    while (!closed) {
      try {
        Socket raw = listener.accept();
        start("amqp-" + connectionNumber.incrementAndGet(), () -> serve(raw));
      } catch (IOException e) {
        if (!closed) {
          log.warn("Accepting an AMQP connection failed; the next one is tried: {}", e.toString());
        }
      }
    }
  }

  private void serve(Socket raw) {
    try (raw) {
      SSLSocket secured = (SSLSocket) tls.createSocket(raw, null, true);
      AmqpConnection connection =
          new AmqpConnection(raw, secured, broker, faults, this::strikeConsumers);
      connections.add(connection);
      try {
        if (!closed) {
          connection.serve();
        }
      } finally {
        connections.remove(connection);
      }
    } catch (IOException e) {
      log.debug("an AMQP client left before its connection was secured: {}", e.toString());
    }
  }

  /** Faults that need a consumer strike as soon as there is one. */
  private void strikeConsumers() {
    List<AmqpConnection> consuming =
        connections.stream().filter(AmqpConnection::hasConsumers).toList();
    if (consuming.isEmpty()) {
      return;
    }
    if (faults.strikes(Where.AMQP, What.CANCEL_CONSUMER)) {
      consuming.forEach(AmqpConnection::cancelConsumers);
    } else if (faults.strikesWithStatus(Where.AMQP, AMQP.PRECONDITION_FAILED)) {
      consuming.forEach(AmqpConnection::closeConsumingChannels);
    } else if (faults.strikesWithStatus(Where.AMQP, AMQP.CONNECTION_FORCED)) {
      consuming.forEach(AmqpConnection::closeByForce);
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
