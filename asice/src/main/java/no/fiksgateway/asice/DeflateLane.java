package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** One chunk of content, of a few blocks, each deflated or left as it is. */
final class DeflateLane {

  private static final int BLOCKS = 4;
  private static final int CHUNK = BLOCKS * BlockDeflater.MAX_BLOCK;
  /** Where the chunk begins in the input; before it is what precedes it, as far as it can refer back. */
  private static final int START = DeflateSymbols.WINDOW;

  private static final int PROBE = 8 * 1024;

  private final BlockDeflater deflater = new BlockDeflater();
  private final byte[] input = new byte[START + CHUNK];
  private byte[] output = {};
  /** By block, how long it is deflated; 0 if it is stored. */
  private final int[] deflated = new int[BLOCKS];

  private int before;
  private int end = START;

  /**
   * Takes as much of the source as fits, and returns whether it was anything.
   *
   * @param previous has the chunk right before, a full one; null at the beginning. It may be this lane itself.
   */
  boolean fill(InputStream in, @Nullable DeflateLane previous) throws IOException {
    before = START;
    if (previous != null) {
      before = 0;
      System.arraycopy(previous.input, CHUNK, input, 0, START);
    }
    end = START + in.readNBytes(input, START, CHUNK);
    Arrays.fill(deflated, 0);
    return end > START;
  }

  boolean isFull() {
    return end == input.length;
  }

  int length() {
    return end - START;
  }

  void digest(MessageDigest digest, CRC32 crc) {
    digest.update(input, START, length());
    crc.update(input, START, length());
  }

  /** Tries whether the chunk's beginning gets smaller by deflating. */
  boolean wouldShrink() {
    int probe = Math.min(length(), PROBE);
    deflater.begin(input, START, START);
    int n = deflater.deflate(input, START, START + probe, output(), 0);
    return n > 0 && n < probe - probe / 16;
  }

  /** Deflates the blocks that get smaller. */
  void deflate() {
    byte[] out = output();
    deflater.begin(input, before, START);
    int at = 0;
    for (int block = 0; startOf(block) < end; block++) {
      deflated[block] = deflater.deflate(input, startOf(block), endOf(block), out, at);
      at += deflated[block];
    }
  }

  /** Writes the chunk as whole blocks of a deflate stream, and returns whether any has shrunk. */
  boolean writeTo(ZipWriter zip) throws IOException {
    int at = 0;
    for (int block = 0; startOf(block) < end; block++) {
      if (deflated[block] == 0) {
        store(startOf(block), endOf(block), zip);
      } else {
        zip.write(output, at, deflated[block]);
        at += deflated[block];
      }
    }
    return at > 0;
  }

  private void store(int from, int to, ZipWriter zip) throws IOException {
    int n = to - from;
    byte[] header = {0, (byte) n, (byte) (n >> 8), (byte) ~n, (byte) (~n >> 8)};
    zip.write(header, 0, header.length);
    zip.write(input, from, n);
  }

  private static int startOf(int block) {
    return START + block * BlockDeflater.MAX_BLOCK;
  }

  private int endOf(int block) {
    return Math.min(end, startOf(block) + BlockDeflater.MAX_BLOCK);
  }

  /** Room for the chunk deflated; made only when needed, and no larger, because most messages are small. */
  private byte[] output() {
    int needed = length() + BitWriter.SLACK;
    if (output.length < needed) {
      output = new byte[needed];
    }
    return output;
  }
}
