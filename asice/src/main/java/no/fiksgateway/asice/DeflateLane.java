package no.fiksgateway.asice;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** One chunk of content, deflated by itself or left as it is. */
final class DeflateLane implements AutoCloseable {

  private static final int STORED_BLOCK = 0xFFFF;
  private static final int CHUNK = 4 * STORED_BLOCK;
  /** How far back deflate can refer (RFC 1951, section 2). */
  private static final int WINDOW = 32 * 1024;

  private static final int PROBE = 8 * 1024;
  private static final int LEVEL = 1;

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final byte[] input = new byte[CHUNK];
  private final byte[] output = new byte[CHUNK];
  private int length;
  private int deflated;

  /** Takes as much of the source as fits, and returns whether it was anything. */
  boolean fill(InputStream in) throws IOException {
    length = in.readNBytes(input, 0, CHUNK);
    deflated = 0;
    return length > 0;
  }

  boolean isFull() {
    return length == CHUNK;
  }

  byte[] input() {
    return input;
  }

  int length() {
    return length;
  }

  /** Tries whether the chunk's beginning gets smaller by deflating. */
  boolean wouldShrink() {
    int probe = Math.min(length, PROBE);
    deflater.reset();
    deflater.setInput(input, 0, probe);
    int n = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
    return n < probe - probe / 16;
  }

  /** Deflates the chunk, which continues the one before, unless it would not get smaller. */
  void deflate(byte[] before) {
    int window = Math.min(before.length, WINDOW);
    deflater.reset();
    deflater.setDictionary(before, before.length - window, window);
    deflater.setInput(input, 0, length);
    int n = deflater.deflate(output, 0, length, Deflater.SYNC_FLUSH);
    deflated = n < length ? n : 0;
  }

  /** A copy of the content's last part, for the next chunk to refer to. */
  byte[] tail() {
    return Arrays.copyOfRange(input, Math.max(0, length - WINDOW), length);
  }

  /** Writes the chunk as whole blocks of a deflate stream, and returns whether it has shrunk. */
  boolean writeTo(ZipWriter zip) throws IOException {
    if (deflated > 0) {
      zip.write(output, 0, deflated);
      return true;
    }
    byte[] header = new byte[5];
    for (int from = 0; from < length; from += STORED_BLOCK) {
      int n = Math.min(STORED_BLOCK, length - from);
      header[1] = (byte) n;
      header[2] = (byte) (n >> 8);
      header[3] = (byte) ~n;
      header[4] = (byte) (~n >> 8);
      zip.write(header, 0, header.length);
      zip.write(input, from, n);
    }
    return false;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
