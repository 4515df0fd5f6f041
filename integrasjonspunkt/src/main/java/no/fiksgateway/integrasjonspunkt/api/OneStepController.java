package no.fiksgateway.integrasjonspunkt.api;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.FileWithBody;
import no.fiksgateway.integrasjonspunkt.outbound.Utboks.NewFile;
import org.springframework.http.MediaType;
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

  /** How the peer names the document in the findings of this call. */
  private static final String FINDING_PREFIX = "createAndSendMessage.sbd.";

  private final Drafting drafting;
  private final Utboks utboks;
  private final Validator validator;

  OneStepController(Drafting drafting, Utboks utboks, Validator validator) {
    this.drafting = drafting;
    this.utboks = utboks;
    this.validator = validator;
  }

  @PostMapping(
      path = {"/api/messages/out/multipart", "/out/messages/multipart"},
      consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  StandardBusinessDocument createAndSend(MultipartHttpServletRequest request) throws IOException {
    StandardBusinessDocument sbd = valid(read(sbd(request)));
    List<FileWithBody> files = request.getMultiFileMap().entrySet().stream()
        .filter(part -> !part.getKey().equals(SBD))
        .flatMap(part -> part.getValue().stream())
        .map(OneStepController::file)
        .toList();
    return OutgoingMessageController.shown(utboks.createAndSend(drafting.draft(sbd, null), files));
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

  private StandardBusinessDocument valid(StandardBusinessDocument sbd) {
    Set<ConstraintViolation<StandardBusinessDocument>> violations = validator.validate(sbd);
    if (!violations.isEmpty()) {
      List<Finding> findings = violations.stream()
          .map(violation -> Finding.of(violation, FINDING_PREFIX))
          .sorted(Comparator.comparing(Finding::objectName))
          .toList();
      throw Problem.of(
              ErrorCode.INVALID_MESSAGE,
              PeerException.CONSTRAINT_VIOLATION,
              findings.stream()
                  .map(finding -> finding.field() + ": " + finding.defaultMessage())
                  .collect(Collectors.joining(", ")))
          .with(findings)
          .exceptionally();
    }
    return sbd;
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
    String filename = Filenames.safe(name);
    NewFile file = new NewFile(
        filename,
        Filenames.title(part.getName()),
        Filenames.mimeType(part.getContentType(), filename));
    return new FileWithBody(file, part::getInputStream);
  }
}
