package no.fiksgateway.integrasjonspunkt.database;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written to another file, in groups of which each gets there whole or not at all. A group is here, and on the
 * disk, before any of it is written there; so whatever a power cut leaves of that file can be made good from here.
 *
 * <p>A group is: epoch (8 bytes), its number since the epoch began (4), the number of its writes (4), for each write its
 * position (8) and its length (4), then the bytes of all of them, then the CRC-32C of everything before (4). It begins at a
 * whole block, so that no sector of one is written again with the next.
 */
final class Journal implements Closeable {
  private static final int BLOCK = 4096;
  private static final int HEAD = Long.BYTES + 2 * Integer.BYTES;
  private static final int ENTRY = Long.BYTES + Integer.BYTES;

  /** To a new epoch, what is left of an older one is noise; a counter could not be read where its beginning is torn. */
  private static final SecureRandom EPOCHS = new SecureRandom();

  private final FileChannel channel;
  private long epoch = EPOCHS.nextLong();
  private int groups;
  private long end;

  Journal(FileChannel channel) {
    this.channel = channel;
  }

  /** Bytes from a position on. */
  record Write(long position, ByteBuffer bytes) {
    /** The JDK keeps memory outside of the heap, for each thread, of the size of the largest piece that was written. */
    private static final int PIECE = 1 << 17;

    void to(FileChannel file) throws IOException {
      for (int start = 0; start < bytes.remaining(); start += PIECE) {
        ByteBuffer piece =
            bytes.slice(bytes.position() + start, Math.min(PIECE, bytes.remaining() - start));
        while (piece.hasRemaining()) {
          file.write(piece, position + start + piece.position());
        }
      }
    }
  }

  private record Group(List<Write> writes, long epoch, long end) {}

  /** The bytes up to which the journal is in use. */
  long length() {
    return end;
  }

  /** Returns when the group would survive a power cut. */
  void append(List<Write> group) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD + group.size() * ENTRY);
    head.putLong(epoch).putInt(groups).putInt(group.size());
    for (Write write : group) {
      head.putLong(write.position).putInt(write.bytes.remaining());
    }
    CRC32C check = new CRC32C();
    long at = append(head.flip(), end, check);
    for (Write write : group) {
      at = append(write.bytes.duplicate(), at, check);
    }
    ByteBuffer tail = ByteBuffer.allocate(Integer.BYTES).putInt((int) check.getValue());
    at = append(tail.flip(), at, check);
    channel.force(false);
    groups++;
    end = wholeBlocks(at);
  }

  private long append(ByteBuffer bytes, long at, CRC32C check) throws IOException {
    check.update(bytes.duplicate());
    new Write(at, bytes).to(channel);
    return at + bytes.remaining();
  }

  private static long wholeBlocks(long length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * Writes all groups that are here to the file, in their order.
   *
   * @return how many there were
   */
  int replay(FileChannel file) throws IOException {
    int replayed = 0;
    Group group = read(0, null, 0);
    while (group != null) {
      for (Write write : group.writes) {
        write.to(file);
      }
      replayed++;
      group = read(group.end, group.epoch, replayed);
    }
    return replayed;
  }

  private @Nullable Group read(long at, @Nullable Long expected, int number) throws IOException {
    ByteBuffer head = read(at, HEAD);
    if (head == null) {
      return null;
    }
    long found = head.getLong();
    boolean isNext = (expected == null || expected == found) && head.getInt() == number;
    int count = head.getInt(HEAD - Integer.BYTES);
    long length = HEAD + (long) count * ENTRY;
    if (!isNext || count <= 0 || length > channel.size()) {
      return null;
    }
    ByteBuffer entries = read(at + HEAD, (int) length - HEAD);
    if (entries == null) {
      return null;
    }
    for (int i = 0; i < count; i++) {
      int bytes = entries.getInt(i * ENTRY + Long.BYTES);
      length += bytes;
      if (bytes < 0) {
        return null;
      }
    }
    ByteBuffer whole = read(at, length + Integer.BYTES);
    if (whole == null || !isWhole(whole)) {
      return null;
    }
    List<Write> writes = new ArrayList<>();
    int start = HEAD + count * ENTRY;
    for (int i = 0; i < count; i++) {
      int bytes = entries.getInt(i * ENTRY + Long.BYTES);
      writes.add(new Write(entries.getLong(i * ENTRY), whole.slice(start, bytes)));
      start += bytes;
    }
    return new Group(writes, found, wholeBlocks(at + whole.capacity()));
  }

  private static boolean isWhole(ByteBuffer group) {
    CRC32C check = new CRC32C();
    int checked = group.capacity() - Integer.BYTES;
    check.update(group.slice(0, checked));
    return group.getInt(checked) == (int) check.getValue();
  }

  private @Nullable ByteBuffer read(long at, long length) throws IOException {
    if (at + length > channel.size() || length > Integer.MAX_VALUE) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
      // until all of it is here
    }
    return bytes.hasRemaining() ? null : bytes.flip();
  }

  /**
   * Begins anew, once the other file has all groups and would survive a power cut itself. The first group is made unreadable
   * first: where the next one covers only some of the old ones, the others would take the file back.
   */
  void restart() throws IOException {
    if (channel.size() > 0) {
      new Write(0, ByteBuffer.allocate(BLOCK)).to(channel);
      channel.force(false);
    }
    epoch = EPOCHS.nextLong();
    groups = 0;
    end = 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
