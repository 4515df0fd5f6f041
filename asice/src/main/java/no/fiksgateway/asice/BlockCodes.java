package no.fiksgateway.asice;

import java.util.Arrays;

/** The two codes of a block, and the head that tells a reader of them (RFC 1951, section 3.2.7). */
final class BlockCodes {

  private static final int MAX_LENGTH = 15;
  private static final int MAX_LENGTH_OF_LENGTH = 7;
  /** Not the last block; with codes of its own. */
  private static final int TYPE = 0b100;
  /** The order in which the head has the lengths of the code for lengths. */
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  /** Symbols for runs: the length before three times or more, zero three times or more, zero eleven times or more. */
  private static final int REPEAT = 16;

  private static final int ZEROS = 17;
  private static final int MANY_ZEROS = 18;
  private static final int[] RUN_EXTRA = new int[ORDER.length];

  static {
    RUN_EXTRA[REPEAT] = 2;
    RUN_EXTRA[ZEROS] = 3;
    RUN_EXTRA[MANY_ZEROS] = 7;
  }

  private final HuffmanCode literals;
  private final HuffmanCode distances;
  private final int literalCount;
  private final int distanceCount;
  /** The lengths of both codes as symbols, each with its extra bits above the lowest eight. */
  private final int[] runs;

  private int runCount;
  private final HuffmanCode lengths;
  private final int lengthCount;
  private final long bits;

  BlockCodes(int[] literalFrequencies, int[] distanceFrequencies) {
    literals = new HuffmanCode(literalFrequencies, MAX_LENGTH);
    distances = new HuffmanCode(distanceFrequencies, MAX_LENGTH);
    byte[] ofLiterals = literals.lengths(DeflateSymbols.END_OF_BLOCK + 1);
    byte[] ofDistances = distances.lengths(1);
    literalCount = ofLiterals.length;
    distanceCount = ofDistances.length;
    byte[] all = Arrays.copyOf(ofLiterals, literalCount + distanceCount);
    System.arraycopy(ofDistances, 0, all, literalCount, distanceCount);
    runs = new int[all.length];
    int[] frequencies = new int[ORDER.length];
    findRuns(all, frequencies);
    lengths = new HuffmanCode(frequencies, MAX_LENGTH_OF_LENGTH);
    int count = ORDER.length;
    while (count > 4 && lengths.words()[ORDER[count - 1]] == 0) {
      count--;
    }
    lengthCount = count;
    bits = 3
        + 5
        + 5
        + 4
        + 3L * lengthCount
        + lengths.bits(RUN_EXTRA)
        + literals.bits(DeflateSymbols.LITERAL_EXTRA)
        + distances.bits(DeflateSymbols.DISTANCE_EXTRA);
  }

  HuffmanCode literals() {
    return literals;
  }

  HuffmanCode distances() {
    return distances;
  }

  /** The bits the whole block takes, its head included; it may be a few less. */
  long bits() {
    return bits;
  }

  void writeHead(BitWriter out) {
    out.put(TYPE, 3);
    out.put(literalCount - (DeflateSymbols.END_OF_BLOCK + 1), 5);
    out.put(distanceCount - 1, 5);
    out.put(lengthCount - 4, 4);
    for (int i = 0; i < lengthCount; i++) {
      out.flush();
      out.put(lengths.words()[ORDER[i]] & HuffmanCode.LENGTH_MASK, 3);
    }
    for (int i = 0; i < runCount; i++) {
      int symbol = runs[i] & 0xFF;
      out.flush();
      out.put(lengths.words()[symbol]);
      out.put(runs[i] >>> Byte.SIZE, RUN_EXTRA[symbol]);
    }
    out.flush();
  }

  private void findRuns(byte[] all, int[] frequencies) {
    int at = 0;
    while (at < all.length) {
      int end = at + 1;
      while (end < all.length && all[end] == all[at]) {
        end++;
      }
      int run = end - at;
      if (all[at] == 0 && run >= 11) {
        at += add(MANY_ZEROS, Math.min(run, 138), 11, frequencies);
      } else if (all[at] == 0 && run >= 3) {
        at += add(ZEROS, run, 3, frequencies);
      } else {
        at += add(all[at], 1, 1, frequencies);
        if (run >= 4) {
          at += add(REPEAT, Math.min(run - 1, 6), 3, frequencies);
        }
      }
    }
  }

  private int add(int symbol, int run, int shortest, int[] frequencies) {
    frequencies[symbol]++;
    runs[runCount++] = (run - shortest) << Byte.SIZE | symbol;
    return run;
  }
}
