package no.fiksgateway.simulator.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import no.fiksgateway.simulator.amqp.Broker.Session;
import no.fiksgateway.simulator.fault.Faults;
import no.fiksgateway.simulator.fault.Where;
import org.jspecify.annotations.Nullable;

/** How a connection begins: who the client is, and what the two sides agree on. */
final class Handshake {
  /** The largest frame, in octets, before anything is agreed. */
  static final int FRAME_MAX = 131_072;

  private static final int CHANNEL_MAX = 2047;
  private static final int HEARTBEAT_SECONDS = 60;

  private final Broker broker;
  private final Faults faults;
  private volatile @Nullable Session session;
  private volatile boolean clientKnowsConsumerCancel;
  private volatile int frameMax = FRAME_MAX;
  private boolean clientTakesLoginRefusal;

  Handshake(Broker broker, Faults faults) {
    this.broker = broker;
    this.faults = faults;
  }

  static void readProtocolHeader(DataInputStream in) throws IOException {
    byte[] expected = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
      throw new IOException("this is not AMQP 0-9-1");
    }
  }

  static Method greeting() {
    Map<String, Object> capabilities = Map.of(
        "basic.nack", true,
        "consumer_cancel_notify", true,
        "authentication_failure_close", true,
        "per_consumer_qos", true);
    return new AMQImpl.Connection.Start(
        0,
        9,
        Map.of("product", "fiks-simulator", "capabilities", capabilities),
        LongStringHelper.asLongString("PLAIN"),
        LongStringHelper.asLongString("en_US"));
  }

  /** Lets the client in; the answer proposes what to agree on. */
  Method logIn(AMQP.Connection.StartOk startOk) throws AmqpError {
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
    session = broker.logIn(response[1], response[2]).orElseThrow(AmqpError::loginRefused);
    return new AMQImpl.Connection.Tune(CHANNEL_MAX, FRAME_MAX, HEARTBEAT_SECONDS);
  }

  /** Notes what the client made of the proposal; gives the heartbeat, zero for none. */
  Duration tune(AMQP.Connection.TuneOk tuneOk) {
    if (tuneOk.getFrameMax() > 0) {
      frameMax = Math.min(FRAME_MAX, Math.max(AMQP.FRAME_MIN_SIZE, tuneOk.getFrameMax()));
    }
    return Duration.ofSeconds(tuneOk.getHeartbeat());
  }

  Method open(AMQP.Connection.Open open) throws AmqpError {
    session();
    if (!"/".equals(open.getVirtualHost())) {
      throw AmqpError.notAllowed("vhost " + open.getVirtualHost() + " not found");
    }
    return new AMQImpl.Connection.OpenOk("");
  }

  /** Whether a refused login is told, or just dropped as older clients expect. */
  boolean refusalIsTold() {
    return session != null || clientTakesLoginRefusal;
  }

  Session session() throws AmqpError {
    Session open = session;
    if (open == null) {
      throw AmqpError.notAllowed("this needs a login first");
    }
    return open;
  }

  boolean clientKnowsConsumerCancel() {
    return clientKnowsConsumerCancel;
  }

  int frameMax() {
    return frameMax;
  }
}
