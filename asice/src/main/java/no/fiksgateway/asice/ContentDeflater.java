package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Copies sources into ZIP entries: deflated where that makes them smaller, in stored blocks where it does not, and digested
 * on the way. A batch of chunks is in memory at a time; other cores may help with its digest and its chunks.
 */
final class ContentDeflater implements AutoCloseable {

  /** An empty stored block that is the last one (RFC 1951, section 3.2.4). */
  private static final byte[] LAST_BLOCK = {1, 0, 0, (byte) 0xFF, (byte) 0xFF};
  /** With more cores than these, encryption is what takes the time. */
  private static final int MAX_LANES = 4;
  /** The longest run of batches that are stored without trying again whether they would shrink. */
  private static final int MAX_PAUSE = 32;

  private static final byte[] NOTHING = {};

  private final int maxLanes = Math.min(MAX_LANES, Runtime.getRuntime().availableProcessors());
  private final List<DeflateLane> lanes = new ArrayList<>();

  /** Writes one entry and returns the SHA-256 of its content. */
  byte[] write(String name, InputStream in, ZipWriter zip) throws IOException {
    zip.beginDeflated(name);
    Entry entry = new Entry(zip);
    for (List<DeflateLane> batch = fill(in); !batch.isEmpty(); batch = fill(in)) {
      entry.write(batch);
    }
    zip.write(LAST_BLOCK, 0, LAST_BLOCK.length);
    zip.endDeflated(entry.crc.getValue(), entry.size);
    return entry.digest.digest();
  }

  private List<DeflateLane> fill(InputStream in) throws IOException {
    int filled = 0;
    boolean more = true;
    while (more && filled < maxLanes) {
      if (filled == lanes.size()) {
        lanes.add(new DeflateLane());
      }
      DeflateLane lane = lanes.get(filled);
      filled += lane.fill(in) ? 1 : 0;
      more = lane.isFull();
    }
    return lanes.subList(0, filled);
  }

  @Override
  public void close() {
    lanes.forEach(DeflateLane::close);
  }

  /** The entry being written. */
  private static final class Entry {

    private final ZipWriter zip;
    private final MessageDigest digest = Digests.sha256();
    private final CRC32 crc = new CRC32();
    private long size;
    /** The content right before the batch, as far as the next chunk may refer to it. */
    private byte[] before = NOTHING;

    private int pause;
    private int batchesToStore;

    Entry(ZipWriter zip) {
      this.zip = zip;
    }

    void write(List<DeflateLane> batch) throws IOException {
      int length = batch.stream().mapToInt(DeflateLane::length).sum();
      boolean deflate = batchesToStore == 0 && batch.get(0).wouldShrink();
      Aside digested = Aside.offer(length, () -> digest(batch));
      List<Aside> deflated = deflate ? deflate(batch) : List.of();
      boolean shrunk = false;
      try {
        for (int i = 0; i < batch.size(); i++) {
          if (deflate) {
            deflated.get(i).join();
          }
          shrunk |= batch.get(i).writeTo(zip);
        }
      } finally {
        // Also after a failure: the buffers must not be used by anybody when they are given back.
        digested.join();
        deflated.forEach(Aside::join);
      }
      size += length;
      before = shrunk ? batch.get(batch.size() - 1).tail() : NOTHING;
      pauseUnless(shrunk);
    }

    private List<Aside> deflate(List<DeflateLane> batch) {
      List<Aside> deflated = new ArrayList<>();
      byte[] window = before;
      for (DeflateLane lane : batch) {
        byte[] previous = window;
        deflated.add(Aside.offer(lane.length(), () -> lane.deflate(previous)));
        window = lane.input();
      }
      return deflated;
    }

    private void digest(List<DeflateLane> batch) {
      for (DeflateLane lane : batch) {
        digest.update(lane.input(), 0, lane.length());
        crc.update(lane.input(), 0, lane.length());
      }
    }

    private void pauseUnless(boolean shrunk) {
      if (shrunk) {
        pause = 0;
      } else if (batchesToStore > 0) {
        batchesToStore--;
      } else {
        pause = Math.min(MAX_PAUSE, 2 * pause + 1);
        batchesToStore = pause;
      }
    }
  }
}
