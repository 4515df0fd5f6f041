package no.fiksgateway.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies between two processes: passes on what is written at either end, until it is cut. */
final class Wire implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
  private static final int WAITING = 100;

  private final ServerSocket near;
  private final int far;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** @param far the port of this machine that it leads to, whether somebody listens there yet or not */
  Wire(int far) throws IOException {
    this.far = far;
    this.near = new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
    inBackground(this::accept);
  }

  /** Where it begins, on this machine. */
  int port() {
    return near.getLocalPort();
  }

  /**
   * Every connection that passes through it is reset, at both ends; the next can be made at once.
   *
   * @return whether there was any
   */
  boolean cut() {
    boolean wasUsed = !open.isEmpty();
    open.forEach(this::reset);
    return wasUsed;
  }

  private void accept() {
    while (!near.isClosed()) {
      try {
        connect(near.accept());
      } catch (IOException ended) {
        LOG.debug("Nobody is connected: {}", ended.toString());
      }
    }
  }

  private void connect(Socket nearEnd) throws IOException {
    open.add(nearEnd);
    Socket farEnd = new Socket();
    open.add(farEnd);
    try {
      nearEnd.setTcpNoDelay(true);
      farEnd.setTcpNoDelay(true);
      farEnd.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), far));
    } catch (IOException nobodyThere) {
      reset(nearEnd);
      reset(farEnd);
      throw nobodyThere;
    }
    inBackground(() -> passOn(nearEnd, farEnd));
    inBackground(() -> passOn(farEnd, nearEnd));
  }

  private void passOn(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
      if (from.isOutputShutdown()) {
        end(from);
        end(to);
      }
    } catch (IOException broken) {
      reset(from);
      reset(to);
    }
  }

  private void end(Socket socket) throws IOException {
    open.remove(socket);
    socket.close();
  }

  private void reset(Socket socket) {
    try {
      open.remove(socket);
      if (!socket.isClosed()) {
        // Without lingering, closing sends a reset instead of an orderly end.
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException closedMeanwhile) {
      LOG.debug("The other direction was faster: {}", closedMeanwhile.toString());
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      near.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
