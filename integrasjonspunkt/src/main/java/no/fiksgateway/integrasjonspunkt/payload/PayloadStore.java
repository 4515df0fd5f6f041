package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where document bytes lie: encrypted at rest, in constant memory whatever their size.
 *
 * <p>A committed payload survives a crash of process and machine. An id is unknown to everybody until the caller stores
 * it in its own transaction; a payload that nobody names for {@code integrasjonspunkt.payload.unnamed-kept} is swept.
 */
public interface PayloadStore {
  PayloadWriter newPayload() throws IOException;

  /** Stores the whole stream; an IOException means that nothing is kept. */
  default StoredPayload store(InputStream content) throws IOException {
    try (PayloadWriter writer = newPayload()) {
      content.transferTo(writer);
      return writer.commit();
    }
  }

  /**
   * The content from its first byte. Reading fails with an IOException where the stored bytes were damaged, never
   * returning a damaged byte.
   *
   * @throws PayloadMissingException where nothing is stored under the id
   */
  InputStream open(PayloadId id) throws IOException;

  /**
   * What is stored, in the order of the ids, in portions.
   *
   * @param after the last id of the portion before; null for the first portion
   * @param atMost how many; fewer are the last portion
   */
  List<Kept> list(@Nullable PayloadId after, int atMost) throws IOException;

  /**
   * A payload that is stored.
   *
   * @param since when its last byte was written, by the clock of whoever keeps it
   */
  record Kept(PayloadId id, Instant since) {}

  /** Removes the payload if it is there. */
  void delete(PayloadId id) throws IOException;
}
