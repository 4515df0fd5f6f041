package no.fiksgateway.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How the queue of a Fiks IO account behaves towards its consumer. It holds for RabbitMQ set up as Fiks IO documents
 * its queues, and so it must hold for the simulator. RabbitMQ counts a queue's messages and consumers with some delay;
 * counts are therefore awaited.
 */
interface KontoQueueContract {
  Duration LONG = Duration.ofDays(2);

  /** A way in with valid credentials and no automatic recovery. */
  ConnectionFactory client() throws Exception;

  /** The account's queue, empty at the start of every test. */
  String queue();

  /** The platform puts a message into the queue. */
  void arrives(byte[] body, Duration ttl) throws Exception;

  /** The server ends every subscription of the queue of its own accord. */
  void cancelsConsumers() throws Exception;

  @Test
  default void aDeliveryNamesItsQueueAndCarriesItsHeadersAsLongStrings() throws Exception {
    try (Connection connection = client().newConnection()) {
      List<Delivery> arrived = consume(connection.createChannel());
      arrives("innhold".getBytes(UTF_8), LONG);

      Delivery delivery = next(arrived, 0);
      assertThat(delivery.getEnvelope().getRoutingKey()).isEqualTo(queue());
      assertThat(delivery.getEnvelope().isRedeliver()).isFalse();
      assertThat(delivery.getProperties().getExpiration())
          .isEqualTo(String.valueOf(LONG.toMillis()));
      assertThat(delivery.getProperties().getHeaders())
          .containsKeys("melding-id", "type", "avsender-id");
      assertThat(delivery.getProperties().getHeaders().values())
          .allSatisfy(value -> assertThat(value).isInstanceOf(LongString.class));
      assertThat(delivery.getBody()).isEqualTo("innhold".getBytes(UTF_8));
    }
  }

  @Test
  default void messagesComeInTheOrderTheyArrived() throws Exception {
    for (int i = 0; i < 5; i++) {
      arrives(numbered(i), LONG);
    }
    try (Connection connection = client().newConnection()) {
      List<Delivery> arrived = consume(connection.createChannel());

      await().until(() -> arrived.size() == 5);
      assertThat(arrived)
          .extracting(Delivery::getBody)
          .containsExactly(
              IntStream.range(0, 5).mapToObj(KontoQueueContract::numbered).toArray(byte[][]::new));
    }
  }

  @Test
  default void aBodyOfManyFramesArrivesWhole() throws Exception {
    byte[] large = new byte[700_000];
    IntStream.range(0, large.length).forEach(i -> large[i] = (byte) i);
    arrives(large, LONG);
    try (Connection connection = client().newConnection()) {
      assertThat(next(consume(connection.createChannel()), 0).getBody()).isEqualTo(large);
    }
  }

