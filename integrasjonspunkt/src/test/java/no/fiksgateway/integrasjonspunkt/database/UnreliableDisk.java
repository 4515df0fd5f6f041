package no.fiksgateway.integrasjonspunkt.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk for H2 that knows what it would have after a power cut: all that was there when it was last told to synchronise,
 * and of what was written since any part, in any order. Use {@code jdbc:h2:unreliable:...}.
 */
public class UnreliableDisk extends FilePathWrapper {
  private static final int SECTOR = 4096;

  private static final Map<String, Channel> OPEN = new ConcurrentHashMap<>();

  /** Held by whoever changes a file. */
  private static final Object DISK = new Object();

  private static volatile boolean isFull;

  /** Lets nobody write any more. */
  static void fill() {
    isFull = true;
  }

  /** Ends {@link #fill}. */
  static void goOn() {
    isFull = false;
  }

  private static void beforeWriting() throws IOException {
    if (isFull) {
      throw new IOException("No space left");
    }
  }

  @Override
  public String getScheme() {
    return "unreliable";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    Channel channel = new Channel(Path.of(getBase().toString()), super.open(mode));
    OPEN.put(channel.file.toString(), channel);
    return channel;
  }

  /**
   * Writes what a power cut would leave now of all open files of a folder.
   *
   * @param left an empty folder for them
   */
  static void cutPower(Path folder, Path left, Random chance) throws IOException {
    synchronized (DISK) {
      for (Channel channel : OPEN.values()) {
        if (channel.file.getParent().equals(folder)) {
          channel.cutPower(left.resolve(channel.file.getFileName()), chance);
        }
      }
    }
  }

  private record Written(long position, byte[] before, byte[] after, long sizeBefore) {}

  private static final class Channel extends FileBase {
    private final Path file;
    private final FileChannel base;
    private final List<Written> unsafe = new ArrayList<>();

    Channel(Path file, FileChannel base) {
      this.file = file;
      this.base = base;
    }

    void cutPower(Path left, Random chance) throws IOException {
      Files.copy(file, left);
      try (FileChannel copy =
          FileChannel.open(left, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        for (int i = unsafe.size() - 1; i >= 0; i--) {
          Written written = unsafe.get(i);
          copy.write(ByteBuffer.wrap(written.before), written.position);
          copy.truncate(written.sizeBefore);
        }
        for (Written written : unsafe) {
          for (int start = 0; start < written.after.length; start += SECTOR) {
            if (chance.nextBoolean()) {
              int length = Math.min(SECTOR, written.after.length - start);
              copy.write(ByteBuffer.wrap(written.after, start, length), written.position + start);
            }
          }
        }
      }
    }

    private byte[] bytes(long position, long length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, length));
      while (bytes.hasRemaining() && base.read(bytes, position + bytes.position()) > 0) {
        // until there is no more
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      beforeWriting();
      synchronized (DISK) {
        byte[] after = new byte[source.remaining()];
        source.duplicate().get(after);
        unsafe.add(new Written(position, bytes(position, after.length), after, base.size()));
        return base.write(source, position);
      }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      synchronized (DISK) {
        unsafe.add(new Written(size, bytes(size, base.size() - size), new byte[0], base.size()));
        base.truncate(size);
        return this;
      }
    }

    @Override
    public void force(boolean metaData) throws IOException {
      synchronized (DISK) {
        base.force(metaData);
        unsafe.clear();
      }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int written = write(source, base.position());
      base.position(base.position() + written);
      return written;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return base.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return base.read(target, position);
    }

    @Override
    public long position() throws IOException {
      return base.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      base.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return base.size();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return base.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      OPEN.remove(file.toString(), this);
      base.close();
    }
  }
}
