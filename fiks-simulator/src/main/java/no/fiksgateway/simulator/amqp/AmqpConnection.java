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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.simulator.amqp.Broker.Session;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.queue.Melding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: one thread reads and answers, one writes what is due. */
final class AmqpConnection {
  private static final Logger log = LoggerFactory.getLogger(AmqpConnection.class);
  private static final int CLOSE_TIMEOUT_MILLIS = 5_000;

  /** KS's Java client fetches its token inside the handshake and may spend 10 s on it. */
  private static final int HANDSHAKE_TIMEOUT_MILLIS = 30_000;

  private final Socket raw;
  private final Socket tls;
  private final Faults faults;
  private final Runnable onConsume;
  private final Outbox outbox = new Outbox();
  private final Map<Integer, AmqpChannel> channels = new ConcurrentHashMap<>();
  private final Handshake handshake;
  private volatile boolean closing;
  private volatile boolean deaf;

  /**
   * @param raw closed to cut the client off without a word
   * @param tls the same connection, as the client talks on it
   * @param onConsume run after each new subscription
   */
  AmqpConnection(Socket raw, Socket tls, Broker broker, Faults faults, Runnable onConsume) {
    this.raw = raw;
    this.tls = tls;
    this.faults = faults;
    this.onConsume = onConsume;
    this.handshake = new Handshake(broker, faults);
  }

  /** Serves the client until it leaves or is cut off. */
  void serve() {
    Thread writer = new Thread(this::write, Thread.currentThread().getName() + "-writer");
    writer.setDaemon(true);
    try {
      tls.setSoTimeout(HANDSHAKE_TIMEOUT_MILLIS);
      tls.setTcpNoDelay(true);
      DataInputStream in = new DataInputStream(new BufferedInputStream(tls.getInputStream()));
      Handshake.readProtocolHeader(in);
      writer.start();
      send(0, Handshake.greeting());
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

  Session session() throws AmqpError {
    return handshake.session();
  }

  boolean clientKnowsConsumerCancel() {
    return handshake.clientKnowsConsumerCancel();
  }

  void send(int channel, Method method) {
    outbox.add(out -> Frame.of(channel, method).writeTo(out));
  }

  void sendContent(int channel, Method method, Melding melding, Runnable whenWritten) {
    outbox.add(out -> {
      Frame.of(channel, method).writeTo(out);
      Frame.contentHeader(channel, FiksHeaders.of(melding), melding.inline().size())
          .writeTo(out);
      int room = handshake.frameMax() - Frame.OVERHEAD;
      try (InputStream body = melding.inline().open()) {
        byte[] part = body.readNBytes(room);
        while (part.length > 0) {
          Frame.body(channel, part).writeTo(out);
          part = body.readNBytes(room);
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

  /** False when the conversation is over. */
  private boolean handleNext(DataInputStream in) throws IOException {
    try {
      Frame frame = Frame.read(in, handshake.frameMax());
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
        return handshake.refusalIsTold();
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
      send(0, handshake.logIn(startOk));
    } else if (method instanceof AMQP.Connection.TuneOk tuneOk) {
      keepAlive(handshake.tune(tuneOk));
    } else if (method instanceof AMQP.Connection.Open open) {
      send(0, handshake.open(open));
    } else {
      throw AmqpError.notImplemented(method.protocolMethodName());
    }
    return true;
  }

  private void keepAlive(Duration heartbeat) throws IOException {
    tls.setSoTimeout((int) heartbeat.multipliedBy(2).toMillis());
    if (!heartbeat.isZero()) {
      outbox.keepAlive(heartbeat.dividedBy(2));
    }
  }

  private boolean handleChannelMethod(int number, Method method) throws AmqpError {
    if (closing) {
      return true;
    }
    handshake.session();
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
    } else {
      channel.handle(method);
      if (method instanceof AMQP.Basic.Consume) {
        onConsume.run();
      }
    }
    return true;
  }
}
