package no.fiksgateway.simulator.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.simulator.amqp.Broker.QueueAccess;
import no.fiksgateway.simulator.fault.What;
import no.fiksgateway.simulator.fault.Where;
import no.fiksgateway.simulator.queue.Delivery;
import no.fiksgateway.simulator.queue.KontoQueue;
import no.fiksgateway.simulator.queue.Recipient;

/**
 * One channel with its consumers. The client is answered by the connection's reading thread only; deliveries come from
 * any thread, with the queue locked.
 */
final class AmqpChannel {
  private final int number;
  private final AmqpConnection connection;
  private final Unanswered unanswered = new Unanswered();
  private final Map<String, Consumer> consumers = new HashMap<>();
  private int prefetchOfNextConsumers;
  private volatile boolean released;

  AmqpChannel(int number, AmqpConnection connection) {
    this.number = number;
    this.connection = connection;
  }

  void handle(Method method) throws AmqpError {
    if (released) {
      return;
    }
    if (method instanceof AMQP.Basic.Ack ack) {
      ack(ack);
    } else if (method instanceof AMQP.Basic.Nack nack) {
      giveBack(unanswered.answered(nack.getDeliveryTag(), nack.getMultiple()), nack.getRequeue());
    } else if (method instanceof AMQP.Basic.Reject reject) {
      giveBack(unanswered.answered(reject.getDeliveryTag(), false), reject.getRequeue());
    } else if (method instanceof AMQP.Basic.Recover recover) {
      recover(recover);
    } else if (method instanceof AMQP.Basic.Qos qos) {
      qos(qos);
    } else if (method instanceof AMQP.Basic.Consume consume) {
      consume(consume);
    } else if (method instanceof AMQP.Basic.Cancel cancel) {
      cancel(cancel);
    } else if (method instanceof AMQP.Basic.Get get) {
      get(get);
    } else if (method instanceof AMQP.Queue.Declare declare) {
      declare(declare);
    } else if (method instanceof AMQP.Basic.Publish) {
      throw AmqpError.accessRefused("messages are sent by HTTP; publishing is for the platform");
    } else if (!(method instanceof AMQP.Basic.CancelOk)
        && !(method instanceof AMQP.Channel.FlowOk)) {
      throw AmqpError.notImplemented(method.protocolMethodName());
    }
  }

  synchronized boolean hasConsumers() {
    return !consumers.isEmpty();
  }

  /** Ends every subscription from the platform's side, as RabbitMQ does when a queue fails over. */
  void cancelAll() {
    for (Consumer consumer : endSubscriptions()) {
      if (connection.clientKnowsConsumerCancel()) {
        connection.send(number, new AMQImpl.Basic.Cancel(consumer.tag, true));
      }
    }
  }

  /** Ends all subscriptions, puts back what was not answered, and hears nothing more. */
  void release() {
    released = true;
    endSubscriptions();
    unanswered.all().forEach(Delivery::requeue);
  }

  private void qos(AMQP.Basic.Qos qos) {
    if (qos.getGlobal()) {
      unanswered.limit(qos.getPrefetchCount());
    } else {
      prefetchOfNextConsumers = qos.getPrefetchCount();
    }
    connection.send(number, new AMQImpl.Basic.QosOk());
  }

  private void consume(AMQP.Basic.Consume consume) throws AmqpError {
    KontoQueue queue = queue(consume.getQueue());
    String tag = consume.getConsumerTag().isEmpty()
        ? "amq.ctag-" + UUID.randomUUID()
        : consume.getConsumerTag();
    Consumer consumer = new Consumer(tag, queue, prefetchOfNextConsumers, consume.getNoAck());
    synchronized (this) {
      if (consumers.putIfAbsent(tag, consumer) != null) {
        throw AmqpError.notAllowed("attempt to reuse consumer tag '" + tag + "'");
      }
    }
    if (!consume.getNowait()) {
      connection.send(number, new AMQImpl.Basic.ConsumeOk(tag));
    }
    queue.subscribe(consumer);
    if (released) {
      queue.unsubscribe(consumer);
    }
  }

  private void cancel(AMQP.Basic.Cancel cancel) {
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

  private void get(AMQP.Basic.Get get) throws AmqpError {
    KontoQueue queue = queue(get.getQueue());
    Optional<Delivery> got = queue.get();
    if (got.isEmpty()) {
      connection.send(number, new AMQImpl.Basic.GetEmpty(""));
      return;
    }
    Delivery delivery = got.get();
    long tag = unanswered.add(delivery, null);
    connection.sendContent(
        number,
        new AMQImpl.Basic.GetOk(
            tag,
            delivery.redelivered(),
            "",
            FiksHeaders.routingKey(delivery.melding()),
            queue.waiting()),
        delivery.melding(),
        get.getNoAck() ? () -> unanswered.done(tag) : () -> {});
  }

  private void ack(AMQP.Basic.Ack ack) throws AmqpError {
    for (Delivery delivery : unanswered.answered(ack.getDeliveryTag(), ack.getMultiple())) {
      if (connection.faults().strikes(Where.AMQP, What.REDELIVER)) {
        delivery.requeue();
      } else {
        delivery.ack();
      }
    }
    makeUseOfRoom();
  }

  private void recover(AMQP.Basic.Recover recover) throws AmqpError {
    if (!recover.getRequeue()) {
      throw AmqpError.notImplemented("basic.recover without requeue");
    }
    giveBack(unanswered.all(), true);
    connection.send(number, new AMQImpl.Basic.RecoverOk());
  }

  private void declare(AMQP.Queue.Declare declare) throws AmqpError {
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
    List<KontoQueue> queues;
    synchronized (this) {
      queues =
          consumers.values().stream().map(consumer -> consumer.queue).distinct().toList();
    }
    queues.forEach(KontoQueue::advance);
  }

  private List<Consumer> endSubscriptions() {
    List<Consumer> ended;
    synchronized (this) {
      ended = List.copyOf(consumers.values());
      consumers.clear();
    }
    ended.forEach(consumer -> consumer.queue.unsubscribe(consumer));
    return ended;
  }

  /** One subscription on this channel. */
  private final class Consumer implements Recipient {
    private final String tag;
    private final KontoQueue queue;
    private final Unanswered.Share share;
    private final boolean withoutAck;

    Consumer(String tag, KontoQueue queue, int prefetch, boolean withoutAck) {
      this.tag = tag;
      this.queue = queue;
      this.share = new Unanswered.Share(prefetch);
      this.withoutAck = withoutAck;
    }

    @Override
    public boolean reserve() {
      return !released && (withoutAck || unanswered.reserve(share));
    }

    @Override
    public void take(Delivery delivery) {
      boolean cut = connection.faults().strikes(Where.AMQP, What.CLOSE_CONNECTION);
      if (cut) {
        connection.stopListening();
      }
      long deliveryTag = unanswered.add(delivery, withoutAck ? null : share);
      connection.sendContent(
          number,
          new AMQImpl.Basic.Deliver(
              tag,
              deliveryTag,
              delivery.redelivered(),
              "",
              FiksHeaders.routingKey(delivery.melding())),
          delivery.melding(),
          withoutAck ? () -> unanswered.done(deliveryTag) : () -> {});
      if (cut) {
        connection.cutAfterWhatIsWritten();
      }
    }
  }
}
