package no.fiksgateway.asice;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes bits, the lowest first, into an array (RFC 1951, section 3.1.1). Bits gather in a register, which takes 57 of
 * them between two calls of {@link #flush}.
 */
final class BitWriter {

  /** So many bytes of the array behind what is written may be overwritten with anything. */
  static final int SLACK = Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] out;
  private int at;
  private long bits;
  private int count;

  BitWriter(byte[] out, int at) {
    this.out = out;
    this.at = at;
  }

  void put(int value, int length) {
    bits |= (long) value << count;
    count += length;
  }

  /** Puts a code word as {@link HuffmanCode} packs them. */
  void put(int word) {
    put(word >>> HuffmanCode.LENGTH_BITS, word & HuffmanCode.LENGTH_MASK);
  }

  /** Moves whole bytes out of the register. */
  void flush() {
    LONG.set(out, at, bits);
    at += count >>> 3;
    bits >>>= count & ~7;
    count &= 7;
  }

  /** Fills the last byte with zeros, and returns where the next one goes. */
  int align() {
    count = (count + 7) & ~7;
    flush();
    return at;
  }
}
