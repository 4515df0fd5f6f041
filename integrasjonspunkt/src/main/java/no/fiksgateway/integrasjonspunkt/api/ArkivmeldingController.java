package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.arkivmelding.Arkivmelding;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Arkivsending;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/** Begins what is sent by an arkivmelding that says itself who it is for (Digdir: eFormidling, Sende melding med Arkivmelding). */
@RestController
@RequestMapping({"/api/messages/out", "/out/messages"})
class ArkivmeldingController {
  private static final String PART = "arkivmelding";

  private final ArkivsendingCalls calls;

  ArkivmeldingController(ArkivsendingCalls calls) {
    this.calls = calls;
  }

  /**
   * Draws up messages to the receivers an arkivmelding names.
   *
   * @param conversationId of the messages; left out: the gateway makes one
   */
  @PostMapping(consumes = {MediaType.APPLICATION_XML_VALUE, MediaType.TEXT_XML_VALUE})
  ArkivsendingBody begin(
      @RequestParam(required = false) @Nullable String conversationId, HttpServletRequest request)
      throws IOException {
    return calls.shown(calls.begin(request.getInputStream(), conversationId));
  }

  /** Together with files, each a part with a file name. */
  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ArkivsendingBody beginWithFiles(
      @RequestParam(required = false) @Nullable String conversationId,
      MultipartHttpServletRequest request)
      throws IOException, ServletException {
    List<MultipartFile> files =
        request.getMultiFileMap().values().stream().flatMap(List::stream).toList();
    Optional<MultipartFile> arkivmelding = arkivmelding(files);
    Arkivsending sending;
    try (InputStream xml = arkivmelding.isPresent()
        ? arkivmelding.get().getInputStream()
        : field(request).getInputStream()) {
      sending = calls.begin(xml, conversationId);
    }
    for (MultipartFile file : files) {
      if (file != arkivmelding.orElse(null)) {
        try (InputStream body = file.getInputStream()) {
          calls.addFile(sending, OneStepController.named(file), body);
        }
      }
    }
    return calls.shown(calls.find(sending.conversation().toString()).orElse(sending));
  }

  /** The one that is named as the file is in a package; otherwise what the part is named counts. */
  private static Optional<MultipartFile> arkivmelding(List<MultipartFile> files) {
    return files.stream()
        .filter(file -> Arkivmelding.FILENAME.equals(file.getOriginalFilename()))
        .findFirst()
        .or(() -> files.stream().filter(file -> file.getName().equals(PART)).findFirst());
  }

  /** A form field, as the bytes the client sent. */
  private static Part field(HttpServletRequest request) throws IOException, ServletException {
    Part field = request.getPart(PART);
    if (field == null) {
      throw Problem.of(
              ErrorCode.INVALID_REQUEST,
              PeerException.MISSING_PARAMETER,
              "Required part 'arkivmelding', or a file named arkivmelding.xml, is not present.")
          .exceptionally();
    }
    return field;
  }
}
