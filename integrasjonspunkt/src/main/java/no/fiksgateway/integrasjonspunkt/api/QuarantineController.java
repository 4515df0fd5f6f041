package no.fiksgateway.integrasjonspunkt.api;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.inbound.Karantene;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Pageable;
import org.springframework.data.web.PageableDefault;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What came in and could not be read, for those who decide what is to become of it. */
@RestController
@RequestMapping("/api/quarantine")
class QuarantineController {
  private final Karantene karantene;

  QuarantineController(Karantene karantene) {
    this.karantene = karantene;
  }

  /**
   * Something that came in and could not be read.
   *
   * @param kontoId our account that it came to
   * @param size of the ciphertext, bytes
   */
  record Case(
      long id,
      OffsetDateTime receivedAt,
      ErrorCode errorCode,
      String reason,
      String kontoId,
      @Nullable UUID meldingId,
      @Nullable UUID avsenderKontoId,
      @Nullable String meldingstype,
      @Nullable UUID svarPaMelding,
      long size) {
    static Case of(Karantene.Case found) {
      return new Case(
          found.id(),
          OsloTime.of(found.receivedAt()),
          found.errorCode(),
          found.reason(),
          found.konto().toString(),
          found.meldingId(),
          found.avsenderKontoId(),
          found.meldingstype(),
          found.svarPaMelding(),
          found.size());
    }
  }

  /** What came in and could not be read. */
  @GetMapping
  ApiPage<Case> list(@PageableDefault(size = ApiPage.DEFAULT_SIZE, sort = "id") Pageable page) {
    Pageable translated = ApiPage.translate(page, Map.of("id", "id"));
    return ApiPage.of(karantene.list(translated), page, Case::of);
  }

  /**
   * Tries to open it once more.
   *
   * @param id the case's number
   */
  @PostMapping("/{id}/release")
  void release(@PathVariable long id) {
    karantene.release(id);
  }

  /**
   * Marks it as not needed. Its ciphertext is kept like that of every other until retention ends it.
   *
   * @param id the case's number
   */
  @PostMapping("/{id}/discard")
  void discard(@PathVariable long id) {
    karantene.discard(id);
  }
}
