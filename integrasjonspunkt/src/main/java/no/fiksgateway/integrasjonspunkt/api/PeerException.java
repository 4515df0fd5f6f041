package no.fiksgateway.integrasjonspunkt.api;

import no.fiksgateway.integrasjonspunkt.message.ErrorCode;

/**
 * What clients find in {@code exception}: the class names of Digdir's integrasjonspunkt and of the framework below it,
 * which some of them match on (Digdir: eFormidling, API errors). Here they are data.
 */
final class PeerException {
  private static final String PEERS = "no.difi.meldingsutveksling.exceptions.";

  static final String ILLEGAL_ARGUMENT = "java.lang.IllegalArgumentException";
  static final String MESSAGE_NOT_READABLE =
      "org.springframework.http.converter.HttpMessageNotReadableException";
  static final String ARGUMENT_NOT_VALID =
      "org.springframework.web.bind.MethodArgumentNotValidException";
  static final String ARGUMENT_TYPE_MISMATCH =
      "org.springframework.web.method.annotation.MethodArgumentTypeMismatchException";
  static final String MISSING_PARAMETER =
      "org.springframework.web.bind.MissingServletRequestParameterException";
  static final String CONSTRAINT_VIOLATION = "jakarta.validation.ConstraintViolationException";
  static final String PROPERTY_REFERENCE =
      "org.springframework.data.mapping.PropertyReferenceException";
  static final String SERVICE_NOT_ENABLED = peer("ServiceNotEnabled");
  static final String CONVERSATION_NOT_FOUND = peer("ConversationNotFound");

  /** For what the peer has no word for. */
  static final String OTHER = "org.springframework.web.server.ResponseStatusException";

  private PeerException() {}

  static String of(ErrorCode code) {
    return switch (code) {
      case MESSAGE_NOT_FOUND -> peer("MessageNotFound");
      case MESSAGE_ID_TAKEN -> peer("MessageAlreadyExists");
      case MESSAGE_NOT_LOCKED, LOCK_LOST, LOCK_AMBIGUOUS -> peer("MessageNotLocked");
      case MISSING_FILE -> peer("MissingFile");
      case DUPLICATE_FILENAME -> peer("DuplicateFilename");
      case FILE_TOO_LARGE -> peer("MaxFileSizeExceeded");
      case MULTIPART_FILE_TOO_LARGE -> peer("MultipartFileToLarge");
      case DEADLINE_PASSED -> peer("TimeToLive");
      case INVALID_ARKIVMELDING -> peer("UnmarshalArkivmelding");
      case UNKNOWN_IDENTIFIER -> peer("IdentifierNotFound");
      case RECEIVER_DOES_NOT_ACCEPT -> peer("ReceiverDoesNotAcceptProcess");
      case SENDER_NOT_OURS -> peer("Sender");
      case SUBSCRIPTION_NOT_FOUND -> peer("SubscriptionNotFound");
      case SUBSCRIPTION_EXISTS -> PEERS + "SubscriptionWithSameNameAndPushEndpointAlreadyExists";
      case PUSH_TARGET_REFUSED -> peer("WebhookPushEndpointPingFailed");
      case DOCUMENT_LOST, STORAGE_FAILED -> peer("AsicRead");
      case INVALID_MESSAGE, INVALID_REQUEST, UNSAFE_FILENAME -> ILLEGAL_ARGUMENT;
      default -> OTHER;
    };
  }

  private static String peer(String name) {
    return PEERS + name + "Exception";
  }
}
