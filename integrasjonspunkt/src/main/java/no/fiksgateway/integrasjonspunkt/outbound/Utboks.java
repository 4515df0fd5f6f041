package no.fiksgateway.integrasjonspunkt.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import org.jspecify.annotations.Nullable;

/**
 * What the local system does with messages out. Where a call is refused it throws {@link
 * no.fiksgateway.integrasjonspunkt.message.RejectedException} and nothing of it has been kept.
 */
public interface Utboks {
  /** The deadline of a message whose sender set none. */
  Instant defaultDeadline();

  /**
   * Stores a draft with status OPPRETTET. The same id with the same {@code contentDigest} again gives the message that is
   * already there; with another one it is refused: MESSAGE_ID_TAKEN.
   */
  OutgoingMessage create(OutgoingMessage.Draft draft);

  /** Replaces a draft, keeping its files: MESSAGE_NOT_FOUND, NOT_A_DRAFT. */
  OutgoingMessage redraft(MessageId id, OutgoingMessage.Draft draft);

  /**
   * Streams a file to a draft. The same name with the same bytes again changes nothing, also once the message is being sent or
   * has been; with other bytes it is refused: DUPLICATE_FILENAME. Also MESSAGE_NOT_FOUND, NOT_A_DRAFT, FILE_TOO_LARGE.
   */
  void addFile(MessageId id, NewFile file, InputStream body) throws IOException;

  /**
   * Queues a draft for sending; once this returns it will be sent, or its status says why not. Asked again it changes
   * nothing. MESSAGE_NOT_FOUND, MISSING_FILE, and DEADLINE_PASSED, which also registers LEVETID_UTLOPT.
   */
  void send(MessageId id);

  /** Create, upload and send in one: all of it, or nothing. Idempotent as {@link #create}. */
  OutgoingMessage createAndSend(OutgoingMessage.Draft draft, List<FileWithBody> files)
      throws IOException;

  /** What an earlier call with this id and this {@code contentDigest} has made, whatever has become of it; unless it was deleted. */
  Optional<OutgoingMessage> made(MessageId id, String contentDigest);

  /**
   * {@link #createAndSend} once more for a message that is {@link #made}. It is judged by its files only, as it was accepted
   * before. MESSAGE_ID_TAKEN where they differ; DEADLINE_PASSED for one that was not sent in time.
   */
  OutgoingMessage sendOnceMore(MessageId id, List<FileWithBody> files) throws IOException;

  /**
   * Sends the files of a message that ended in FEIL or LEVETID_UTLOPT as a new message, linked to the old one, whose history
   * stays. {@code draft} has an id of its own and should keep the old klientMeldingId, by which the receiver recognises what
   * it may have seen. Asked again while that is under way, or has arrived, it gives that one. MESSAGE_NOT_FOUND;
   * NOT_RESENDABLE; MESSAGE_ID_TAKEN.
   */
  OutgoingMessage resend(MessageId old, OutgoingMessage.Draft draft);

  /** A message that has not been accepted by the platform yet. */
  Optional<OutgoingMessage> draft(MessageId id);

  /** The messages out that go by an id: the one whose own it is, or all of the conversation, but for those taken back. */
  List<MessageId> named(UUID id);

  /**
   * Takes a message out of the outbox with its files, a draft or one that waits to be sent; its id stays taken. Nothing
   * happens for an id that is not in the outbox, or is that of an answer the gateway gives of itself. NOT_A_DRAFT where the
   * platform may have it.
   */
  void delete(MessageId id);

  /** A file the client names. */
  record NewFile(String filename, @Nullable String title, String mimeType) {}

  /** A file whose bytes lie where they can be read again. */
  record FileWithBody(NewFile file, Body body) {
    /** Opens the bytes from the first one. */
    public interface Body {
      InputStream open() throws IOException;
    }
  }
}
