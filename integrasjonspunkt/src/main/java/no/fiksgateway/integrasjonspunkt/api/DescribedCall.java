package no.fiksgateway.integrasjonspunkt.api;

import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.ARKIVMELDING_INCOMPLETE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.DEADLINE_PASSED;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.DOCUMENT_LOST;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.DUPLICATE_FILENAME;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.EVENT_NOT_FOUND;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.FILE_TOO_LARGE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.INTERNAL_ERROR;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.INVALID_ARKIVMELDING;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.INVALID_MESSAGE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.INVALID_REQUEST;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.KATALOG_UNAVAILABLE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.LOCK_AMBIGUOUS;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.LOCK_LOST;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.MESSAGE_ID_TAKEN;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.MESSAGE_NOT_FOUND;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.MESSAGE_NOT_LOCKED;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.MISSING_FILE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.MULTIPART_FILE_TOO_LARGE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.NOT_AUTHENTICATED;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.NOT_A_DRAFT;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.NOT_REJECTABLE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.NOT_RELEASABLE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.NOT_RESENDABLE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.PUSH_TARGET_REFUSED;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.RECEIVER_DOES_NOT_ACCEPT;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.REGISTRY_UNAVAILABLE;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.SENDER_NOT_OURS;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.STORAGE_FAILED;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.SUBSCRIPTION_EXISTS;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.SUBSCRIPTION_NOT_FOUND;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.TOO_MANY_STREAMS;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.UNKNOWN_IDENTIFIER;
import static no.fiksgateway.integrasjonspunkt.message.ErrorCode.UNSAFE_FILENAME;

import io.swagger.v3.oas.models.PathItem.HttpMethod;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;

/** The calls in the order in which they are described, each with the errors it may be answered with. */
enum DescribedCall {
  GET_CAPABILITIES(
      HttpMethod.GET,
      "/api/capabilities/{identifier}",
      Topic.CAPABILITIES,
      EnumSet.of(UNKNOWN_IDENTIFIER, REGISTRY_UNAVAILABLE, KATALOG_UNAVAILABLE)),

  CREATE_MESSAGE_OUT(
      HttpMethod.POST,
      "/api/messages/out",
      Topic.OUT,
      Errors.DRAFT,
      Errors.FILE,
      EnumSet.of(INVALID_ARKIVMELDING, NOT_A_DRAFT)),
  ADD_FILE_OR_REPLACE(
      HttpMethod.PUT,
      "/api/messages/out/{id}",
      Topic.OUT,
      Errors.DRAFT,
      Errors.FILE,
      EnumSet.of(MESSAGE_NOT_FOUND, NOT_A_DRAFT)),
  SEND_MESSAGE_OUT(
      HttpMethod.POST,
      "/api/messages/out/{id}",
      Topic.OUT,
      EnumSet.of(
          MESSAGE_NOT_FOUND,
          MISSING_FILE,
          DEADLINE_PASSED,
          ARKIVMELDING_INCOMPLETE,
          INVALID_ARKIVMELDING,
          MESSAGE_ID_TAKEN,
          REGISTRY_UNAVAILABLE,
          KATALOG_UNAVAILABLE)),
  CREATE_AND_SEND(
      HttpMethod.POST,
      "/api/messages/out/multipart",
      Topic.OUT,
      Errors.DRAFT,
      Errors.FILE,
      EnumSet.of(MISSING_FILE, MULTIPART_FILE_TOO_LARGE)),
  LIST_MESSAGES_OUT(HttpMethod.GET, "/api/messages/out", Topic.OUT, Errors.NONE),
  GET_MESSAGE_OUT(
      HttpMethod.GET, "/api/messages/out/{id}", Topic.OUT, EnumSet.of(MESSAGE_NOT_FOUND)),
  DELETE_MESSAGE_OUT(
      HttpMethod.DELETE,
      "/api/messages/out/{id}",
      Topic.OUT,
      EnumSet.of(MESSAGE_NOT_FOUND, NOT_A_DRAFT)),
  RESEND_MESSAGE_OUT(
      HttpMethod.POST,
      "/api/messages/out/{id}/resend",
      Topic.OUT,
      Errors.DRAFT,
      EnumSet.of(MESSAGE_NOT_FOUND, NOT_RESENDABLE, DOCUMENT_LOST)),
  GET_FLOW(
      HttpMethod.GET, "/api/messages/{id}/flow", Topic.STATUSES, EnumSet.of(MESSAGE_NOT_FOUND)),