  @Test
  default void noMoreThanThePrefetchIsOutUnacked() throws Exception {
    for (int i = 0; i < 3; i++) {
      arrives(numbered(i), LONG);
    }
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      channel.basicQos(2);
      List<Delivery> arrived = consume(channel);
      await().until(() -> arrived.size() == 2);
      await().until(() -> channel.queueDeclarePassive(queue()).getMessageCount() == 1);

      channel.basicAck(tag(arrived.get(0)), false);

      assertThat(next(arrived, 2).getBody()).isEqualTo(numbered(2));
    }
  }

  @Test
  default void anAckOfSeveralTakesAllUpToItsTag() throws Exception {
    for (int i = 0; i < 3; i++) {
      arrives(numbered(i), LONG);
    }
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      List<Delivery> arrived = consume(channel);
      await().until(() -> arrived.size() == 3);
      channel.basicAck(tag(arrived.get(1)), true);
      channel.close();

      assertThat(next(consume(connection.createChannel()), 0).getBody()).isEqualTo(numbered(2));
    }
  }

  @Test
  default void aNackWithoutRequeueDropsTheMessage() throws Exception {
    arrives(numbered(0), LONG);
    arrives(numbered(1), LONG);
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      channel.basicNack(get(channel).getEnvelope().getDeliveryTag(), false, false);

      assertThat(get(channel).getBody()).isEqualTo(numbered(1));
      assertThat(channel.basicGet(queue(), false)).isNull();
    }
  }

  @Test
  default void aRequeuedMessageComesBackAheadOfTheOthersAndMarked() throws Exception {
    arrives(numbered(0), LONG);
    arrives(numbered(1), LONG);
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      channel.basicReject(get(channel).getEnvelope().getDeliveryTag(), true);

      GetResponse again = get(channel);
      assertThat(again.getBody()).isEqualTo(numbered(0));
      assertThat(again.getEnvelope().isRedeliver()).isTrue();
    }
  }

  @Test
  default void whatWasNotAckedComesBackMarkedWhenTheConnectionEnds() throws Exception {
    arrives(numbered(0), LONG);
    Connection first = client().newConnection();
    next(consume(first.createChannel()), 0);
    first.abort();

    try (Connection second = client().newConnection()) {
      assertThat(next(consume(second.createChannel()), 0).getEnvelope().isRedeliver())
          .isTrue();
    }
  }

  @Test
  default void whatWasNotAckedComesBackMarkedWhenTheChannelEnds() throws Exception {
    arrives(numbered(0), LONG);
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      next(consume(channel), 0);
      channel.close();

      assertThat(next(consume(connection.createChannel()), 0).getEnvelope().isRedeliver())
          .isTrue();
    }
  }

  @Test
  default void recoverPutsBackEverythingUnacked() throws Exception {
    arrives(numbered(0), LONG);
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      List<Delivery> arrived = consume(channel);
      next(arrived, 0);

      channel.basicRecover(true);

      assertThat(next(arrived, 1).getEnvelope().isRedeliver()).isTrue();
    }
  }

  @Test
  default void aMessageThatCameBackThreeTimesIsNotDeliveredAgain() throws Exception {
    arrives(numbered(0), LONG);
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      for (int attempt = 0; attempt < 3; attempt++) {
        channel.basicNack(get(channel).getEnvelope().getDeliveryTag(), false, true);
      }
      arrives(numbered(1), LONG);

      assertThat(get(channel).getBody()).isEqualTo(numbered(1));
    }
  }

  @Test
  default void anExpiredMessageAtTheHeadIsNotDelivered() throws Exception {
    arrives(numbered(0), Duration.ofSeconds(1));
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      await().until(() -> channel.queueDeclarePassive(queue()).getMessageCount() == 0);
      arrives(numbered(1), LONG);

      assertThat(get(channel).getBody()).isEqualTo(numbered(1));
    }
  }

  @Test
  default void anExpiredMessageStaysBehindALivingOneUntilThatIsGone() throws Exception {
    arrives(numbered(0), LONG);
    arrives(numbered(1), Duration.ofSeconds(1));
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      await()
          .during(Duration.ofMillis(1500))
          .until(() -> channel.queueDeclarePassive(queue()).getMessageCount() == 2);

      channel.basicAck(get(channel).getEnvelope().getDeliveryTag(), false);

      await().until(() -> channel.queueDeclarePassive(queue()).getMessageCount() == 0);
    }
  }

  @Test
  default void severalConsumersShareWhatArrives() throws Exception {
    try (Connection connection = client().newConnection()) {
      List<Delivery> one = consume(connection.createChannel());
      List<Delivery> other = consume(connection.createChannel());
      for (int i = 0; i < 4; i++) {
        arrives(numbered(i), LONG);
      }

      await().until(() -> one.size() == 2 && other.size() == 2);
    }
  }

  @Test
  default void aCancelledConsumerGetsNoMoreAndMayStillAnswer() throws Exception {
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      List<Delivery> arrived = new CopyOnWriteArrayList<>();
      String consumerTag =
          channel.basicConsume(queue(), false, (tag, d) -> arrived.add(d), tag -> {});
      arrives(numbered(0), LONG);
      next(arrived, 0);

      channel.basicCancel(consumerTag);
      arrives(numbered(1), LONG);
      channel.basicAck(tag(arrived.get(0)), false);

      await().until(() -> channel.queueDeclarePassive(queue()).getMessageCount() == 1);
      await().until(() -> channel.queueDeclarePassive(queue()).getConsumerCount() == 0);
      assertThat(arrived).hasSize(1);
    }
  }

  @Test
  default void aConsumerIsToldWhenTheServerEndsItsSubscription() throws Exception {
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      AtomicBoolean told = new AtomicBoolean();
      channel.basicConsume(queue(), false, (tag, delivery) -> {}, tag -> told.set(true));

      cancelsConsumers();

      await().untilTrue(told);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  default void aGetTakesTheHeadAndTellsHowManyAreLeft() throws Exception {
    arrives(numbered(0), LONG);
    arrives(numbered(1), LONG);
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      GetResponse got = get(channel);

      assertThat(got.getBody()).isEqualTo(numbered(0));
      assertThat(got.getMessageCount()).isEqualTo(1);
    }
  }

  @Test
  default void aConsumerWithoutAcksHasTheMessageOnceItIsSent() throws Exception {
    arrives(numbered(0), LONG);
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      List<Delivery> arrived = new CopyOnWriteArrayList<>();
      channel.basicConsume(queue(), true, (tag, delivery) -> arrived.add(delivery), tag -> {});
      next(arrived, 0);
      channel.close();

      Channel after = connection.createChannel();
      assertThat(after.basicGet(queue(), false)).isNull();
    }
  }

  @Test
  default void anUnknownQueueClosesTheChannelWith404AndNotTheConnection() throws Exception {
    try (Connection connection = client().newConnection()) {
      Channel declaring = connection.createChannel();
      assertThatThrownBy(() -> declaring.queueDeclarePassive("fiksio.konto." + UUID.randomUUID()))
          .satisfies(e -> assertThat(channelCode(e)).isEqualTo(AMQP.NOT_FOUND));
      Channel consuming = connection.createChannel();
      assertThatThrownBy(() ->
              consuming.basicConsume("fiksio.konto." + UUID.randomUUID(), (t, d) -> {}, t -> {}))
          .satisfies(e -> assertThat(channelCode(e)).isEqualTo(AMQP.NOT_FOUND));

      assertThat(connection.createChannel().queueDeclarePassive(queue()).getMessageCount())
          .isZero();
    }
  }

  @Test
  default void anUnknownDeliveryTagClosesTheChannelWith406AndReturnsItsMessages() throws Exception {
    arrives(numbered(0), LONG);
    try (Connection connection = client().newConnection()) {
      Channel channel = connection.createChannel();
      next(consume(channel), 0);
      channel.basicAck(99, false);

      await().until(() -> !channel.isOpen());
      assertThat(channelCode(channel.getCloseReason())).isEqualTo(AMQP.PRECONDITION_FAILED);
      assertThat(next(consume(connection.createChannel()), 0).getEnvelope().isRedeliver())
          .isTrue();
    }
  }

  @Test
  default void aConsumerTagUsedTwiceClosesTheConnectionWith530() throws Exception {
    Connection connection = client().newConnection();
    Channel channel = connection.createChannel();
    channel.basicConsume(queue(), false, "samme", (tag, delivery) -> {}, tag -> {});

    assertThatThrownBy(() -> channel.basicConsume(queue(), false, "samme", (t, d) -> {}, t -> {}))
        .isInstanceOf(IOException.class);
    assertThat(connection.isOpen()).isFalse();
    assertThat(((AMQP.Connection.Close) connection.getCloseReason().getReason()).getReplyCode())
        .isEqualTo(AMQP.NOT_ALLOWED);
  }

  @Test
  default void anIdleConnectionIsKeptAliveByHeartbeats() throws Exception {
    ConnectionFactory client = client();
    client.setRequestedHeartbeat(1);
    try (Connection connection = client.newConnection()) {
      assertThat(connection.getHeartbeat()).isEqualTo(1);
      await().during(Duration.ofSeconds(4)).until(connection::isOpen);
    }
  }

  @Test
  default void aWrongPasswordIsRefusedAtTheLogin() throws Exception {
    ConnectionFactory client = client();
    client.setPassword("feil");

    assertThatThrownBy(client::newConnection).isInstanceOf(AuthenticationFailureException.class);
  }

  private List<Delivery> consume(Channel channel) throws IOException {
    List<Delivery> arrived = new CopyOnWriteArrayList<>();
    channel.basicConsume(queue(), false, (tag, delivery) -> arrived.add(delivery), tag -> {});
    return arrived;
  }

  private static Delivery next(List<Delivery> arrived, int index) {
    await().until(() -> arrived.size() > index);
    return arrived.get(index);
  }

  /** What is at the head, once it is there. */
  private GetResponse get(Channel channel) {
    return await().until(() -> channel.basicGet(queue(), false), got -> got != null);
  }

  private static long tag(Delivery delivery) {
    return delivery.getEnvelope().getDeliveryTag();
  }

  private static byte[] numbered(int number) {
    return ("melding " + number).getBytes(UTF_8);
  }

  private static int channelCode(Throwable e) {
    ShutdownSignalException signal =
        (ShutdownSignalException) (e instanceof ShutdownSignalException ? e : e.getCause());
    return ((AMQP.Channel.Close) signal.getReason()).getReplyCode();
  }
}
