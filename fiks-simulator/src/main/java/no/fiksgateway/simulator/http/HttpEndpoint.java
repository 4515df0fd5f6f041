package no.fiksgateway.simulator.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.platform.Platform;
import no.fiksgateway.simulator.platform.TestAuthority;
import no.fiksgateway.simulator.queue.MovableClock;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP port with everything behind it. */
public final class HttpEndpoint implements Closeable {
  private static final int MOST_THREADS = 200;

  /** A refused upload is read to its end, up to this many reads, so that the client sees the answer. */
  private static final int READS_OF_REFUSED_CONTENT = 100_000;

  private final Server server;
  private final ServerConnector connector;

  /**
   * Starts listening.
   *
   * @param address port 0 takes a free one
   */
  public HttpEndpoint(
      InetSocketAddress address,
      Platform platform,
      TestAuthority authority,
      Faults faults,
      MovableClock clock)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setMaxUnconsumedRequestContentReads(READS_OF_REFUSED_CONTENT);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    server.addConnector(connector);
    Router router = new Router(clock);
    new PlatformApi(platform, faults).addTo(router);
    new AdminApi(platform, authority, faults, clock).addTo(router);
    server.setHandler(router);
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("cannot listen for HTTP on " + address + "; is the port taken?", e);
    }
  }

  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("stopping HTTP failed", e);
    }
  }
}
