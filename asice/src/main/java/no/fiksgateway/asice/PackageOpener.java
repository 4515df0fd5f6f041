package no.fiksgateway.asice;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;

/** Opens and verifies packages. */
public final class PackageOpener {

  public PackageOpener(DecryptionKeys keys, OpeningLimits limits, InstantSource clock) {}

  /**
   * Decrypts once and writes the container (a plain ZIP file) to {@code asice}, verifying on the way. The caller keeps what
   * was written private until {@link OpenOutcome.Opened} is returned, and discards it otherwise.
   *
   * @throws IOException only if {@code ciphertext} or {@code asice} fails
   */
  public OpenOutcome open(ContentSource ciphertext, OutputStream asice) throws IOException {
    throw new UnsupportedOperationException("Opening is being written");
  }
}
