package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Makes the packages Fiks IO carries: files in a signed ASiC-E container (ETSI TS 102 918), encrypted for one receiver. It
 * holds no more than a few buffers of content at a time, whatever the files' size. One sealer serves any number of threads.
 */
public final class PackageSealer {

  private final ManifestSigner signer;
  private final InstantSource clock;

  /** @throws SealingException if the key is of a kind that cannot sign packages (RSA and EC can) */
  public PackageSealer(Virksomhetssertifikat signer, InstantSource clock) {
    this.signer = new ManifestSigner(signer);
    this.clock = clock;
  }

  /**
   * Streams mimetype, files, manifests and signature, encrypted for the recipient, to {@code out}, which stays open. Each
   * source is opened once. If anything fails, what was written lacks the end of container and envelope, and no reader can
   * take it for a complete package.
   *
   * @param files at least one, each with a name of its own
   * @param recipient the receiver's certificate, with an RSA key
   * @throws IllegalArgumentException if there is no file, or two have the same name; nothing has been written then
   * @throws SealingException if the recipient's certificate or the signing key cannot be used, or the signing certificate is
   *     not valid now
   * @throws IOException if a source or {@code out} fails
   */
  public SealedPackage seal(List<PackageFile> files, X509Certificate recipient, OutputStream out)
      throws IOException {
    requireDistinctNames(files);
    Instant now = clock.instant();
    signer.requireValid(now);
    CipherText cipherText = new CipherText(out);
    // Not closed on failure: closing is what makes the envelope complete.
    OutputStream envelope = new EnvelopeWriter(recipient, cipherText);
    ZipWriter zip = new ZipWriter(envelope, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
    writeContainer(files, zip, now);
    envelope.close();
    return cipherText.summary();
  }

  private void writeContainer(List<PackageFile> files, ZipWriter zip, Instant now)
      throws IOException {
    String declaration = "mimetype=" + MediaTypes.ASIC_E;
    zip.stored(
        EntryNames.MIMETYPE, MediaTypes.ASIC_E.getBytes(StandardCharsets.US_ASCII), declaration);
    List<ManifestWriter.Item> items = writeFiles(files, zip);
    String signature = EntryNames.signature(UUID.randomUUID().toString());
    byte[] manifest = ManifestWriter.asicManifest(signature, items);
    zip.stored(EntryNames.ASIC_MANIFEST, manifest, "");
    zip.stored(signature, signer.sign(manifest, now), "");
    zip.stored(EntryNames.OPEN_DOCUMENT_MANIFEST, ManifestWriter.openDocumentManifest(items), "");
    zip.finish(declaration);
  }

  private static List<ManifestWriter.Item> writeFiles(List<PackageFile> files, ZipWriter zip)
      throws IOException {
    List<ManifestWriter.Item> items = new ArrayList<>();
    ContentDeflater deflater = new ContentDeflater();
    for (PackageFile file : files) {
      String mimeType = MediaTypes.of(file.name(), file.mimeType());
      try (InputStream content = file.content().open()) {
        byte[] sha256 = deflater.write(file.name(), content, zip);
        items.add(new ManifestWriter.Item(file.name(), mimeType, sha256));
      }
    }
    return items;
  }

  private static void requireDistinctNames(List<PackageFile> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "A package needs at least one file; no receiver accepts an empty one");
    }
    Set<String> names = new HashSet<>();
    for (PackageFile file : files) {
      if (!names.add(file.name())) {
        throw new IllegalArgumentException("Two files are called '" + file.name()
            + "'. Rename one; a receiver could only read one of them.");
      }
    }
  }
}