  PEEK_MESSAGE_IN(HttpMethod.GET, "/api/messages/in/peek", Topic.IN, Errors.NONE),
  POP_MESSAGE_IN(
      HttpMethod.GET,
      "/api/messages/in/pop/{id}",
      Topic.IN,
      Errors.LOCK,
      EnumSet.of(DOCUMENT_LOST, STORAGE_FAILED)),
  DELETE_MESSAGE_IN(HttpMethod.DELETE, "/api/messages/in/{id}", Topic.IN, Errors.LOCK),
  EXTEND_LOCK(HttpMethod.POST, "/api/messages/in/{id}/lock", Topic.IN, Errors.LOCK),
  REJECT_MESSAGE_IN(
      HttpMethod.POST,
      "/api/messages/in/{id}/reject",
      Topic.IN,
      Errors.LOCK,
      EnumSet.of(INVALID_MESSAGE, NOT_REJECTABLE)),
  LIST_MESSAGES_IN(HttpMethod.GET, "/api/messages/in", Topic.IN, Errors.NONE),
  POP_LOCKED_MESSAGE_IN(
      HttpMethod.POST,
      "/in/messages/pop",
      Topic.SHORT,
      Errors.LOCK,
      EnumSet.of(LOCK_AMBIGUOUS, DOCUMENT_LOST, STORAGE_FAILED)),
  DELETE_LOCKED_MESSAGE_IN(
      HttpMethod.DELETE, "/in/messages/pop", Topic.SHORT, Errors.LOCK, EnumSet.of(LOCK_AMBIGUOUS)),

  LIST_STATUSES(HttpMethod.GET, "/api/statuses", Topic.STATUSES, Errors.NONE),
  GET_STATUSES(HttpMethod.GET, "/api/statuses/{id}", Topic.STATUSES, Errors.NONE),
  PEEK_STATUS(HttpMethod.GET, "/api/statuses/peek", Topic.STATUSES, Errors.NONE),
  DELETE_STATUS(HttpMethod.DELETE, "/api/statuses/{id}", Topic.STATUSES, Errors.NONE),
  LISTEN(
      HttpMethod.GET, "/api/events", Topic.STATUSES, EnumSet.of(EVENT_NOT_FOUND, TOO_MANY_STREAMS)),

  LIST_CONVERSATIONS(HttpMethod.GET, "/api/conversations", Topic.CONVERSATIONS, Errors.NONE),
  GET_CONVERSATION(
      HttpMethod.GET,
      "/api/conversations/{id}",
      Topic.CONVERSATIONS,
      EnumSet.of(MESSAGE_NOT_FOUND)),
  GET_CONVERSATION_BY_MESSAGE_ID(
      HttpMethod.GET,
      "/api/conversations/messageId/{messageId}",
      Topic.CONVERSATIONS,
      EnumSet.of(MESSAGE_NOT_FOUND)),
  LIST_POLLABLE_CONVERSATIONS(
      HttpMethod.GET, "/api/conversations/queue", Topic.CONVERSATIONS, Errors.NONE),
  DELETE_CONVERSATION(
      HttpMethod.DELETE, "/api/conversations/{id}", Topic.CONVERSATIONS, Errors.NONE),
  DELETE_CONVERSATION_BY_MESSAGE_ID(
      HttpMethod.DELETE,
      "/api/conversations/messageId/{messageId}",
      Topic.CONVERSATIONS,
      Errors.NONE),

  LIST_SUBSCRIPTIONS(HttpMethod.GET, "/api/subscriptions", Topic.SUBSCRIPTIONS, Errors.NONE),
  CREATE_SUBSCRIPTION(
      HttpMethod.POST, "/api/subscriptions", Topic.SUBSCRIPTIONS, Errors.SUBSCRIPTION),
  DELETE_SUBSCRIPTIONS(HttpMethod.DELETE, "/api/subscriptions", Topic.SUBSCRIPTIONS, Errors.NONE),
  GET_SUBSCRIPTION(
      HttpMethod.GET,
      "/api/subscriptions/{id}",
      Topic.SUBSCRIPTIONS,
      EnumSet.of(SUBSCRIPTION_NOT_FOUND)),
  CHANGE_SUBSCRIPTION(
      HttpMethod.PUT,
      "/api/subscriptions/{id}",
      Topic.SUBSCRIPTIONS,
      Errors.SUBSCRIPTION,
      EnumSet.of(SUBSCRIPTION_NOT_FOUND)),
  DELETE_SUBSCRIPTION(
      HttpMethod.DELETE,
      "/api/subscriptions/{id}",
      Topic.SUBSCRIPTIONS,
      EnumSet.of(SUBSCRIPTION_NOT_FOUND)),
  GET_DELIVERIES(
      HttpMethod.GET,
      "/api/subscriptions/{id}/deliveries",
      Topic.SUBSCRIPTIONS,
      EnumSet.of(SUBSCRIPTION_NOT_FOUND)),
  REPLAY(
      HttpMethod.POST,
      "/api/subscriptions/{id}/replay",
      Topic.SUBSCRIPTIONS,
      EnumSet.of(SUBSCRIPTION_NOT_FOUND, INVALID_MESSAGE)),

