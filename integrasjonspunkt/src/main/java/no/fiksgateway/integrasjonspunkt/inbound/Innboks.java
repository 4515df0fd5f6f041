package no.fiksgateway.integrasjonspunkt.inbound;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.IncomingMessage;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.receipt.Svartyper;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;

/**
 * What the local system does with messages in. Refusals are thrown as {@link
 * no.fiksgateway.integrasjonspunkt.message.RejectedException} and change nothing.
 */
public interface Innboks {
  /**
   * Locks the oldest message that is not locked and matches, for the configured time. Of two callers at once each gets
   * another message. Listing never changes the order.
   *
   * @param holder who asks, for others to see
   */
  Optional<Locked> peek(Filter filter, String holder);

  /**
   * The package of a locked message, as often as wanted. MESSAGE_NOT_FOUND; MESSAGE_NOT_LOCKED; LOCK_LOST where a token is
   * given that is no longer the lock's.
   */
  Package pop(MessageId id, @Nullable UUID lockToken);

  /** The local system's word that it has the message: INNKOMMENDE_LEVERT. Refuses as {@link #pop}. */
  IncomingMessage delete(MessageId id, @Nullable UUID lockToken);

  /**
   * The local system will not have the message: its sender is sent the protocol's error message with the reason, and the
   * message is finished with FEIL. Refuses as {@link #pop}; NOT_REJECTABLE where the protocol has no error message, or the
   * message is itself an answer.
   *
   * @param feil whose side the failure is on
   */
  IncomingMessage reject(
      MessageId id, @Nullable UUID lockToken, Svartyper.Feil feil, String reason);

  /** Begins the lock time anew, and answers when it ends. Refuses as {@link #pop}. */
  Instant extendLock(MessageId id, @Nullable UUID lockToken);

  /**
   * The message a client means that names none: the one its token locks, or the only one it has locked, for what others have
   * locked it has not seen. MESSAGE_NOT_LOCKED; LOCK_AMBIGUOUS where several are.
   *
   * @param caller as at {@link #peek}
   */
  MessageId lockedLast(@Nullable UUID lockToken, String caller);

  /** Every message not yet deleted, locked ones included; {@code messages} in the order of the page request, else oldest first. */
  Page<IncomingMessage> list(Filter filter, Pageable page);

  /** Exact matches, all of which must hold; null asks nothing. */
  record Filter(
      @Nullable UUID messageId,
      @Nullable UUID conversationId,
      @Nullable String receiverIdentifier,
      @Nullable String senderIdentifier,
      @Nullable String process) {
    public static final Filter NONE = new Filter(null, null, null, null, null);
  }

  /** A message and the token of the lock its caller now holds. */
  record Locked(IncomingMessage message, UUID lockToken) {}

  /** What pop hands out. */
  sealed interface Package {
    /** The ASiC-E as the sender made it, every byte of it verified before this was offered. */
    record Asice(Content content) implements Package {}

    /** The message has no payload. */
    record WithoutPayload() implements Package {}
  }

  /** Opens the bytes from the first one; an IOException means that the store has lost or damaged them. */
  interface Content {
    InputStream open() throws IOException;
  }
}
