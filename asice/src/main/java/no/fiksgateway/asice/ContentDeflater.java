package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Copies sources into ZIP entries: deflated where that makes them smaller, in stored blocks where it does not, and digested
 * on the way. A few chunks are in memory at a time; other cores may digest and deflate them while earlier ones are written.
 */
final class ContentDeflater {

  /** An empty stored block that is the last one (RFC 1951, section 3.2.4). */
  private static final byte[] LAST_BLOCK = {1, 0, 0, (byte) 0xFF, (byte) 0xFF};
  /** With more cores than these, encryption is what takes the time. */
  private static final int MAX_LANES = 4;
  /** The longest run of chunks that are stored without trying again whether they would shrink. */
  private static final int MAX_PAUSE = 64;

  private final int maxLanes = Math.min(MAX_LANES, Runtime.getRuntime().availableProcessors());
  private final List<DeflateLane> lanes = new ArrayList<>();

  /** Writes one entry and returns the SHA-256 of its content. */
  byte[] write(String name, InputStream in, ZipWriter zip) throws IOException {
    zip.beginDeflated(name);
    Entry entry = new Entry(zip);
    DeflateLane previous = null;
    for (int i = 0; previous == null || previous.isFull(); i++) {
      if (i >= maxLanes) {
        entry.finishFirst();
      }
      DeflateLane lane = lane(i % maxLanes);
      if (!lane.fill(in, previous)) {
        break;
      }
      entry.begin(lane);
      previous = lane;
    }
    entry.finishAll();
    zip.write(LAST_BLOCK, 0, LAST_BLOCK.length);
    zip.endDeflated(entry.crc.getValue(), entry.size);
    return entry.digest.digest();
  }

  private DeflateLane lane(int index) {
    if (index == lanes.size()) {
      lanes.add(new DeflateLane());
    }
    return lanes.get(index);
  }

  /** A chunk that is being worked on. */
  private record Chunk(
      DeflateLane lane, Aside digested, @Nullable Aside deflated) {}

  /** The entry being written. */
  private static final class Entry {

    private final ZipWriter zip;
    private final MessageDigest digest = Digests.sha256();
    private final CRC32 crc = new CRC32();
    private final Queue<Chunk> begun = new ArrayDeque<>();
    private Aside digested = Aside.offer(0, () -> {});
    private long size;
    /** Whether the chunk deflated last got smaller. */
    private boolean shrinking;

    private int pause;
    private int chunksToStore;

    Entry(ZipWriter zip) {
      this.zip = zip;
    }

    void begin(DeflateLane lane) {
      size += lane.length();
      // The digest takes one chunk after another; it is offered first, because the next chunk waits
      // for it.
      digested.join();
      digested = Aside.offer(lane.length(), () -> lane.digest(digest, crc));
      Aside deflated = isWorthDeflating(lane) ? Aside.offer(lane.length(), lane::deflate) : null;
      begun.add(new Chunk(lane, digested, deflated));
    }

    void finishFirst() throws IOException {
      Chunk chunk = begun.remove();
      if (chunk.deflated != null) {
        chunk.deflated.join();
      }
      boolean shrunk = chunk.lane.writeTo(zip);
      shrinking = chunk.deflated == null ? shrinking : shrunk;
      chunk.digested.join();
    }

    void finishAll() throws IOException {
      while (!begun.isEmpty()) {
        finishFirst();
      }
    }

    private boolean isWorthDeflating(DeflateLane lane) {
      if (shrinking) {
        return true;
      }
      if (chunksToStore > 0) {
        chunksToStore--;
        return false;
      }
      if (lane.wouldShrink()) {
        pause = 0;
        return true;
      }
      pause = Math.min(MAX_PAUSE, 2 * pause + 1);
      chunksToStore = pause;
      return false;
    }
  }
}
