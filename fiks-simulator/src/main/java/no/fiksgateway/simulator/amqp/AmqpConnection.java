package no.fiksgateway.simulator.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.simulator.amqp.Broker.Session;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.fault.Where;
import no.fiksgateway.simulator.queue.Melding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: one thread reads and answers, one writes what is due. */
final class AmqpConnection {
  private static final Logger log = LoggerFactory.getLogger(AmqpConnection.class);
  private static final int CHANNEL_MAX = 2047;
  private static final int FRAME_MAX = 131_072;
  private static final int HEARTBEAT_SECONDS = 60;
  private static final int CLOSE_TIMEOUT_MILLIS = 5_000;

  /** KS's Java client fetches its token inside the handshake and may spend 10 s on it. */
  private static final int HANDSHAKE_TIMEOUT_MILLIS = 30_000;

  private final Socket raw;
  private final Socket tls;
  private final Broker broker;
  private final Faults faults;
  private final Runnable onConsume;
  private final Outbox outbox = new Outbox();
  private final Map<Integer, AmqpChannel> channels = new ConcurrentHashMap<>();
  private @Nullable Session session;
  private volatile boolean clientKnowsConsumerCancel;
  private boolean clientTakesLoginRefusal;
  private volatile int frameMax = FRAME_MAX;
  private volatile boolean closing;
  private volatile boolean deaf;

  /**
   * @param raw closed to cut the client off without a word
   * @param tls the same connection, as the client talks on it
   * @param onConsume run after each new subscription
   */
  AmqpConnection(Socket raw, Socket tls, Broker broker, Faults faults, Runnable onConsume) {
    this.onConsume = onConsume;
    this.raw = raw;
    this.tls = tls;
    this.broker = broker;
    this.faults = faults;
  }

  /** Serves the client until it leaves or is cut off. */
  void serve() {
    Thread writer = new Thread(this::write, Thread.currentThread().getName() + "-writer");
    writer.setDaemon(true);
    try {
      tls.setSoTimeout(HANDSHAKE_TIMEOUT_MILLIS);
      tls.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(new BufferedInputStream(tls.getInputStream()));
      readProtocolHeader(in);
      writer.start();
      send(0, greeting());
      while (handleNext(in)) {
        // Until the client closes.
      }
    } catch (EOFException e) {
      log.debug("the client went away without closing");
    } catch (SocketTimeoutException e) {
      log.debug("the client fell silent: two heartbeats are missing");
    } catch (IOException e) {
      log.debug("the connection ended: {}", e.toString());
    } finally {
      releaseChannels();
      outbox.end();
      awaitWriter(writer);
      cut();
    }
  }

  Faults faults() {
    return faults;
  }

  Session session() {
    if (session == null) {
      throw new IllegalStateException("no channel is opened before the login");
    }
    return session;
  }

  boolean clientKnowsConsumerCancel() {
    return clientKnowsConsumerCancel;
  }

  void send(int channel, Method method) {
    outbox.add(out -> Frame.of(channel, method).writeTo(out));
  }

  void sendContent(int channel, Method method, Melding melding, Runnable whenWritten) {
    outbox.add(out -> {
      Frame.of(channel, method).writeTo(out);
      Frame.contentHeader(channel, FiksHeaders.of(melding), melding.inline().size())
          .writeTo(out);
      try (InputStream body = melding.inline().open()) {
        byte[] part = body.readNBytes(frameMax - Frame.OVERHEAD);
        while (part.length > 0) {
          Frame.body(channel, part).writeTo(out);
          part = body.readNBytes(frameMax - Frame.OVERHEAD);
        }
      }
      whenWritten.run();
    });
  }

  /** From now on, whatever the client says is as good as lost. */
  void stopListening() {
    deaf = true;
  }

  /** Drops the connection once everything given to it before has left. */
  void cutAfterWhatIsWritten() {
    outbox.add(out -> {
      out.flush();
      cut();
    });
  }

  /** Drops the connection without a word. */
  void cut() {
    try {
      raw.close();
    } catch (IOException e) {
      log.debug("closing the socket failed: {}", e.toString());
    }
  }

  boolean hasConsumers() {
    return channels.values().stream().anyMatch(AmqpChannel::hasConsumers);
  }

  void cancelConsumers() {
    channels.values().forEach(AmqpChannel::cancelAll);
  }

