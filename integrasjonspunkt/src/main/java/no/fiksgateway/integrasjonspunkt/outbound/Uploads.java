package no.fiksgateway.integrasjonspunkt.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding;
import no.fiksgateway.integrasjonspunkt.message.Document;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Files on their way into a message: their bytes are stored first, and kept only if a message takes them. */
@Component
class Uploads {
  private final PayloadStore payloads;
  private final FileDescriptions descriptions;
  private final OutboundSettings settings;

  Uploads(PayloadStore payloads, FileDescriptions descriptions, OutboundSettings settings) {
    this.payloads = payloads;
    this.descriptions = descriptions;
    this.settings = settings;
  }

  /** A file whose bytes are in the payload store, and what it says of its message. */
  record StoredFile(NewFile file, StoredPayload stored, Optional<Arkivmelding> arkivmelding) {}

  StoredPayload store(InputStream body) throws IOException {
    return payloads.store(body);
  }

  StoredFile described(NewFile file, StoredPayload stored) {
    return new StoredFile(file, stored, descriptions.of(file, stored));
  }

  /** For bytes that no message has taken. */
  void discard(StoredPayload stored) throws IOException {
    payloads.delete(stored.id());
  }

  /** For bytes that no message has any more. */
  void delete(String payload) {
    try {
      payloads.delete(new PayloadId(payload));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Payload " + payload + " of a withdrawn message could not be deleted", e);
    }
  }

  static boolean isThere(OutgoingMessage message, StoredFile given) {
    return message.documents().stream()
        .anyMatch(document -> document.filename().equals(given.file().filename())
            && document.sha256().equals(given.stored().sha256()));
  }

  /** DUPLICATE_FILENAME, UNSAFE_FILENAME, FILE_TOO_LARGE. */
  void attach(OutgoingMessage message, StoredFile given) {
    NewFile file = given.file();
    StoredPayload stored = given.stored();
    String whose = "message " + message.messageId();
    if (message.documents().stream()
        .anyMatch(document -> document.filename().equals(file.filename()))) {
      throw duplicateFilename(file, whose);
    }
    long before = message.documents().stream().mapToLong(Document::size).sum();
    requireFit(file, before + stored.size(), whose);
    message.add(new Document(
        file.filename(),
        file.title(),
        file.mimeType(),
        stored.size(),
        stored.sha256(),
        stored.id().value()));
    given.arkivmelding().ifPresent(said -> describe(message, said));
  }

  /** In the words of the file, as eFormidling does; what it does not say leaves what was known. */
  private static void describe(OutgoingMessage message, Arkivmelding said) {
    message.describe(
        said.offentligTittel() != null ? said.offentligTittel() : message.title(),
        said.reference().orElse(message.reference()));
  }

  static RejectedException duplicateFilename(NewFile file, String whose) {
    return new RejectedException(
        ErrorCode.DUPLICATE_FILENAME,
        "Filename " + file.filename() + " already exists for " + whose);
  }

  /**
   * UNSAFE_FILENAME, FILE_TOO_LARGE.
   *
   * @param total bytes of all files, this one included
   */
  void requireFit(NewFile file, long total, String whose) {
    String problem = problemInPackage(file.filename());
    if (problem != null) {
      throw new RejectedException(
          ErrorCode.UNSAFE_FILENAME, "Filename " + file.filename() + " cannot be used: " + problem);
    }
    long most = settings.maxMessageSize().toBytes();
    if (total > most) {
      throw new RejectedException(
          ErrorCode.FILE_TOO_LARGE,
          "The files of " + whose + " sum up to " + total + " bytes; the limit is " + most);
    }
  }

  /**
   * Why no package can hold a file of this name, so that the client hears of it here and not first when it is sealed; null
   * for one that can be.
   */
  static @Nullable String problemInPackage(String filename) {
    try {
      new PackageFile(filename, null, InputStream::nullInputStream);
      return null;
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
