package no.fiksgateway.simulator;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * RabbitMQ keeps the contract, with a queue set up by what KS documents: durable, three attempts. That is what allows
 * the contract to speak for Fiks IO.
 */
class RabbitMqQueueTest implements KontoQueueContract {
  private static final String HOST = "127.0.0.1";
  private static final int PORT = 5672;
  private static Connection platform;

  private final String queue = "fiksio.konto." + UUID.randomUUID();
  private Channel channel;

  @BeforeAll
  static void connect() throws Exception {
    if (!reachable()) {
      String missing = "No RabbitMQ answers on " + HOST + ":" + PORT;
      if ("true".equals(System.getenv("REQUIRE_SERVICES"))) {
        fail(missing + ", and REQUIRE_SERVICES asks for it");
      }
      assumeTrue(false, missing + "; the contract is checked against the simulator only");
    }
    platform = factory().newConnection();
  }

  @AfterAll
  static void disconnect() throws IOException {
    if (platform != null) {
      platform.close();
    }
  }

  @BeforeEach
  void declare() throws IOException {
    channel = platform.createChannel();
    // A delivery limit of 2 allows three deliveries: the first and two more.
    channel.queueDeclare(
        queue, true, false, false, Map.of("x-queue-type", "quorum", "x-delivery-limit", 2));
  }

  @AfterEach
  void delete() throws Exception {
    channel.queueDelete(queue);
    channel.close();
  }

  @Override
  public ConnectionFactory client() {
    return factory();
  }

  @Override
  public String queue() {
    return queue;
  }

  @Override
  public void arrives(byte[] body, Duration ttl) throws Exception {
    channel.confirmSelect();
    channel.basicPublish(
        "",
        queue,
        new AMQP.BasicProperties.Builder()
            .deliveryMode(2)
            .expiration(Long.toString(ttl.toMillis()))
            .headers(Map.of(
                "melding-id", UUID.randomUUID().toString(),
                "type", "no.test.fiksio.v1",
                "avsender-id", UUID.randomUUID().toString()))
            .build(),
        body);
    channel.waitForConfirmsOrDie(10_000);
  }

  @Override
  public void cancelsConsumers() throws IOException {
    channel.queueDelete(queue);
  }

  private static ConnectionFactory factory() {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(HOST);
    factory.setPort(PORT);
    factory.setUsername("guest");
    factory.setPassword("guest");
    factory.setAutomaticRecoveryEnabled(false);
    return factory;
  }

  private static boolean reachable() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(HOST, PORT), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
