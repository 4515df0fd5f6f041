package no.fiksgateway.integrasjonspunkt.fiksio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP connection, byte by byte, for what no HTTP server would do. */
final class RawPlatform implements AutoCloseable {
  private final ServerSocket listening;
  private final long readAtMost;
  private final @Nullable String answerAtOnce;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile CountDownLatch enough = new CountDownLatch(0);
  private volatile long enoughBytes;
  private volatile @Nullable String answerAtTheEnd;

  private RawPlatform(long readAtMost, @Nullable String answerAtOnce) throws IOException {
    this.readAtMost = readAtMost;
    this.answerAtOnce = answerAtOnce;
    this.listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread serving = new Thread(this::serve, "raw-platform");
    serving.setDaemon(true);
    serving.start();
  }

  /** Reads so many bytes and then leaves the connection open without reading on. */
  static RawPlatform thatReads(long bytes) throws IOException {
    return new RawPlatform(bytes, null);
  }

  /** Answers when the connection is made, and reads on. */
  static RawPlatform thatAnswersAtOnce(int status, String json) throws IOException {
    return new RawPlatform(Long.MAX_VALUE, answer(status, json));
  }

  /** Waits for a request without body, answers with these bytes and closes. */
  static RawPlatform thatAnswersOnceAndCloses(String answer) throws IOException {
    RawPlatform platform = new RawPlatform(1, null);
    platform.closed.countDown();
    platform.answerAtTheEnd = answer;
    return platform;
  }

  void answersAfterTheLastChunk(int status, String json) {
    answerAtTheEnd = answer(status, json);
  }

  /** Opens when so many bytes have come. */
  CountDownLatch hasRead(long bytes) {
    enoughBytes = bytes;
    enough = new CountDownLatch(1);
    return enough;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** What came, when the client has ended the connection. */
  String awaitEnd() throws InterruptedException {
    if (!ended.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("The client has not ended the connection.");
    }
    return text();
  }

  private synchronized String text() {
    return read.toString(ISO_8859_1);
  }

  private static String answer(int status, String json) {
    return "HTTP/1.1 " + status + " x\r\nContent-Type: application/json\r\nContent-Length: "
        + json.getBytes(UTF_8).length + "\r\n\r\n" + json;
  }

  private void serve() {
    try (Socket client = listening.accept()) {
      if (answerAtOnce != null) {
        client.getOutputStream().write(answerAtOnce.getBytes(UTF_8));
      }
      readFrom(client);
      if (readAtMost < Long.MAX_VALUE) {
        closed.await();
      }
    } catch (IOException | InterruptedException clientOrTestHasEnded) {
      // What was read until then is what the test looks at.
    } finally {
      ended.countDown();
    }
  }

  private void readFrom(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    byte[] buffer = new byte[8192];
    long total = 0;
    for (int n = in.read(buffer); n >= 0; n = total < readAtMost ? in.read(buffer) : -1) {
      total += n;
      keep(buffer, n);
      if (total >= enoughBytes) {
        enough.countDown();
      }
      String answer = answerAtTheEnd;
      if (answer != null && endsARequest()) {
        client.getOutputStream().write(answer.getBytes(UTF_8));
      }
    }
  }

  private synchronized void keep(byte[] buffer, int n) {
    read.write(buffer, 0, n);
  }

  private synchronized boolean endsARequest() {
    String request = read.toString(ISO_8859_1);
    return request.endsWith("\r\n0\r\n\r\n")
        || request.startsWith("GET ") && request.endsWith("\r\n\r\n");
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
  }
}
