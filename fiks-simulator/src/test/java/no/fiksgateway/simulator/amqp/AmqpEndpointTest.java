package no.fiksgateway.simulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.platform.TestAuthority;
import no.fiksgateway.simulator.queue.Body;
import no.fiksgateway.simulator.queue.KontoQueue;
import no.fiksgateway.simulator.queue.Melding;
import no.fiksgateway.simulator.queue.QueueEntry;
import no.fiksgateway.simulator.queue.Undelivered;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ordinary clients never do, and the endpoint must bear. */
class AmqpEndpointTest {
  private final TestAuthority authority = new TestAuthority(InstantSource.system());
  private final KontoQueue queue =
      new KontoQueue(UUID.randomUUID(), InstantSource.system(), new Undelivered() {
        @Override
        public void expired(Melding melding) {}

        @Override
        public void dead(Melding melding) {}
      });
  private AmqpEndpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    Broker broker = (user, password) -> Optional.of(name -> new Broker.QueueAccess.Granted(queue));
    endpoint = new AmqpEndpoint(
        new InetSocketAddress("127.0.0.1", 0), authority.serverTls(), broker, new Faults());
  }

  @AfterEach
  void stop() throws Exception {
    endpoint.close();
  }

  @Test
  void aClientThatFallsSilentIsDroppedAndItsMessagesComeBack() throws Exception {
    try (RawClient client = new RawClient(1)) {
      client.consume();
      QueueEntry entry = arrives(new byte[10]);
      await().until(() -> entry.state() == QueueEntry.State.UNACKED);

      await().atMost(Duration.ofSeconds(8)).until(() -> entry.state() == QueueEntry.State.QUEUED);
      assertThat(queue.consumers()).isZero();
    }
  }

  @Test
  void aClientThatStopsReadingDoesNotStopTheOthers() throws Exception {
    try (RawClient stalled = new RawClient(0);
        RawClient lively = new RawClient(0)) {
      stalled.consume();
      lively.consume();
      byte[] large = new byte[1_000_000];
      Stream.generate(() -> large).limit(60).forEach(this::arrives);

      for (int i = 0; i < 30; i++) {
        lively.nextDelivery();
      }
      assertThat(queue.unacked()).isEqualTo(60);
    }
  }

  @Test
  void aFrameBeyondTheAgreedSizeIsAnErrorOfTheConnection() throws Exception {
    try (RawClient client = new RawClient(0)) {
      client.out.writeByte(AMQP.FRAME_METHOD);
      client.out.writeShort(1);
      client.out.writeInt(Integer.MAX_VALUE);
      client.out.flush();

      assertThat(((AMQP.Connection.Close) client.next()).getReplyCode())
          .isEqualTo(AMQP.FRAME_ERROR);
    }
  }

  @Test
  void publishingIsRefusedAndLeavesTheConnectionOpen() throws Exception {
    try (RawClient client = new RawClient(0)) {
      client.say(1, new AMQImpl.Basic.Publish(0, "", "fiksio.konto.x", false, false));
      assertThat(((AMQP.Channel.Close) client.next()).getReplyCode())
          .isEqualTo(AMQP.ACCESS_REFUSED);

      client.say(1, new AMQImpl.Channel.CloseOk());
      client.say(2, new AMQImpl.Channel.Open(""));
      assertThat(client.next()).isInstanceOf(AMQP.Channel.OpenOk.class);
    }
  }

  @Test
  void aChannelBeforeTheLoginIsRefused() throws Exception {
    try (Socket socket = connect()) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
      Frame.of(1, new AMQImpl.Channel.Open("")).writeTo(out);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());

      assertThat(Frame.read(in, Handshake.FRAME_MAX).method())
          .isInstanceOf(AMQP.Connection.Start.class);
      assertThat(Frame.read(in, Handshake.FRAME_MAX).method())
          .isInstanceOf(AMQP.Connection.Close.class);
    }
  }

  @Test
  void anotherProtocolIsHungUpOn() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
      DataInputStream in = new DataInputStream(socket.getInputStream());

      assertThatThrownBy(in::readByte).isInstanceOf(EOFException.class);
    }
  }

  private QueueEntry arrives(byte[] body) {
    QueueEntry entry = new QueueEntry(new Melding(
        UUID.randomUUID(),
        "no.test.fiksio.v1",
        UUID.randomUUID(),
        "Avsender",
        queue.kontoId(),
        null,
        null,
        null,
        Map.of(),
        Duration.ofDays(7),
        InstantSource.system().instant(),
        Body.of(body)));
    queue.add(entry);
    return entry;
  }

  private Socket connect() throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("simulator", authority.root());
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, managers.getTrustManagers(), null);
    return tls.getSocketFactory().createSocket("127.0.0.1", endpoint.port());
  }

  /** A client that does only what it is told: no heartbeats, no reading ahead. */
  private final class RawClient implements AutoCloseable {
    private final Socket socket = connect();
    private final DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    private final DataInputStream in = new DataInputStream(socket.getInputStream());

    RawClient(int heartbeatSeconds) throws Exception {
      out.write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
      next();
      say(
          0,
          new AMQImpl.Connection.StartOk(
              Map.of("capabilities", Map.of("authentication_failure_close", true)),
              "PLAIN",
              LongStringHelper.asLongString("\0user\0password"),
              "en_US"));
      next();
      say(0, new AMQImpl.Connection.TuneOk(0, Handshake.FRAME_MAX, heartbeatSeconds));
      say(0, new AMQImpl.Connection.Open("/", "", false));
      next();
      say(1, new AMQImpl.Channel.Open(""));
      next();
    }

    void consume() throws Exception {
      say(1, new AMQImpl.Basic.Consume(0, "x", "", false, false, false, false, Map.of()));
      assertThat(next()).isInstanceOf(AMQP.Basic.ConsumeOk.class);
    }

    void say(int channel, Method method) throws Exception {
      Frame.of(channel, method).writeTo(out);
      out.flush();
    }

    Method next() throws Exception {
      return Frame.read(in, Handshake.FRAME_MAX).method();
    }

    void nextDelivery() throws Exception {
      Frame frame = Frame.read(in, Handshake.FRAME_MAX);
      while (!frame.isMethod()) {
        frame = Frame.read(in, Handshake.FRAME_MAX);
      }
      assertThat(frame.method()).isInstanceOf(AMQP.Basic.Deliver.class);
    }

    @Override
    public void close() throws Exception {
      socket.close();
    }
  }
}