  /** Closes every consuming channel, as RabbitMQ does when an answer takes too long. */
  void closeConsumingChannels() {
    channels.forEach((number, channel) -> {
      if (channel.hasConsumers()) {
        closeChannel(
            number,
            channel,
            AmqpError.preconditionFailed("delivery acknowledgement on channel timed out"),
            0,
            0);
      }
    });
  }

  /** Tells the client that an operator closes the connection. */
  void closeByForce() {
    closeConnection(AmqpError.connectionForced("closed by a fault of the simulator"), 0, 0);
  }

  private void report(AmqpError error, int number, Method about) {
    AmqpChannel channel = channels.get(number);
    if (error.closesConnection() || channel == null) {
      closeConnection(error, about.protocolClassId(), about.protocolMethodId());
    } else {
      closeChannel(number, channel, error, about.protocolClassId(), about.protocolMethodId());
    }
  }

  private void closeChannel(
      int number, AmqpChannel channel, AmqpError error, int classId, int methodId) {
    channel.startClosing();
    channel.release();
    send(number, new AMQImpl.Channel.Close(error.code(), error.text(), classId, methodId));
  }

  private void closeConnection(AmqpError error, int classId, int methodId) {
    closing = true;
    releaseChannels();
    send(0, new AMQImpl.Connection.Close(error.code(), error.text(), classId, methodId));
    try {
      tls.setSoTimeout(CLOSE_TIMEOUT_MILLIS);
    } catch (SocketException e) {
      log.debug("the client is gone already: {}", e.toString());
    }
  }

  private void releaseChannels() {
    channels.values().forEach(AmqpChannel::release);
  }

  private void write() {
    try {
      outbox.drainTo(new DataOutputStream(new BufferedOutputStream(tls.getOutputStream())));
    } catch (IOException e) {
      log.debug("writing to the client ended: {}", e.toString());
      cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut();
    }
  }

