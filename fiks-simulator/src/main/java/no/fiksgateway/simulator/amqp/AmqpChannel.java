package no.fiksgateway.simulator.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import no.fiksgateway.simulator.amqp.Broker.QueueAccess;
import no.fiksgateway.simulator.fault.What;
import no.fiksgateway.simulator.fault.Where;
import no.fiksgateway.simulator.queue.Delivery;
import no.fiksgateway.simulator.queue.KontoQueue;
import no.fiksgateway.simulator.queue.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * One channel: its consumers, and what it delivered that is not answered. Only the connection's reading thread calls
 * the methods that answer the client; deliveries come from any thread.
 */
final class AmqpChannel {
  private record Unanswered(Delivery delivery, @Nullable Consumer consumer) {}

  private final int number;
  private final AmqpConnection connection;
  private final Map<String, Consumer> consumers = new HashMap<>();
  private final NavigableMap<Long, Unanswered> unanswered = new TreeMap<>();
  private long lastTag;
  private int prefetchOfNextConsumers;
  private int prefetchOfChannel;
  private int outstanding;
  private volatile boolean closing;
  private boolean released;

  AmqpChannel(int number, AmqpConnection connection) {
    this.number = number;
    this.connection = connection;
  }

  /** Whether a channel error was reported and the client has not confirmed it. */
  boolean closing() {
    return closing;
  }

  void startClosing() {
    closing = true;
  }

  synchronized void qos(AMQP.Basic.Qos qos) {
    if (qos.getGlobal()) {
      prefetchOfChannel = qos.getPrefetchCount();
    } else {
      prefetchOfNextConsumers = qos.getPrefetchCount();
    }
    connection.send(number, new AMQImpl.Basic.QosOk());
  }

  void consume(AMQP.Basic.Consume consume) throws AmqpError {
    KontoQueue queue = queue(consume.getQueue());
    Consumer consumer;
    synchronized (this) {
      String tag = consume.getConsumerTag().isEmpty()
          ? "amq.ctag-" + UUID.randomUUID()
          : consume.getConsumerTag();
      if (consumers.containsKey(tag)) {
        throw AmqpError.notAllowed("attempt to reuse consumer tag '" + tag + "'");
      }
      consumer = new Consumer(tag, queue, prefetchOfNextConsumers, consume.getNoAck());
      consumers.put(tag, consumer);
    }
    if (!consume.getNowait()) {
      connection.send(number, new AMQImpl.Basic.ConsumeOk(consumer.tag));
    }
    queue.subscribe(consumer);
    synchronized (this) {
      if (!released) {
        return;
      }
    }
    queue.unsubscribe(consumer);
  }

  void cancel(AMQP.Basic.Cancel cancel) {
    Consumer consumer;
    synchronized (this) {
      consumer = consumers.remove(cancel.getConsumerTag());
    }
    if (consumer != null) {
      consumer.queue.unsubscribe(consumer);
    }
    if (!cancel.getNowait()) {
      connection.send(number, new AMQImpl.Basic.CancelOk(cancel.getConsumerTag()));
    }
  }

  /** Ends every subscription from the platform's side, as RabbitMQ does when a queue fails over. */
  void cancelAll() {
    List<Consumer> cancelled;
    synchronized (this) {
      cancelled = List.copyOf(consumers.values());
      consumers.clear();
    }
    for (Consumer consumer : cancelled) {
      consumer.queue.unsubscribe(consumer);
      if (connection.clientKnowsConsumerCancel()) {
        connection.send(number, new AMQImpl.Basic.Cancel(consumer.tag, true));
      }
    }
  }

  synchronized boolean hasConsumers() {
    return !consumers.isEmpty();
  }

  void get(AMQP.Basic.Get get) throws AmqpError {
    KontoQueue queue = queue(get.getQueue());
    Optional<Delivery> got = queue.get();
    if (got.isEmpty()) {
      connection.send(number, new AMQImpl.Basic.GetEmpty(""));
      return;
    }
    Delivery delivery = got.get();
    long tag = remember(delivery, null);
    connection.sendContent(
        number,
        new AMQImpl.Basic.GetOk(
            tag,
            delivery.redelivered(),
            "",
            FiksHeaders.routingKey(delivery.melding()),
            queue.waiting()),
        delivery.melding(),
        get.getNoAck() ? () -> answerWithoutAck(tag) : () -> {});
  }

  void ack(AMQP.Basic.Ack ack) throws AmqpError {
    for (Delivery delivery : takeAnswered(ack.getDeliveryTag(), ack.getMultiple())) {
      if (connection.faults().strikes(Where.AMQP, What.REDELIVER)) {
        delivery.requeue();
      } else {
        delivery.ack();
      }
    }
    makeUseOfRoom();
  }

  void nack(AMQP.Basic.Nack nack) throws AmqpError {
    giveBack(takeAnswered(nack.getDeliveryTag(), nack.getMultiple()), nack.getRequeue());
  }

  void reject(AMQP.Basic.Reject reject) throws AmqpError {
    giveBack(takeAnswered(reject.getDeliveryTag(), false), reject.getRequeue());
  }

