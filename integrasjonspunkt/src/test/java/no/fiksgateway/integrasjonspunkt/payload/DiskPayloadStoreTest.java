package no.fiksgateway.integrasjonspunkt.payload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskPayloadStoreTest implements PayloadStoreContract {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String SECRET = "Taushetsplikt etter forvaltningsloven § 13.";
  private static final int SEGMENT = 1 << 16;

  @TempDir
  Path home;

  private Path directory;
  private Path keyFile;
  private DiskPayloadStore store;

  @BeforeEach
  void openStore() throws IOException {
    directory = home.resolve("data/payloads");
    keyFile = home.resolve("keys/payload-key.json");
    store = reopened();
  }

  @Override
  public PayloadStore store() {
    return store;
  }

  private DiskPayloadStore reopened() throws IOException {
    return DiskPayloadStore.at(directory, keyFile, InstantSource.fixed(NOW));
  }

  @Nested
  class OnDisk {
    @Test
    void aPayloadLiesUnderTheFirstDigitsOfItsId() throws IOException {
      String id = store.store(PayloadStoreContract.text("brev")).id().value();

      assertThat(files()).containsExactly(directory.resolve(id.substring(0, 2)).resolve(id));
    }

    @Test
    void noPlaintextIsEverWritten() throws IOException {
      byte[] content = SECRET.repeat(60_000).getBytes(US_ASCII);

      try (PayloadWriter writer = store.newPayload()) {
        writer.write(content);
        assertThat(bytesOnDisk()).hasSizeGreaterThan(SEGMENT).doesNotContain(SECRET);
        writer.commit();
      }

      assertThat(bytesOnDisk()).hasSizeGreaterThan(content.length).doesNotContain(SECRET);
    }

    @Test
    void aWriterClosedWithoutCommitLeavesNoFile() throws IOException {
      try (PayloadWriter writer = store.newPayload()) {
        writer.write(new byte[3 * SEGMENT]);
        assertThat(files()).hasSize(1);
      }

      assertThat(files()).isEmpty();
    }

    @Test
    void aSourceThatBreaksOffLeavesNoFile() {
      assertThatThrownBy(() -> store.store(PayloadStoreContract.breakingOffAfter(
              2 * SEGMENT, new IOException("connection reset"))))
          .isInstanceOf(IOException.class);

      assertThat(files()).isEmpty();
    }

    @Test
    void aPayloadThatCannotBeGivenItsNameIsNotStored() throws IOException {
      try (PayloadWriter writer = store.newPayload()) {
        writer.write(1);
        Path unfinished = files().get(0);
        String id = unfinished.getFileName().toString();
        Files.delete(directory.resolve(id.substring(0, 2)));
        Files.writeString(
            directory.resolve(id.substring(0, 2)), "a file where a directory belongs");

        assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
        assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
      }

      assertThat(directory.resolve("unfinished")).isEmptyDirectory();
    }

    @Test
    void filesThatAreNoPayloadsAreNotListed() throws IOException {
      PayloadId stored = store.store(PayloadStoreContract.text("brev")).id();
      Files.writeString(store.file(stored).resolveSibling(".nfs0001"), "of the file system");

      assertThat(store.list(null, 10)).extracting(PayloadStore.Kept::id).containsExactly(stored);
    }

    @Test
    void leftoversOlderThanADayAreSweptAtStart() throws IOException {
      Path old = leftover("old", Duration.ofHours(25));
      Path young = leftover("young", Duration.ofHours(23));
      PayloadId stored = store.store(PayloadStoreContract.text("brev")).id();
      Files.setLastModifiedTime(store.file(stored), FileTime.from(NOW.minus(Duration.ofDays(400))));

      reopened();

      assertThat(old).doesNotExist();
      assertThat(young).exists();
      assertThat(read(stored)).asString(US_ASCII).isEqualTo("brev");
    }

    private Path leftover(String name, Duration age) throws IOException {
      Path file = Files.writeString(directory.resolve("unfinished").resolve(name), "half");
      return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
  }

  @Nested
  class Damage {
    private final byte[] content = PayloadStoreContract.randomBytes(3 * SEGMENT);
    private PayloadId id;
    private Path file;

    @BeforeEach
    void storePayload() throws IOException {
      id = store.store(new ByteArrayInputStream(content)).id();
      file = store.file(id);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.00001, 0.3, 0.5, 0.8, 0.999999})
    void aChangedByteIsNeverReturned(double where) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      bytes[(int) (bytes.length * where)] ^= 1;
      Files.write(file, bytes);

      assertThat(bytesReadBeforeTheFailure()).isEqualTo(prefixOfContent());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, SEGMENT, 2 * SEGMENT, 2 * SEGMENT + 17})
    void aTruncatedPayloadNeverReadsToAnEnd(int length) throws IOException {
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

      assertThat(bytesReadBeforeTheFailure()).isEqualTo(prefixOfContent());
    }

    @Test
    void bytesAddedAtTheEndAreNoticed() throws IOException {
      Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);

      assertThat(bytesReadBeforeTheFailure()).isEqualTo(prefixOfContent());
    }

    @Test
    void theFileOfAnotherPayloadIsNotTakenForThisOne() throws IOException {
      PayloadId other = store.store(new ByteArrayInputStream(content)).id();
      Files.copy(store.file(other), file, StandardCopyOption.REPLACE_EXISTING);

      assertThat(bytesReadBeforeTheFailure()).isEmpty();
    }

    private byte[] received = new byte[0];

    private byte[] bytesReadBeforeTheFailure() {
      ByteArrayOutputStream before = new ByteArrayOutputStream();
      assertThatThrownBy(() -> {
            try (InputStream in = store.open(id)) {
              in.transferTo(before);
            }
          })
          .isInstanceOf(PayloadDamagedException.class)
          .hasMessageContaining(id.value())
          .hasMessageContaining("backup");
      received = before.toByteArray();
      return received;
    }

    private byte[] prefixOfContent() {
      return Arrays.copyOf(content, received.length);
    }
  }

  @Nested
  class Key {
    @Test
    void itIsMadeAtTheFirstStartForTheOwnerOnly() throws IOException {
      assumeTrue(DurableFiles.isPosix(keyFile), "needs a POSIX file system");

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
          .isEqualTo("rw-------");
    }

    @Test
    void aRestartReadsWhatWasStoredBefore() throws IOException {
      PayloadId id = store.store(PayloadStoreContract.text("brev")).id();
      byte[] key = Files.readAllBytes(keyFile);

      store = reopened();

      assertThat(read(id)).asString(US_ASCII).isEqualTo("brev");
      assertThat(keyFile).hasBinaryContent(key);
    }

    @Test
    void aStoreWhosePayloadsLostTheirKeyDoesNotStart() throws IOException {
      store.store(PayloadStoreContract.text("brev"));
      Files.delete(keyFile);

      assertThatIllegalStateException()
          .isThrownBy(DiskPayloadStoreTest.this::reopened)
          .withMessageContaining(keyFile.toString())
          .withMessageContaining("Restore the file from the backup");
      assertThat(keyFile).doesNotExist();
    }

    @Test
    void anUnfinishedPayloadAloneDoesNotNeedTheLostKey() throws IOException {
      Files.writeString(directory.resolve("unfinished/half"), "half");
      Files.delete(keyFile);

      assertThat(reopened()).isNotNull();
      assertThat(keyFile).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "no json"})
    void aKeyFileWithoutAKeyIsNotReplaced(String damaged) throws IOException {
      Files.writeString(keyFile, damaged);

      assertThatThrownBy(DiskPayloadStoreTest.this::reopened)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(keyFile.toString())
          .hasMessageContaining("backup");
      assertThat(keyFile).hasContent(damaged);
    }

    @Test
    void payloadsOfAnotherKeyDoNotRead() throws IOException {
      PayloadId id = store.store(PayloadStoreContract.text("brev")).id();
      Path otherKey = home.resolve("other-key.json");
      DiskPayloadStore.at(home.resolve("elsewhere"), otherKey, InstantSource.fixed(NOW));

      store = DiskPayloadStore.at(directory, otherKey, InstantSource.fixed(NOW));

      assertThatThrownBy(() -> read(id)).isInstanceOf(PayloadDamagedException.class);
    }
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String bytesOnDisk() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : files()) {
      Files.copy(file, all);
    }
    return all.toString(US_ASCII);
  }
}
