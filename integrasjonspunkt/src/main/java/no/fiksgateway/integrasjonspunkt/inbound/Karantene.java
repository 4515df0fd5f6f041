package no.fiksgateway.integrasjonspunkt.inbound;

import java.time.Instant;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;

/** What came in and could not be read, kept as it came until an operator decides. */
public interface Karantene {
  Page<Case> list(Pageable page);

  /**
   * Opens a case once more, for example after an earlier private key was added to the settings. Unknown: MESSAGE_NOT_FOUND;
   * without readable headers nothing can be tried: NOT_RELEASABLE.
   */
  void release(long id);

  /** Marks a case as not needed. Its ciphertext is kept like that of every other until retention ends it. */
  void discard(long id);

  /**
   * A case.
   *
   * @param meldingId and the rest of the headers: null where they are what cannot be read
   * @param size of the ciphertext, bytes
   */
  record Case(
      long id,
      KontoId konto,
      @Nullable UUID meldingId,
      @Nullable UUID avsenderKontoId,
      @Nullable String meldingstype,
      @Nullable UUID svarPaMelding,
      ErrorCode errorCode,
      String reason,
      long size,
      Instant receivedAt) {}
}