  void recover(boolean requeue) throws AmqpError {
    if (!requeue) {
      throw AmqpError.notImplemented("basic.recover without requeue");
    }
    giveBack(takeAll(), true);
    connection.send(number, new AMQImpl.Basic.RecoverOk());
  }

  void declare(AMQP.Queue.Declare declare) throws AmqpError {
    if (!declare.getPassive()) {
      throw AmqpError.accessRefused("queues are declared by the platform, not by its clients");
    }
    KontoQueue queue = queue(declare.getQueue());
    if (!declare.getNowait()) {
      connection.send(
          number,
          new AMQImpl.Queue.DeclareOk(declare.getQueue(), queue.waiting(), queue.consumers()));
    }
  }

  /** Ends all subscriptions and puts back what was not answered. */
  void release() {
    List<Consumer> ended;
    synchronized (this) {
      ended = List.copyOf(consumers.values());
      consumers.clear();
      released = true;
    }
    ended.forEach(consumer -> consumer.queue.unsubscribe(consumer));
    takeAll().forEach(Delivery::requeue);
  }

  private KontoQueue queue(String name) throws AmqpError {
    QueueAccess access = connection.session().queue(name);
    if (access instanceof QueueAccess.Granted granted) {
      return granted.queue();
    }
    if (access instanceof QueueAccess.NoSuchQueue) {
      throw AmqpError.notFound(name);
    }
    throw AmqpError.accessRefused(
        "access to queue '" + name + "' in vhost '/' refused: it belongs to another integration");
  }

  private void giveBack(List<Delivery> deliveries, boolean requeue) {
    deliveries.forEach(requeue ? Delivery::requeue : Delivery::drop);
    makeUseOfRoom();
  }

  private void makeUseOfRoom() {
    Set<KontoQueue> queues = new LinkedHashSet<>();
    synchronized (this) {
      consumers.values().forEach(consumer -> queues.add(consumer.queue));
    }
    queues.forEach(KontoQueue::advance);
  }

  private synchronized long remember(Delivery delivery, @Nullable Consumer consumer) {
    long tag = ++lastTag;
    unanswered.put(tag, new Unanswered(delivery, consumer));
    return tag;
  }

  private synchronized List<Delivery> takeAnswered(long tag, boolean multiple) throws AmqpError {
    if (multiple && tag == 0) {
      return takeAll();
    }
    if (!unanswered.containsKey(tag)) {
      throw AmqpError.preconditionFailed("unknown delivery tag " + tag);
    }
    NavigableMap<Long, Unanswered> answered =
        multiple ? unanswered.headMap(tag, true) : unanswered.subMap(tag, true, tag, true);
    return take(answered);
  }

  private synchronized List<Delivery> takeAll() {
    return take(unanswered);
  }

  private List<Delivery> take(NavigableMap<Long, Unanswered> answered) {
    List<Delivery> deliveries = new ArrayList<>(answered.size());
    for (Unanswered one : answered.values()) {
      deliveries.add(one.delivery());
      if (one.consumer() != null) {
        one.consumer().outstanding--;
        outstanding--;
      }
    }
    answered.clear();
    return deliveries;
  }

  private void answerWithoutAck(long tag) {
    Unanswered sent;
    synchronized (this) {
      sent = unanswered.remove(tag);
    }
    if (sent != null) {
      sent.delivery().ack();
    }
  }

  /** One subscription on this channel. Its counters are guarded by the channel. */
  private final class Consumer implements Recipient {
    private final String tag;
    private final KontoQueue queue;
    private final int prefetch;
    private final boolean withoutAck;
    private int outstanding;

    Consumer(String tag, KontoQueue queue, int prefetch, boolean withoutAck) {
      this.tag = tag;
      this.queue = queue;
      this.prefetch = prefetch;
      this.withoutAck = withoutAck;
    }

    @Override
    public boolean reserve() {
      synchronized (AmqpChannel.this) {
        if (released || withoutAck) {
          return !released;
        }
        boolean consumerIsFull = prefetch > 0 && outstanding >= prefetch;
        boolean channelIsFull =
            prefetchOfChannel > 0 && AmqpChannel.this.outstanding >= prefetchOfChannel;
        if (consumerIsFull || channelIsFull) {
          return false;
        }
        outstanding++;
        AmqpChannel.this.outstanding++;
        return true;
      }
    }

    @Override
    public void take(Delivery delivery) {
      boolean cut = connection.faults().strikes(Where.AMQP, What.CLOSE_CONNECTION);
      if (cut) {
        connection.stopListening();
      }
      synchronized (AmqpChannel.this) {
        long deliveryTag = remember(delivery, withoutAck ? null : this);
        connection.sendContent(
            number,
            new AMQImpl.Basic.Deliver(
                tag,
                deliveryTag,
                delivery.redelivered(),
                "",
                FiksHeaders.routingKey(delivery.melding())),
            delivery.melding(),
            withoutAck ? () -> answerWithoutAck(deliveryTag) : () -> {});
      }
      if (cut) {
        connection.cutAfterWhatIsWritten();
      }
    }
  }
}
