package no.fiksgateway.simulator;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A consumer that takes and acks what its account gets, and remembers it. */
final class Mottak implements AutoCloseable {
  final List<Delivery> arrived = new CopyOnWriteArrayList<>();
  final AtomicBoolean cancelled = new AtomicBoolean();
  final Connection connection;
  final Channel channel;

  Mottak(Integrasjon integrasjon) throws Exception {
    connection = integrasjon.connect();
    channel = connection.createChannel();
    channel.basicQos(10);
    channel.basicConsume(
        integrasjon.queueName(),
        false,
        (tag, delivery) -> {
          arrived.add(delivery);
          try {
            channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
          } catch (AlreadyClosedException e) {
            // Some tests are about connections that end before the ack.
          }
        },
        tag -> cancelled.set(true));
  }

  /** What arrived, by message type. */
  List<String> types() {
    return arrived.stream().map(delivery -> header(delivery, "type")).toList();
  }

  static String header(Delivery delivery, String name) {
    Object value = delivery.getProperties().getHeaders().get(name);
    return value == null ? null : value.toString();
  }

  @Override
  public void close() {
    connection.abort();
  }
}
