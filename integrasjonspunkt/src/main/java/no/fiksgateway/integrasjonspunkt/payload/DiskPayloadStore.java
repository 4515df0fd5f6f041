package no.fiksgateway.integrasjonspunkt.payload;

import com.google.crypto.tink.StreamingAead;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Payloads as files, each encrypted and authenticated in segments of 64 kB (Tink, AES-GCM-HKDF streaming) and tied to
 * its id, so that neither a changed nor a swapped file reads as a payload.
 *
 * <p>A payload is written under {@code unfinished/} and moved to {@code ab/ab......} once it is complete and on the
 * disk: a name outside {@code unfinished/} always stands for a whole payload. The directories for the first two digits
 * are there from the start, so that a new payload costs two waits for the disk: its bytes and its name. Several
 * instances may share the directory.
 */
final class DiskPayloadStore implements PayloadStore {
  private static final Logger log = LoggerFactory.getLogger(DiskPayloadStore.class);

  private static final String UNFINISHED = "unfinished";

  /** One for each value of the first two digits of an id. */
  private static final int DIRECTORIES = 256;

  /** Longer than any upload takes: what is older was left by a process that died. */
  private static final Duration ABANDONED_AFTER = Duration.ofDays(1);

  private final Path directory;
  private final StreamingAead key;

  private DiskPayloadStore(Path directory, StreamingAead key) {
    this.directory = directory.toAbsolutePath();
    this.key = key;
  }

  /** Opens the store, making directory and key where nothing is stored yet. */
  static DiskPayloadStore at(Path directory, Path keyFile, InstantSource clock) throws IOException {
    makeDirectories(directory);
    DiskPayloadStore store = new DiskPayloadStore(directory, key(directory, keyFile));
    store.sweep(clock.instant().minus(ABANDONED_AFTER));
    return store;
  }

  private static void makeDirectories(Path directory) throws IOException {
    DurableFiles.createDirectories(directory);
    Files.createDirectories(directory.resolve(UNFINISHED));
    for (int i = 0; i < DIRECTORIES; i++) {
      Files.createDirectories(folder(directory, i));
    }
    DurableFiles.force(directory);
  }

  @Override
  public PayloadWriter newPayload() throws IOException {
    PayloadId id = PayloadId.random();
    return new DiskPayloadWriter(
        id, directory.resolve(UNFINISHED).resolve(id.value()), file(id), key, boundTo(id));
  }

  @Override
  public InputStream open(PayloadId id) throws IOException {
    InputStream ciphertext;
    try {
      ciphertext = Files.newInputStream(file(id));
    } catch (NoSuchFileException e) {
      PayloadMissingException missing = new PayloadMissingException(id, directory.toString());
      missing.initCause(e);
      throw missing;
    }
    try {
      return new AuthenticatedContent(
          id, directory.toString(), key.newDecryptingStream(ciphertext, boundTo(id)));
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      ciphertext.close();
      throw new IOException("Payload " + id + " cannot be opened.", e);
    }
  }

  @Override
  public List<Kept> list(@Nullable PayloadId after, int atMost) throws IOException {
    String last = after == null ? "" : after.value();
    int first = after == null ? 0 : HexFormat.fromHexDigits(last, 0, 2);
    List<Kept> portion = new ArrayList<>();
    for (int digits = first; digits < DIRECTORIES; digits++) {
      for (String name : namesAfter(last, folder(directory, digits))) {
        if (portion.size() == atMost) {
          return portion;
        }
        addIfStillThere(portion, new PayloadId(name));
      }
    }
    return portion;
  }

  /** One folder of many: even of a million files it holds a few thousand. */
  private static List<String> namesAfter(String last, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> PayloadId.isOne(name) && name.compareTo(last) > 0)
          .sorted()
          .toList();
    }
  }

  private void addIfStillThere(List<Kept> portion, PayloadId id) throws IOException {
    try {
      portion.add(new Kept(id, Files.getLastModifiedTime(file(id)).toInstant()));
    } catch (NoSuchFileException e) {
      log.debug("Payload {} was deleted while the store was listed.", id);
    }
  }

  @Override
  public void delete(PayloadId id) throws IOException {
    Files.deleteIfExists(file(id));
  }

  Path file(PayloadId id) {
    String name = id.value();
    return directory.resolve(name.substring(0, 2)).resolve(name);
  }

  private static byte[] boundTo(PayloadId id) {
    return id.value().getBytes(StandardCharsets.US_ASCII);
  }

  private static StreamingAead key(Path directory, Path keyFile) throws IOException {
    if (Files.exists(keyFile)) {
      return PayloadKey.read(keyFile);
    }
    if (holdsPayloads(directory)) {
      throw new IllegalStateException("The payload key file "
          + keyFile
          + " is missing, but "
          + directory
          + " holds payloads that only its key can open. Restore the file from the backup, or set"
          + " integrasjonspunkt.payload.key-file to where it is. No new key is made, because that would make every"
          + " stored document unreadable without anybody noticing.");
    }
    try {
      return PayloadKey.make(keyFile);
    } catch (FileAlreadyExistsException e) {
      log.info("Another instance made the payload key file {} at the same time.", keyFile);
      return PayloadKey.read(keyFile);
    }
  }

  /** In the folders of the store: another, as the {@code lost+found} of a volume, may not be ours to read. */
  private static boolean holdsPayloads(Path directory) throws IOException {
    for (int digits = 0; digits < DIRECTORIES; digits++) {
      if (!namesAfter("", folder(directory, digits)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static Path folder(Path directory, int digits) {
    return directory.resolve(HexFormat.of().toHexDigits((byte) digits));
  }

  private void sweep(Instant olderThan) throws IOException {
    List<Path> leftovers;
    try (Stream<Path> files = Files.list(directory.resolve(UNFINISHED))) {
      leftovers = files.toList();
    }
    int swept = 0;
    for (Path leftover : leftovers) {
      try {
        if (Files.getLastModifiedTime(leftover).toInstant().isBefore(olderThan)
            && Files.deleteIfExists(leftover)) {
          swept++;
        }
      } catch (NoSuchFileException e) {
        log.debug("{} was finished or swept by another instance.", leftover);
      }
    }
    if (swept > 0) {
      log.info("Swept {} unfinished payloads that a stopped process had left.", swept);
    }
  }
}
