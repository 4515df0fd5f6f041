package no.fiksgateway.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a part to listen at. Not one of those that systems commonly give to outgoing connections, so that it is
 * still free when a part that died comes back.
 */
final class FreePort {
  private static final int FIRST = 15_000;
  private static final int END = 32_000;

  private FreePort() {}

  static int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
