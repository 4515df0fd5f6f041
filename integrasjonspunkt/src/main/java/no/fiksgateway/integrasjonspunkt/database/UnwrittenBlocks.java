package no.fiksgateway.integrasjonspunkt.database;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The blocks of a file that have been written to it and are not in it yet, in groups that come to it one after the other. */
final class UnwrittenBlocks {
  /** Bytes. H2 writes nothing but whole ones. */
  static final int BLOCK = 4096;

  /** By number; of each the newest, as it is read. */
  private final NavigableMap<Long, Block> newest = new ConcurrentSkipListMap<>();

  /** What has been written since the last group ended. */
  private final SortedMap<Long, Block> begun = new TreeMap<>();

  private SortedMap<Long, Block> ended = new TreeMap<>();

  record Block(byte[] bytes, int offset) {
    /** @param within where in the block to begin */
    void copy(int within, ByteBuffer target, int length) {
      target.put(bytes, offset + within, length);
    }

    private boolean goesOnIn(Block next) {
      return next.bytes == bytes && next.offset == offset + BLOCK;
    }
  }

  synchronized void put(long first, byte[] bytes) {
    for (int offset = 0; offset < bytes.length; offset += BLOCK) {
      Block block = new Block(bytes, offset);
      newest.put(first + offset / BLOCK, block);
      begun.put(first + offset / BLOCK, block);
    }
  }

  /** How many nobody has taken. */
  synchronized int count() {
    return begun.size() + ended.size();
  }

  /** Puts what has been written since the last group together to one. */
  synchronized void endGroup() {
    ended.putAll(begun);
    begun.clear();
  }

  /** All groups that have ended and that nobody has taken before, as one. They are read from here until they are written. */
  synchronized SortedMap<Long, Block> takeEnded() {
    SortedMap<Long, Block> group = ended;
    ended = new TreeMap<>();
    return group;
  }

  /** The file has them now. Those that have been written anew meanwhile stay. */
  void areWritten(Map<Long, Block> group) {
    group.forEach(newest::remove);
  }

  /** The one with this number, or null if the file has it. */
  @Nullable
  Block at(long number) {
    return newest.get(number);
  }

  /** The next number whose block is here; the highest there can be if there is none. */
  long firstAfter(long number) {
    Long next = newest.higherKey(number);
    return next == null ? Long.MAX_VALUE / BLOCK : next;
  }

  /** What lies together goes together. */
  static List<Journal.Write> inOneGo(SortedMap<Long, Block> blocks) {
    List<Journal.Write> writes = new ArrayList<>();
    long start = 0;
    int length = 0;
    Block first = null;
    Block last = null;
    for (Map.Entry<Long, Block> entry : blocks.entrySet()) {
      Block block = entry.getValue();
      boolean goesOn =
          last != null && entry.getKey() * BLOCK == start + length && last.goesOnIn(block);
      if (!goesOn) {
        if (first != null) {
          writes.add(write(start, first, length));
        }
        start = entry.getKey() * BLOCK;
        first = block;
        length = 0;
      }
      length += BLOCK;
      last = block;
    }
    if (first != null) {
      writes.add(write(start, first, length));
    }
    return writes;
  }

  private static Journal.Write write(long start, Block first, int length) {
    return new Journal.Write(
        start, ByteBuffer.wrap(first.bytes, first.offset, length).slice());
  }
}