  LIST_QUARANTINE(HttpMethod.GET, "/api/quarantine", Topic.QUARANTINE, Errors.NONE),
  RELEASE_CASE(
      HttpMethod.POST,
      "/api/quarantine/{id}/release",
      Topic.QUARANTINE,
      EnumSet.of(MESSAGE_NOT_FOUND, NOT_RELEASABLE)),
  DISCARD_CASE(
      HttpMethod.POST,
      "/api/quarantine/{id}/discard",
      Topic.QUARANTINE,
      EnumSet.of(MESSAGE_NOT_FOUND));

  /** What the calls are about. */
  enum Topic {
    CAPABILITIES("Capabilities", "What a receiver can be sent."),
    OUT(
        "Messages out",
        "Create a draft, add files, send. What is sent is followed among statuses and conversations."),
    IN("Messages in", "Peek locks a message, pop gives its package, DELETE finishes it."),
    STATUSES("Statuses", "What is known of each message, with what proves it."),
    CONVERSATIONS(
        "Conversations",
        "Messages out and in with their histories; what eFormidling calls a conversation is one message."),
    SUBSCRIPTIONS("Subscriptions", "Who wants statuses pushed."),
    QUARANTINE("Quarantine", "What came in and could not be read."),
    SHORT("Short paths", "The same calls under the paths of eFormidling's flow documents.");

    private final String title;
    private final String text;

    Topic(String title, String text) {
      this.title = title;
      this.text = text;
    }

    String title() {
      return title;
    }

    String text() {
      return text;
    }
  }

  private static final class Errors {
    static final Set<ErrorCode> NONE = EnumSet.noneOf(ErrorCode.class);
    static final Set<ErrorCode> DRAFT = EnumSet.of(
        INVALID_MESSAGE,
        RECEIVER_DOES_NOT_ACCEPT,
        SENDER_NOT_OURS,
        MESSAGE_ID_TAKEN,
        DEADLINE_PASSED,
        REGISTRY_UNAVAILABLE,
        KATALOG_UNAVAILABLE);
    static final Set<ErrorCode> FILE =
        EnumSet.of(DUPLICATE_FILENAME, UNSAFE_FILENAME, FILE_TOO_LARGE, STORAGE_FAILED);
    static final Set<ErrorCode> LOCK = EnumSet.of(MESSAGE_NOT_FOUND, MESSAGE_NOT_LOCKED, LOCK_LOST);
    static final Set<ErrorCode> SUBSCRIPTION =
        EnumSet.of(INVALID_MESSAGE, SUBSCRIPTION_EXISTS, PUSH_TARGET_REFUSED);
    static final Set<ErrorCode> OF_EVERY_CALL =
        EnumSet.of(INVALID_REQUEST, NOT_AUTHENTICATED, INTERNAL_ERROR);
  }

  private final HttpMethod method;
  private final String path;
  private final Topic topic;
  private final Set<ErrorCode> errors;

  @SafeVarargs
  DescribedCall(HttpMethod method, String path, Topic topic, Set<ErrorCode>... errors) {
    this.method = method;
    this.path = path;
    this.topic = topic;
    this.errors = EnumSet.copyOf(Errors.OF_EVERY_CALL);
    Arrays.stream(errors).forEach(this.errors::addAll);
  }

  /** @throws IllegalStateException where a call is new, and what it may be answered with has to be added here */
  static DescribedCall of(HttpMethod method, String path) {
    String published = published(path);
    return Arrays.stream(values())
        .filter(call -> call.method == method && call.path.equals(published))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(
            method + " " + path + " is not among the calls of " + DescribedCall.class.getName()));
  }

  /** The longer of the two paths that a call has. */
  static String published(String path) {
    return path.equals("/in/messages/pop")
        ? path
        : path.replaceFirst("^/(in|out)/messages", "/api/messages/$1")
            .replaceFirst("^/(capabilities|statuses)", "/api/$1");
  }

  HttpMethod method() {
    return method;
  }

  String path() {
    return path;
  }

  Topic topic() {
    return topic;
  }

  Set<ErrorCode> errors() {
    return errors;
  }

  /** In camel case. */
  String id() {
    StringBuilder id = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_")) {
      id.append(id.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return id.toString();
  }
}
