package no.fiksgateway.acceptance;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Locale;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** A place in the gateway's code where the process is made to end, or loses its connections. */
enum CrashStep {
  CREATE_AFTER_COMMIT(Code.UTBOKS, "create", 1, Moment.AFTER, true),
  ADD_FILE_BEFORE_COMMIT(Code.UPLOADS, "attach", 2, Moment.AFTER, true),
  ADD_FILE_AFTER_COMMIT(Code.UTBOKS, "addFile", 3, Moment.AFTER, true),
  QUEUE_BEFORE_COMMIT(Code.UTBOKS, "queue", 1, Moment.AFTER, true),
  SEND_AFTER_COMMIT(Code.UTBOKS, "send", 1, Moment.AFTER, true),
  CREATE_AND_SEND_AFTER_COMMIT(Code.UTBOKS, "createAndSend", 2, Moment.AFTER, true),
  ATTEMPT_BEFORE_COMMIT(Code.SEND_JOB, "begin", 1, Moment.AFTER, true),
  HTTP_BEFORE_FIRST_BYTE(Code.SENDER, "send", 2, Moment.BEFORE, true),
  HTTP_WHILE_SEALING(Code.SEND_JOB, "seal", 3, Moment.BEFORE, true),
  HTTP_SEALED_NOT_FINISHED(Code.SEND_JOB, "seal", 3, Moment.AFTER, true),
  HTTP_ANSWERED_NOT_WRITTEN(Code.SENDER, "send", 2, Moment.AFTER, true),
  OUTCOME_BEFORE_COMMIT(Code.SEND_JOB, "conclude", 2, Moment.AFTER, true),
  OUTCOME_AFTER_COMMIT(Code.SEND_JOB, "next", 2, Moment.BEFORE, true),

  DELIVERY_ARRIVED(Code.INTAKE, "handle", 1, Moment.BEFORE, false),
  PAYLOAD_BEFORE_NAMED(
      "no.fiksgateway.integrasjonspunkt.payload.DiskPayloadWriter",
      "commit",
      0,
      Moment.BEFORE,
      false),
  DELIVERY_PAYLOAD_STORED(Code.INTAKE, "store", 1, Moment.AFTER, false),
  DELIVERY_COMMITTED_NOT_ACKED(Code.INTAKE, "handle", 1, Moment.AFTER, false),
  ACK_BEFORE("com.rabbitmq.client.impl.ChannelN", "basicAck", 2, Moment.BEFORE, false),
  ACK_AFTER("com.rabbitmq.client.impl.ChannelN", "basicAck", 2, Moment.AFTER, false),
  PACKAGE_OPENED(
      "no.fiksgateway.integrasjonspunkt.inbound.PackageVault", "open", 2, Moment.AFTER, false),
  SETTLE_BEFORE(Code.SETTLEMENT, "settle", 4, Moment.BEFORE, false),
  OFFER_BEFORE_COMMIT(Code.SETTLEMENT, "offer", 5, Moment.AFTER, false),
  ANSWER_BEFORE_COMMIT(Code.SETTLEMENT, "question", 5, Moment.AFTER, false),
  CIPHERTEXT_NOT_YET_REMOVED(
      "no.fiksgateway.integrasjonspunkt.inbound.UnneededPayloads",
      "delete",
      1,
      Moment.BEFORE,
      false),
  SETTLE_AFTER_COMMIT(Code.SETTLEMENT, "settle", 4, Moment.AFTER, false),
  PEEK_AFTER_COMMIT(Code.INNBOKS, "peek", 2, Moment.AFTER, false),
  DELETE_BEFORE_COMMIT(Code.INNBOKS, "finish", 1, Moment.AFTER, false),
  DELETE_AFTER_COMMIT(Code.INNBOKS, "delete", 2, Moment.AFTER, false);

  private enum Moment {
    BEFORE,
    AFTER
  }

  private static final class Code {
    private static final String GATEWAY = "no.fiksgateway.integrasjonspunkt.";
    static final String UTBOKS = GATEWAY + "outbound.UtboksService";
    static final String UPLOADS = GATEWAY + "outbound.Uploads";
    static final String SEND_JOB = GATEWAY + "outbound.SendJob";
    static final String SENDER = GATEWAY + "fiksio.FiksIoHttpSender";
    static final String INTAKE = GATEWAY + "inbound.DeliveryIntake";
    static final String SETTLEMENT = GATEWAY + "inbound.DeliverySettlement";
    static final String INNBOKS = GATEWAY + "inbound.InnboksService";
  }

  private final String type;
  private final String method;
  private final int parameters;
  private final Moment moment;
  private final boolean outbound;

  CrashStep(String type, String method, int parameters, Moment moment, boolean outbound) {
    this.type = type;
    this.method = method;
    this.parameters = parameters;
    this.moment = moment;
    this.outbound = outbound;
  }

  boolean isOutbound() {
    return outbound;
  }

  /** For people: what is done there, and where in the code. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + place() + ")";
  }

  String place() {
    return moment.name().toLowerCase(Locale.ROOT) + " `" + type.substring(type.lastIndexOf('.') + 1)
        + "." + method + "`";
  }

  String type() {
    return type;
  }

  boolean isBefore() {
    return moment == Moment.BEFORE;
  }

  ElementMatcher.Junction<MethodDescription> method() {
    return named(method).and(takesArguments(parameters));
  }
}
