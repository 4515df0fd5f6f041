package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;
import java.io.InputStream;

/**
 * Where document bytes lie: encrypted at rest, in constant memory whatever their size.
 *
 * <p>A committed payload survives a crash of process and machine. An id is unknown to everybody until the caller stores
 * it in its own transaction; payloads nobody refers to are swept by housekeeping.
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

  /** Removes the payload if it is there. */
  void delete(PayloadId id) throws IOException;
}
