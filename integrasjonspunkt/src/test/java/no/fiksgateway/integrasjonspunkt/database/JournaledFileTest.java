package no.fiksgateway.integrasjonspunkt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournaledFileTest {
  private static final int BLOCK = 4096;
  private static final int BLOCKS = 50;
  private static final int STEPS = 1500;

  @TempDir
  private Path folder;

  private final UnreliableDisk disk = new UnreliableDisk();
  private final Random chance = new Random(7);
  private JournaledChannel channel;

  @BeforeEach
  void aFileOnADiskWithoutABattery() throws IOException {
    FilePath.register(disk);
    JournaledFile.register();
    channel = open(folder);
  }

  private static JournaledChannel open(Path folder) throws IOException {
    FileChannel opened =
        FilePath.get("journaled:unreliable:" + folder.resolve("x.mv.db")).open("rw");
    assertThat(opened.tryLock(0, Long.MAX_VALUE, false)).isNotNull();
    return (JournaledChannel) opened;
  }

  @AfterEach
  void close() throws IOException {
    UnreliableDisk.goOn();
    channel.close();
    FilePath.unregister(disk);
  }

  @Test
  void whatIsWrittenIsReadAndAPowerCutLeavesWhatWasMadeDurable() throws IOException {
    byte[] written = new byte[0];
    byte[] ended = written;
    byte[] durable = written;
    for (int step = 0; step < STEPS; step++) {
      switch (chance.nextInt(12)) {
        case 0, 1 -> {
          channel.endGroup();
          ended = written;
        }
        case 2, 3 -> {
          channel.makeGroupsDurable();
          durable = ended;
        }
        case 4 -> {
          channel.force(true);
          ended = written;
          durable = written;
        }
        case 5 -> {
          written = Arrays.copyOf(written, chance.nextInt(written.length / BLOCK + 1) * BLOCK);
          if (written.length < channel.size()) {
            channel.truncate(written.length);
            ended = written;
            durable = written;
          }
        }
        case 6 ->
          assertThat(Arrays.equals(contentAfterAPowerCut(step), durable))
              .as("after a power cut in step %s", step)
              .isTrue();
        default -> written = write(written);
      }
      assertThat(channel.size()).isEqualTo(written.length);
      assertPart(written);
    }
  }

  private byte[] write(byte[] before) throws IOException {
    int position = chance.nextInt(Math.min(before.length / BLOCK, BLOCKS) + 1) * BLOCK;
    byte[] bytes = new byte[(1 + chance.nextInt(5)) * BLOCK];
    chance.nextBytes(bytes);
    assertThat(channel.write(ByteBuffer.wrap(bytes), position)).isEqualTo(bytes.length);
    byte[] after = Arrays.copyOf(before, Math.max(before.length, position + bytes.length));
    System.arraycopy(bytes, 0, after, position, bytes.length);
    return after;
  }

  private void assertPart(byte[] written) throws IOException {
    int from = chance.nextInt(written.length + 1);
    ByteBuffer read = ByteBuffer.allocate(chance.nextInt(30_000) + 1);
    int length = Math.min(read.capacity(), written.length - from);
    assertThat(channel.read(read, from)).isEqualTo(length == 0 ? -1 : length);
    assertThat(Arrays.equals(written, from, from + length, read.array(), 0, length))
        .isTrue();
  }

  private byte[] contentAfterAPowerCut(int step) throws IOException {
    Path left = Files.createDirectory(folder.resolve("left-" + step));
    UnreliableDisk.cutPower(folder, left, chance);
    try (JournaledChannel restarted = open(left)) {
      ByteBuffer content = ByteBuffer.allocate((int) restarted.size());
      restarted.read(content, 0);
      return content.array();
    }
  }

  private static ByteBuffer block(int content) {
    byte[] block = new byte[BLOCK];
    Arrays.fill(block, (byte) content);
    return ByteBuffer.wrap(block);
  }

  @Test
  void aFileThatWasClosedNeedsNoJournal() throws IOException {
    channel.write(block(1), 0);
    channel.force(true);
    assertThat(folder.resolve("x.mv.db.journal")).isNotEmptyFile();
    channel.close();
    assertThat(folder.resolve("x.mv.db.journal")).doesNotExist();
    assertThat(folder.resolve("x.mv.db")).hasBinaryContent(block(1).array());
  }

  @Test
  void whatDoesNotBelongTogetherYetIsNotBroughtToTheFileWhenItIsClosed() throws IOException {
    channel.write(block(1), 0);
    channel.force(true);
    channel.write(block(2), 0);
    channel.close();
    assertThat(folder.resolve("x.mv.db")).hasBinaryContent(block(1).array());
  }

  @Test
  void whereTheDiskWasFullTheJournalStaysForWhoOpensTheFileNext() throws IOException {
    channel.write(block(1), 0);
    channel.force(true);
    channel.write(block(2), 0);
    UnreliableDisk.fill();
    assertThatThrownBy(() -> channel.force(true)).hasMessage("No space left");
    UnreliableDisk.goOn();
    assertThatThrownBy(() -> channel.force(true)).hasRootCauseMessage("No space left");
    assertThatThrownBy(() -> channel.write(block(3), 0)).hasRootCauseMessage("No space left");
    channel.close();
    assertThat(folder.resolve("x.mv.db.journal")).isNotEmptyFile();
    channel = open(folder);
    ByteBuffer content = ByteBuffer.allocate(BLOCK);
    channel.read(content, 0);
    assertThat(content.flip()).isEqualTo(block(1));
  }

  @Test
  void whoDoesNotGetTheLockDoesNotTouchTheJournal() throws IOException {
    channel.write(block(1), 0);
    try (FileChannel second =
        FilePath.get("journaled:unreliable:" + folder.resolve("x.mv.db")).open("rw")) {
      assertThatThrownBy(() -> second.tryLock(0, Long.MAX_VALUE, false))
          .isInstanceOf(OverlappingFileLockException.class);
    }
    channel.force(true);
    assertThat(folder.resolve("x.mv.db.journal")).isNotEmptyFile();
    assertThat(JournaledChannel.locked("journaled:unreliable:" + folder.resolve("x.mv.db")))
        .isSameAs(channel);
  }

  @Test
  void theJournalHasEndedBeforeAnotherMayLockTheFile() throws IOException {
    try (FileChannel own =
        FilePath.get("journaled:unreliable:" + folder.resolve("y.mv.db")).open("rw")) {
      FileLock lock = own.tryLock(0, Long.MAX_VALUE, false);
      assertThat(lock.isValid()).isTrue();
      own.write(block(1), 0);
      own.force(true);
      lock.release();
      assertThat(lock.isValid()).isFalse();
      assertThat(folder.resolve("y.mv.db.journal")).doesNotExist();
      assertThat(folder.resolve("y.mv.db")).hasBinaryContent(block(1).array());
    }
  }

  /** As where H2 makes an index of many rows, before anybody commits. */
  @Test
  void muchThatIsWrittenAtOnceDoesNotStayInMemory() throws IOException {
    byte[] megabyte = new byte[1 << 20];
    for (int i = 0; i < 100; i++) {
      channel.write(ByteBuffer.wrap(megabyte), 8192 + (long) i * megabyte.length);
    }
    assertThat(Files.size(folder.resolve("x.mv.db"))).isGreaterThan(60L << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:file:./data/x;MODE=PostgreSQL, jdbc:h2:journaled:./data/x;MODE=PostgreSQL;WRITE_DELAY=2147483647;AUTO_COMPACT_FILL_RATE=0",
    "jdbc:h2:./x;WRITE_DELAY=500;MODE=X;cache_size=9;RETENTION_TIME=1;AUTO_COMPACT_FILL_RATE=90, jdbc:h2:journaled:./x;MODE=X;WRITE_DELAY=2147483647;AUTO_COMPACT_FILL_RATE=0",
    "jdbc:h2:./x,                           jdbc:h2:journaled:./x;WRITE_DELAY=2147483647;AUTO_COMPACT_FILL_RATE=0",
    "jdbc:h2:~/x,                           jdbc:h2:journaled:~/x;WRITE_DELAY=2147483647;AUTO_COMPACT_FILL_RATE=0",
    "jdbc:h2:C:/x,                          jdbc:h2:journaled:C:/x;WRITE_DELAY=2147483647;AUTO_COMPACT_FILL_RATE=0",
    "jdbc:h2:split:./x,                     jdbc:h2:journaled:split:./x;WRITE_DELAY=2147483647;AUTO_COMPACT_FILL_RATE=0",
    "jdbc:h2:journaled:./x,                 jdbc:h2:journaled:./x",
    "jdbc:h2:mem:x,                         jdbc:h2:mem:x",
    "jdbc:h2:.,                             jdbc:h2:.",
    "jdbc:h2:tcp://localhost/x,             jdbc:h2:tcp://localhost/x",
    "jdbc:postgresql:x,                     jdbc:postgresql:x",
  })
  void everyDatabaseInAFileHasAJournal(String url, String journaled) {
    assertThat(JournaledFile.journaled(url)).isEqualTo(journaled);
  }
}
