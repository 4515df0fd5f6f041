package no.fiksgateway.integrasjonspunkt.message;

/**
 * The error catalogue: every failure the gateway can tell a person or a machine about, by a code that never changes its
 * meaning. The texts, and what to do, are in {@code errors_nb.properties} and {@code errors_en.properties} under the
 * same names.
 */
public enum ErrorCode {
  INVALID_MESSAGE(Side.CALLER, false),
  INVALID_REQUEST(Side.CALLER, false),
  NOT_AUTHENTICATED(Side.CALLER, false),
  NOT_PERMITTED(Side.CALLER, false),
  MESSAGE_NOT_FOUND(Side.CALLER, false),
  MESSAGE_ID_TAKEN(Side.CALLER, false),
  MESSAGE_NOT_LOCKED(Side.CALLER, true),
  LOCK_LOST(Side.CALLER, true),
  LOCK_AMBIGUOUS(Side.CALLER, false),
  NOT_A_DRAFT(Side.CALLER, false),
  NOT_RESENDABLE(Side.CALLER, false),
  NOT_RELEASABLE(Side.SENDER, false),
  NOT_REJECTABLE(Side.CALLER, false),
  MISSING_FILE(Side.CALLER, false),
  DUPLICATE_FILENAME(Side.CALLER, false),
  UNSAFE_FILENAME(Side.CALLER, false),
  FILE_TOO_LARGE(Side.CALLER, false),
  MULTIPART_FILE_TOO_LARGE(Side.CALLER, false),
  DEADLINE_PASSED(Side.CALLER, false),
  INVALID_ARKIVMELDING(Side.CALLER, false),
  ARKIVMELDING_INCOMPLETE(Side.CALLER, false),
  UNKNOWN_IDENTIFIER(Side.CALLER, false),
  RECEIVER_DOES_NOT_ACCEPT(Side.RECEIVER, false),
  SENDER_NOT_OURS(Side.CALLER, false),
  SUBSCRIPTION_NOT_FOUND(Side.CALLER, false),
  SUBSCRIPTION_EXISTS(Side.CALLER, false),
  PUSH_TARGET_REFUSED(Side.CALLER, false),
  EVENT_NOT_FOUND(Side.CALLER, false),
  TOO_MANY_STREAMS(Side.GATEWAY, true),
  RECEIVER_KEY_MISSING(Side.RECEIVER, true),
  REGISTRY_UNAVAILABLE(Side.NETWORK, true),
  KATALOG_UNAVAILABLE(Side.PLATFORM, true),
  FIKS_REFUSED(Side.PLATFORM, false),
  SEND_OUTCOME_UNKNOWN(Side.PLATFORM, false),
  FIKS_SERVERFEIL(Side.RECEIVER, true),
  RECEIVER_REPORTED_ERROR(Side.RECEIVER, false),
  RECEIVER_FAILED(Side.RECEIVER, true),
  RECEIVER_REPORTED_FAILURE_INSIDE(Side.RECEIVER, false),
  NO_ANSWER_IN_TIME(Side.RECEIVER, true),
  PLATFORM_TIMEOUT(Side.RECEIVER, true),
  DOCUMENT_LOST(Side.GATEWAY, false),
  INCOMING_UNREADABLE(Side.SENDER, false),
  INCOMING_NO_KEY(Side.SENDER, false),
  INCOMING_SIGNATURE_INVALID(Side.SENDER, false),
  INCOMING_BODY_GONE(Side.PLATFORM, false),
  STORAGE_FAILED(Side.GATEWAY, true),
  INTERNAL_ERROR(Side.GATEWAY, true);

  /** Whose side a failure is on. */
  public enum Side {
    CALLER,
    SENDER,
    RECEIVER,
    PLATFORM,
    NETWORK,
    GATEWAY
  }

  private final Side side;
  private final boolean retryable;

  ErrorCode(Side side, boolean retryable) {
    this.side = side;
    this.retryable = retryable;
  }

  public Side side() {
    return side;
  }

  /** Whether the same request may succeed later without being changed. */
  public boolean retryable() {
    return retryable;
  }
}
