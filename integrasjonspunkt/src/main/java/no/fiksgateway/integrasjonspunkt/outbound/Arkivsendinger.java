package no.fiksgateway.integrasjonspunkt.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding;
import no.fiksgateway.integrasjonspunkt.message.ConversationId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import org.jspecify.annotations.Nullable;

/**
 * One arkivmelding.xml, with its files, to all the receivers it names: a conversation of prototypes that become messages
 * when they are sent, all in one transaction. Where a call is refused it throws {@link
 * no.fiksgateway.integrasjonspunkt.message.RejectedException} and nothing of it has been kept.
 */
public interface Arkivsendinger {
  /**
   * Stores an arkivmelding.xml, byte for byte, with the prototypes drawn up from it. The same bytes again give the
   * conversation that is already there, whatever has become of it, unless {@code wanted} names another one.
   * INVALID_ARKIVMELDING; MESSAGE_ID_TAKEN where {@code wanted} is the conversation of something else.
   *
   * @param wanted the conversation as the client wants to call it; null leaves it to the gateway
   */
  Arkivsending begin(InputStream xml, @Nullable ConversationId wanted, Drawer drawer)
      throws IOException;

  /** The conversation by its own id or by the id of one of its prototypes. */
  Optional<Arkivsending> find(UUID id);

  /**
   * Streams a file to the conversation, for all its prototypes. The same name with the same bytes again changes nothing.
   * DUPLICATE_FILENAME, UNSAFE_FILENAME, FILE_TOO_LARGE, NOT_A_DRAFT, DEADLINE_PASSED.
   */
  void addFile(ConversationId id, NewFile file, InputStream body) throws IOException;

  /** Changes prototypes; the ones not named stay as they are. MESSAGE_NOT_FOUND, NOT_A_DRAFT, DEADLINE_PASSED. */
  Arkivsending edit(ConversationId id, List<Edit> edits);

  /**
   * Makes a message of each draft and queues it: all of them, or none. Asked again it changes nothing. DEADLINE_PASSED.
   *
   * @param seen the conversation as it was when the drafts were made of its chosen prototypes
   * @return false, with nothing done, where it has been changed since
   */
  boolean send(Arkivsending seen, List<OutgoingMessage.Draft> drafts);

  /** Takes everything back that has not been sent; the same arkivmelding then begins anew. */
  void delete(ConversationId id);

  /** Draws up the prototypes of a new conversation. */
  interface Drawer {
    List<Prototype> draw(Arkivmelding arkivmelding, ConversationId conversation);
  }

  /** Where a conversation stands. */
  enum State {
    /** May be edited, given files, sent, deleted. */
    OPEN,
    /** Its chosen prototypes are messages now; the others will never be. */
    SENT,
    /** Not sent before its deadline; its files are gone. */
    EXPIRED
  }

  /**
   * A conversation as it stands.
   *
   * @param version changes with every change
   */
  record Arkivsending(
      ConversationId conversation,
      int version,
      Arkivmelding.Format format,
      @Nullable String title,
      @Nullable String reference,
      State state,
      List<Prototype> prototypes,
      List<File> files) {

    /** What stands in the way of sending any prototype: files that the arkivmelding names and that are not here. */
    public List<File> missingFiles() {
      return files.stream()
          .filter(file -> file.line() != null && !file.uploaded())
          .toList();
    }
  }

  /**
   * A message that could be sent.
   *
   * @param part the korrespondansepart it is for, in words
   * @param sbd as it is shown to the client, JSON
   * @param obstacles why it cannot be sent as it is, in words, one line each
   * @param deadline of the message it would become; the latest of them is that of the conversation
   */
  record Prototype(
      MessageId messageId,
      String part,
      boolean chosen,
      String sbd,
      List<String> obstacles,
      Instant deadline) {}

  /**
   * A file of the conversation.
   *
   * @param line where the arkivmelding names it; null where it does not
   */
  record File(String filename, @Nullable Integer line, boolean uploaded) {}

  /** What is to be different about a prototype; null leaves it as it is. */
  record Edit(
      MessageId messageId,
      @Nullable Boolean chosen,
      @Nullable Prototype prototype) {}
}