  private static void awaitWriter(Thread writer) {
    try {
      writer.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void readProtocolHeader(DataInputStream in) throws IOException {
    byte[] header = in.readNBytes(8);
    byte[] expected = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    if (!Arrays.equals(header, expected)) {
      throw new IOException("this is not AMQP 0-9-1");
    }
  }

  private static Method greeting() {
    Map<String, Object> capabilities = Map.of(
        "basic.nack", true,
        "consumer_cancel_notify", true,
        "authentication_failure_close", true,
        "per_consumer_qos", true);
    Map<String, Object> properties =
        Map.of("product", "fiks-simulator", "capabilities", capabilities);
    return new AMQImpl.Connection.Start(
        0,
        9,
        properties,
        LongStringHelper.asLongString("PLAIN"),
        LongStringHelper.asLongString("en_US"));
  }

  /** False when the conversation is over. */
  private boolean handleNext(DataInputStream in) throws IOException {
    try {
      Frame frame = Frame.read(in, frameMax);
      if (deaf || !frame.isMethod()) {
        return true;
      }
      Method method = frame.method();
      try {
        return frame.channel() == 0
            ? handleConnectionMethod(method)
            : handleChannelMethod(frame.channel(), method);
      } catch (AmqpError error) {
        report(error, frame.channel(), method);
        return !(session == null && error.closesConnection() && !clientTakesLoginRefusal);
      }
    } catch (AmqpError error) {
      closeConnection(error, 0, 0);
      return true;
    }
  }

  private boolean handleConnectionMethod(Method method) throws AmqpError, IOException {
    if (method instanceof AMQP.Connection.CloseOk) {
      return false;
    }
    if (method instanceof AMQP.Connection.Close) {
      releaseChannels();
      send(0, new AMQImpl.Connection.CloseOk());
      return false;
    }
    if (closing) {
      return true;
    }
    if (method instanceof AMQP.Connection.StartOk startOk) {
      logIn(startOk);
    } else if (method instanceof AMQP.Connection.TuneOk tuneOk) {
      tune(tuneOk);
    } else if (method instanceof AMQP.Connection.Open open && session != null) {
      if (!"/".equals(open.getVirtualHost())) {
        throw AmqpError.notAllowed("vhost " + open.getVirtualHost() + " not found");
      }
      send(0, new AMQImpl.Connection.OpenOk(""));
    } else {
      throw AmqpError.notImplemented(method.protocolMethodName());
    }
    return true;
  }

  private void logIn(AMQP.Connection.StartOk startOk) throws AmqpError {
    if (startOk.getClientProperties().get("capabilities") instanceof Map<?, ?> capabilities) {
      clientKnowsConsumerCancel = Boolean.TRUE.equals(capabilities.get("consumer_cancel_notify"));
      clientTakesLoginRefusal =
          Boolean.TRUE.equals(capabilities.get("authentication_failure_close"));
    }
    if (!"PLAIN".equals(startOk.getMechanism())
        || faults.strikesWithStatus(Where.AMQP, AMQP.ACCESS_REFUSED)) {
      throw AmqpError.loginRefused();
    }
    // RFC 4616: an identity to act for, the user and the password, with a NUL before the last two.
    String[] response =
        new String(startOk.getResponse().getBytes(), StandardCharsets.UTF_8).split("\0", -1);
    if (response.length != 3) {
      throw AmqpError.loginRefused();
    }
    Optional<Session> accepted = broker.logIn(response[1], response[2]);
    session = accepted.orElseThrow(AmqpError::loginRefused);
    send(0, new AMQImpl.Connection.Tune(CHANNEL_MAX, FRAME_MAX, HEARTBEAT_SECONDS));
  }

  private void tune(AMQP.Connection.TuneOk tuneOk) throws IOException {
    if (tuneOk.getFrameMax() > 0) {
      frameMax = Math.min(FRAME_MAX, Math.max(AMQP.FRAME_MIN_SIZE, tuneOk.getFrameMax()));
    }
    int heartbeat = tuneOk.getHeartbeat();
    tls.setSoTimeout((int) TimeUnit.SECONDS.toMillis(heartbeat * 2L));
    if (heartbeat > 0) {
      outbox.keepAlive(TimeUnit.SECONDS.toMillis(heartbeat) / 2);
    }
  }

  private boolean handleChannelMethod(int number, Method method) throws AmqpError {
    if (closing) {
      return true;
    }
    if (session == null) {
      throw AmqpError.notAllowed("no channel before the login");
    }
    AmqpChannel channel = channels.get(number);
    if (method instanceof AMQP.Channel.Open) {
      if (channel != null) {
        throw AmqpError.channelError("channel " + number + " is open already");
      }
      channels.put(number, new AmqpChannel(number, this));
      send(number, new AMQImpl.Channel.OpenOk(LongStringHelper.asLongString("")));
    } else if (channel == null) {
      throw AmqpError.channelError("channel " + number + " is not open");
    } else if (method instanceof AMQP.Channel.Close) {
      channels.remove(number);
      channel.release();
      send(number, new AMQImpl.Channel.CloseOk());
    } else if (method instanceof AMQP.Channel.CloseOk) {
      channels.remove(number);
    } else if (!channel.closing()) {
      handleBasicMethod(channel, method);
      if (method instanceof AMQP.Basic.Consume) {
        onConsume.run();
      }
    }
    return true;
  }

  private static void handleBasicMethod(AmqpChannel channel, Method method) throws AmqpError {
    if (method instanceof AMQP.Basic.Ack ack) {
      channel.ack(ack);
    } else if (method instanceof AMQP.Basic.Nack nack) {
      channel.nack(nack);
    } else if (method instanceof AMQP.Basic.Reject reject) {
      channel.reject(reject);
    } else if (method instanceof AMQP.Basic.Qos qos) {
      channel.qos(qos);
    } else if (method instanceof AMQP.Basic.Consume consume) {
      channel.consume(consume);
    } else if (method instanceof AMQP.Basic.Cancel cancel) {
      channel.cancel(cancel);
    } else if (method instanceof AMQP.Basic.Get get) {
      channel.get(get);
    } else if (method instanceof AMQP.Basic.Recover recover) {
      channel.recover(recover.getRequeue());
    } else if (method instanceof AMQP.Queue.Declare declare) {
      channel.declare(declare);
    } else if (method instanceof AMQP.Basic.Publish) {
      throw AmqpError.accessRefused("messages are sent by HTTP; publishing is for the platform");
    } else if (!(method instanceof AMQP.Basic.CancelOk)
        && !(method instanceof AMQP.Channel.FlowOk)) {
      throw AmqpError.notImplemented(method.protocolMethodName());
    }
  }
}
