package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.OutgoingMessage;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.FileWithBody;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import tools.jackson.core.JacksonException;

/** Create, upload and send in one call, for small files. */
@RestController
class OneStepController {
  /** Bytes; one more is refused (Digdir: eFormidling, multipart). */
  private static final long LARGEST_FILE = 5L * 1024 * 1024;

  private static final String SBD = "sbd";

  private final DocumentRules rules;
  private final Drafting drafting;
  private final Utboks utboks;

  OneStepController(DocumentRules rules, Drafting drafting, Utboks utboks) {
    this.rules = rules;
    this.drafting = drafting;
    this.utboks = utboks;
  }

  /** Creates, takes files of at most 5 242 880 bytes each, and sends, in one call. */
  @PostMapping({"/api/messages/out/multipart", "/out/messages/multipart"})
  StandardBusinessDocument createAndSend(HttpServletRequest call)
      throws IOException, HttpMediaTypeNotSupportedException {
    if (!(call instanceof MultipartHttpServletRequest request)) {
      throw new HttpMediaTypeNotSupportedException(
          "Content-Type '" + call.getContentType() + "' is not supported.");
    }
    StandardBusinessDocument sbd = read(sbd(request));
    List<FileWithBody> files = request.getMultiFileMap().entrySet().stream()
        .filter(part -> !part.getKey().equals(SBD))
        .flatMap(part -> part.getValue().stream())
        .map(OneStepController::file)
        .toList();
    return OutgoingMessageController.shown(sent(sbd, files));
  }

  private OutgoingMessage sent(StandardBusinessDocument sbd, List<FileWithBody> files)
      throws IOException {
    OutgoingMessage.Draft draft;
    try {
      draft = drafting.draft(sbd, null, rules.ofOneStep(sbd));
    } catch (Problem.ProblemException refused) {
      return utboks.sendOnceMore(drafting.madeOr(refused, sbd).messageId(), files);
    }
    return utboks.createAndSend(draft, files);
  }

  /** The document comes as a form field, or as a part with a file name of its own. */
  private static String sbd(MultipartHttpServletRequest request) throws IOException {
    MultipartFile part = request.getFile(SBD);
    String field = part == null
        ? request.getParameter(SBD)
        : new String(part.getBytes(), StandardCharsets.UTF_8);
    if (field == null) {
      throw Problem.of(
              ErrorCode.INVALID_REQUEST,
              PeerException.MISSING_PARAMETER,
              "Required parameter 'sbd' is not present.")
          .exceptionally();
    }
    return field;
  }

  private static StandardBusinessDocument read(String sbd) {
    try {
      StandardBusinessDocument read = ApiJson.MAPPER.readValue(sbd, StandardBusinessDocument.class);
      if (read == null) {
        throw unreadable("there is nothing in it");
      }
      return read;
    } catch (JacksonException e) {
      throw unreadable("JSON parse error: " + JsonFault.describe(e));
    } catch (StandardBusinessDocumentReader.UnreadableDocument e) {
      throw unreadable(Objects.requireNonNull(e.getMessage()));
    }
  }

  private static Problem.ProblemException unreadable(String why) {
    return Problem.of(
            ErrorCode.INVALID_MESSAGE,
            PeerException.ARGUMENT_TYPE_MISMATCH,
            "Parameter 'sbd' is not a readable SBD: " + why)
        .exceptionally();
  }

  private static FileWithBody file(MultipartFile part) {
    String name = Objects.requireNonNullElse(part.getOriginalFilename(), "");
    if (part.getSize() > LARGEST_FILE) {
      throw Problem.of(
              ErrorCode.MULTIPART_FILE_TOO_LARGE,
              String.format(
                  Locale.ENGLISH,
                  "The attachment named '%s' is too large. The maximum size for multipart requests is %,d"
                      + " bytes. Please use the non-multipart API to avoid such problems.",
                  name,
                  LARGEST_FILE))
          .exceptionally();
    }
    return new FileWithBody(named(part), part::getInputStream);
  }

  /** A part as a file: its name in the form is the title. */
  static NewFile named(MultipartFile part) {
    String filename = Filenames.safe(Objects.requireNonNullElse(part.getOriginalFilename(), ""));
    return new NewFile(
        filename,
        Filenames.title(part.getName()),
        Filenames.mimeType(part.getContentType(), filename));
  }
}
