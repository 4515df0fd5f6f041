package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens the packages Fiks IO carries and verifies them: that the envelope is complete, that the container can be read in one
 * way only, that a signature covers its manifest, and that the manifest covers every file with the digest it has. It holds
 * no more than a few buffers of content at a time, whatever the package's size. One opener serves any number of threads.
 */
public final class PackageOpener {

  private final DecryptionKeys keys;
  private final OpeningLimits limits;
  private final InstantSource clock;

  public PackageOpener(DecryptionKeys keys, OpeningLimits limits, InstantSource clock) {
    this.keys = keys;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Decrypts a package and writes its container, a plain ZIP file, to {@code asice}, which stays open. What was written is
   * unverified until {@link OpenOutcome.Opened} is returned: the caller keeps it private until then, and discards it after
   * any other outcome or an exception.
   *
   * <p>The ciphertext is read once. Only a manifest with SHA-384 or SHA-512 digests makes a second reading necessary, because
   * a manifest stands behind the files it lists.
   *
   * @throws IOException only if {@code ciphertext} or {@code asice} fails; a package that is damaged, cut off or hostile is
   *     an outcome
   */
  public OpenOutcome open(ContentSource ciphertext, OutputStream asice) throws IOException {
    try {
      Container container = read(ciphertext, asice, Set.of(Digests.SHA_256));
      AsicManifest manifest = manifest(container);
      Container digested = withDigestsOf(manifest, container, ciphertext);
      List<PackageEntry> files = new ManifestCheck(manifest, digested).files();
      Signer signer = signer(manifest, container);
      return new OpenOutcome.Opened(files, signer);
    } catch (Rejection rejection) {
      return rejection.outcome();
    }
  }

  private Container read(ContentSource ciphertext, OutputStream copy, Set<String> digests)
      throws IOException {
    try (InputStream in = ciphertext.open()) {
      ContainerBytes bytes =
          new ContainerBytes(new Envelope(in, keys), copy, limits.maxExpandedBytes());
      return Container.read(bytes, limits, digests);
    }
  }

  private static AsicManifest manifest(Container container) throws Rejection {
    Container.Own manifest = container.asicManifest();
    if (manifest == null) {
      throw Rejection.signatureInvalid(
          "The container has no manifest, so nothing vouches for its files");
    }
    return AsicManifest.read(manifest.bytes());
  }

  private Container withDigestsOf(
      AsicManifest manifest, Container container, ContentSource ciphertext) throws IOException {
    Set<String> digests = new TreeSet<>(Set.of(Digests.SHA_256));
    for (AsicManifest.Reference reference : manifest.references()) {
      digests.add(reference.digestAlgorithm());
    }
    if (digests.size() == 1) {
      return container;
    }
    Container again = read(ciphertext, OutputStream.nullOutputStream(), digests);
    if (!again.hasSameFilesAs(container)) {
      throw new IOException(
          "The ciphertext changed between two readings; its source must keep it unchanged");
    }
    return again;
  }

  private Signer signer(AsicManifest manifest, Container container) throws Rejection {
    Container.Own signature = container.signature();
    if (signature == null || !signature.name().equals(manifest.signature())) {
      throw Rejection.signatureInvalid("The signature that the manifest names, '"
          + manifest.signature() + "', is not in the container");
    }
    byte[] signed = Objects.requireNonNull(container.asicManifest()).bytes();
    return SignatureVerifier.verify(signed, signature.bytes(), clock.instant());
  }
}
