package no.fiksgateway.asice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a container holds: digests of its files, and its own entries whole. */
final class Container {

  private static final byte[] DECLARED_TYPE = MediaTypes.ASIC_E.getBytes(StandardCharsets.US_ASCII);

  private final Set<String> digestAlgorithms;
  private final long maxOwnBytes;
  private final Map<String, Content> files = new LinkedHashMap<>();
  private @Nullable Own asicManifest;
  private @Nullable Own signature;
  private @Nullable Own mimetype;
  private @Nullable Own openDocumentManifest;

  private Container(Set<String> digestAlgorithms, long maxOwnBytes) {
    this.digestAlgorithms = digestAlgorithms;
    this.maxOwnBytes = maxOwnBytes;
  }

  /** Reads a container to its end. */
  static Container read(ContainerBytes bytes, OpeningLimits limits, Set<String> digestAlgorithms)
      throws IOException {
    Container container = new Container(digestAlgorithms, limits.maxManifestBytes());
    new ZipReader(bytes, limits).read(container::begin);
    container.requireDeclaredType();
    return container;
  }

  /** The files in the container's order. */
  Map<String, Content> files() {
    return files;
  }

  @Nullable
  Own asicManifest() {
    return asicManifest;
  }

  @Nullable
  Own signature() {
    return signature;
  }

  boolean hasSameFilesAs(Container other) {
    return sha256ByName().equals(other.sha256ByName());
  }

  private Map<String, ByteBuffer> sha256ByName() {
    Map<String, ByteBuffer> digests = new TreeMap<>();
    files.forEach(
        (name, content) -> digests.put(name, ByteBuffer.wrap(content.digest(Digests.SHA_256))));
    return digests;
  }

  private ZipReader.Sink begin(String name) throws IOException {
    if (!EntryNames.isReserved(name)) {
      Content content = new Content(digestAlgorithms);
      files.put(name, content);
      return content;
    }
    Own own = new Own(name, maxOwnBytes);
    if (name.equals(EntryNames.MIMETYPE) && mimetype == null) {
      mimetype = own;
    } else if (EntryNames.isAsicManifest(name) && asicManifest == null) {
      asicManifest = own;
    } else if (EntryNames.isSignature(name) && signature == null) {
      signature = own;
    } else if (EntryNames.isOpenDocumentManifest(name) && openDocumentManifest == null) {
      openDocumentManifest = own;
    } else {
      throw Rejection.signatureInvalid("The container has an entry '" + name
          + "' in the space kept for manifest and signature, which neither of them covers");
    }
    return own;
  }

  private void requireDeclaredType() throws Rejection {
    if (mimetype != null && !Arrays.equals(mimetype.bytes(), DECLARED_TYPE)) {
      throw Rejection.malformed("The container declares itself to be something else than ASiC-E");
    }
  }

  /** A file as it was read. */
  static final class Content implements ZipReader.Sink {

    private final Map<String, MessageDigest> running = new TreeMap<>();
    private final Map<String, byte[]> digests = new TreeMap<>();
    private long size;

    private Content(Set<String> algorithms) {
      for (String algorithm : algorithms) {
        running.put(algorithm, Digests.of(algorithm));
      }
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
      size += length;
      for (MessageDigest digest : running.values()) {
        digest.update(bytes, offset, length);
      }
    }

    long size() {
      return size;
    }

    byte[] digest(String algorithm) {
      MessageDigest digest = running.remove(algorithm);
      if (digest != null) {
        digests.put(algorithm, digest.digest());
      }
      return Objects.requireNonNull(digests.get(algorithm), algorithm);
    }
  }

  /** One of the container's own entries. */
  static final class Own implements ZipReader.Sink {

    private final String name;
    private final long maxBytes;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    private Own(String name, long maxBytes) {
      this.name = name;
      this.maxBytes = maxBytes;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) throws IOException {
      if (length > maxBytes - content.size()) {
        throw Rejection.malformed(
            "The container's '" + name + "' is longer than the " + maxBytes + " bytes allowed");
      }
      content.write(bytes, offset, length);
    }

    String name() {
      return name;
    }

    byte[] bytes() {
      return content.toByteArray();
    }
  }
}
