package no.fiksgateway.asice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
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
  private final Map<Role, Own> own = new EnumMap<>(Role.class);

  private enum Role {
    MIMETYPE,
    ASIC_MANIFEST,
    SIGNATURE,
    OPEN_DOCUMENT_MANIFEST;

    static @Nullable Role of(String name) {
      if (name.equals(EntryNames.MIMETYPE)) {
        return MIMETYPE;
      }
      if (EntryNames.isAsicManifest(name)) {
        return ASIC_MANIFEST;
      }
      if (EntryNames.isSignature(name)) {
        return SIGNATURE;
      }
      return EntryNames.isOpenDocumentManifest(name) ? OPEN_DOCUMENT_MANIFEST : null;
    }
  }

  private Container(Set<String> digestAlgorithms, long maxOwnBytes) {
    this.digestAlgorithms = digestAlgorithms;
    this.maxOwnBytes = maxOwnBytes;
  }

  /** Reads a container to its end. */
  static Container read(ContainerBytes bytes, OpeningLimits limits, Set<String> digestAlgorithms)
      throws IOException {
    Container container = new Container(digestAlgorithms, limits.maxManifestBytes());
    new ZipReader(bytes, limits).read(container::begin);
    container.requireSound();
    return container;
  }

  /** The files in the container's order. */
  Map<String, Content> files() {
    return files;
  }

  @Nullable
  Own asicManifest() {
    return own.get(Role.ASIC_MANIFEST);
  }

  @Nullable
  Own signature() {
    return own.get(Role.SIGNATURE);
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

  private Expansion.Sink begin(String name) throws IOException {
    if (!EntryNames.isReserved(name)) {
      Content content = new Content(digestAlgorithms);
      files.put(name, content);
      return content;
    }
    Role role = Role.of(name);
    if (role == null || own.containsKey(role)) {
      throw Rejection.signatureInvalid("The container has an entry '" + name
          + "' in the space kept for manifest and signature, which neither of them covers");
    }
    Own entry = new Own(name, maxOwnBytes);
    own.put(role, entry);
    return entry;
  }

  private void requireSound() throws Rejection {
    for (Own own : own.values()) {
      own.requireWithinLimit();
    }
    Own mimetype = own.get(Role.MIMETYPE);
    if (mimetype != null && !Arrays.equals(mimetype.bytes(), DECLARED_TYPE)) {
      throw Rejection.malformed("The container declares itself to be something else than ASiC-E");
    }
  }

  /** A file as it was read. */
  static final class Content implements Expansion.Sink {

    private final Map<String, MessageDigest> running = new TreeMap<>();
    private final Map<String, byte[]> digests = new TreeMap<>();
    private long size;

    private Content(Set<String> algorithms) {
      for (String algorithm : algorithms) {
        running.put(algorithm, Digests.of(algorithm));
      }
    }

    @Override
    public void accept(byte[] bytes, int length) {
      size += length;
      for (MessageDigest digest : running.values()) {
        digest.update(bytes, 0, length);
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
  static final class Own implements Expansion.Sink {

    private final String name;
    private final long maxBytes;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean tooLong;

    private Own(String name, long maxBytes) {
      this.name = name;
      this.maxBytes = maxBytes;
    }

    @Override
    public void accept(byte[] bytes, int length) {
      tooLong |= length > maxBytes - content.size();
      if (!tooLong) {
        content.write(bytes, 0, length);
      }
    }

    void requireWithinLimit() throws Rejection {
      if (tooLong) {
        throw Rejection.malformed(
            "The container's '" + name + "' is longer than the " + maxBytes + " bytes allowed");
      }
    }

    String name() {
      return name;
    }

    byte[] bytes() {
      return content.toByteArray();
    }
  }
}
