package no.fiksgateway.asice;

import java.util.List;

/** How opening a package ended. Only {@link Opened} vouches for a single byte that was written. */
public sealed interface OpenOutcome {

  /**
   * The package was read to its end: the signature covers the manifest, and the manifest covers every file.
   *
   * @param files the files in the package's order, at least one
   * @param signer who signed
   */
  record Opened(List<PackageEntry> files, Signer signer) implements OpenOutcome {
    public Opened {
      files = List.copyOf(files);
    }
  }

  /** None of our keys opens the envelope. Opening again helps only with another key. */
  record NotForUs(String reason) implements OpenOutcome {}

  /** The content could be read, but nothing shows that the signer meant it to be what it is. */
  record SignatureInvalid(String reason) implements OpenOutcome {}

  /** The envelope or the container is damaged, cut off, too large, or built to deceive. */
  record Malformed(String reason) implements OpenOutcome {}
}
