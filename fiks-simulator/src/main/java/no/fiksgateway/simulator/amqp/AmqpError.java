package no.fiksgateway.simulator.amqp;

import com.rabbitmq.client.AMQP;

/** A protocol error to report to the client, by the reply codes of AMQP 0-9-1 and in RabbitMQ's wording. */
final class AmqpError extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final boolean closesConnection;

  private AmqpError(int code, String text, boolean closesConnection) {
    super(text);
    this.code = code;
    this.closesConnection = closesConnection;
  }

  static AmqpError accessRefused(String what) {
    return new AmqpError(AMQP.ACCESS_REFUSED, "ACCESS_REFUSED - " + what, false);
  }

  static AmqpError notFound(String queue) {
    return new AmqpError(
        AMQP.NOT_FOUND, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", false);
  }

  static AmqpError preconditionFailed(String what) {
    return new AmqpError(AMQP.PRECONDITION_FAILED, "PRECONDITION_FAILED - " + what, false);
  }

  static AmqpError loginRefused() {
    return new AmqpError(
        AMQP.ACCESS_REFUSED,
        "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. The password is"
            + " the integration's password, a space, and a valid Maskinporten token",
        true);
  }

  static AmqpError connectionForced(String why) {
    return new AmqpError(AMQP.CONNECTION_FORCED, "CONNECTION_FORCED - " + why, true);
  }

  static AmqpError notAllowed(String what) {
    return new AmqpError(AMQP.NOT_ALLOWED, "NOT_ALLOWED - " + what, true);
  }

  static AmqpError notImplemented(String method) {
    return new AmqpError(
        AMQP.NOT_IMPLEMENTED, "NOT_IMPLEMENTED - the simulator has no " + method, true);
  }

  static AmqpError channelError(String what) {
    return new AmqpError(AMQP.CHANNEL_ERROR, "CHANNEL_ERROR - " + what, true);
  }

  static AmqpError frameError(String what) {
    return new AmqpError(AMQP.FRAME_ERROR, "FRAME_ERROR - " + what, true);
  }

  int code() {
    return code;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  boolean closesConnection() {
    return closesConnection;
  }
}
