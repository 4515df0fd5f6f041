package no.fiksgateway.asice;

import java.io.IOException;
import java.util.zip.CRC32;

/**
 * What the entries of an archive expand to: counted, checksummed and passed on in pieces. While one piece is digested,
 * perhaps on another core, the next is expanded into the other buffer.
 */
final class Expansion {

  private static final int PIECE = 128 * 1024;
  private static final Sink NOWHERE = (bytes, length) -> {};

  private final long maxTotal;
  private byte[] buffer = new byte[PIECE];
  private byte[] other = new byte[PIECE];
  private int filled;
  private Aside passing = Aside.offer(0, () -> {});
  private Sink sink = NOWHERE;
  private CRC32 crc = new CRC32();
  private long size;
  private long total;

  /** Takes the content of one entry, piece by piece. It may be called by other threads, one after another. */
  interface Sink {
    void accept(byte[] bytes, int length);
  }

  Expansion(long maxTotal) {
    this.maxTotal = maxTotal;
  }

  void begin(Sink sink) {
    this.sink = sink;
    crc = new CRC32();
    size = 0;
  }

  byte[] buffer() {
    return buffer;
  }

  int filled() {
    return filled;
  }

  int room() {
    return PIECE - filled;
  }

  /** Says that so many bytes were put into the buffer. */
  void added(int length) throws IOException {
    filled += length;
    size += length;
    total += length;
    if (total > maxTotal) {
      throw Rejection.malformed(
          "The container expands to more than the " + maxTotal + " bytes allowed");
    }
    if (filled == PIECE) {
      pass();
    }
  }

  void end() {
    pass();
    passing.join();
  }

  long crc() {
    return crc.getValue();
  }

  long size() {
    return size;
  }

  private void pass() {
    passing.join();
    byte[] piece = buffer;
    int length = filled;
    passing = Aside.offer(length, () -> {
      crc.update(piece, 0, length);
      sink.accept(piece, length);
    });
    buffer = other;
    other = piece;
    filled = 0;
  }
}
