package no.fiksgateway.asice;

import java.util.Arrays;

/** The canonical prefix code that is shortest for given frequencies, with words of a limited length (RFC 1951, section 3.2.2). */
final class HuffmanCode {

  /** A packed word is its bits in the order they are written, and below them so many bits for their number. */
  static final int LENGTH_BITS = 5;

  static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

  private final int[] frequencies;
  private final byte[] lengths;
  private final int[] words;

  /**
   * Builds the code for symbols that occur so often. At least two symbols get a word, because not every reader accepts a code
   * of one.
   */
  HuffmanCode(int[] occurrences, int maxLength) {
    frequencies = occurrences.clone();
    int[] symbols = usedSymbols();
    lengths = new byte[frequencies.length];
    int[] counts = lengthCounts(symbols, maxLength);
    int next = 0;
    for (int length = maxLength; length > 0; length--) {
      for (int i = 0; i < counts[length]; i++) {
        lengths[symbols[next++]] = (byte) length;
      }
    }
    words = words(counts);
  }

  /** The words by symbol, packed; 0 for one that does not occur. */
  int[] words() {
    return words;
  }

  /** The lengths of the words up to the last symbol that occurs, or so many if that is more. */
  byte[] lengths(int atLeast) {
    int end = lengths.length;
    while (end > atLeast && lengths[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(lengths, end);
  }

  /** How many bits all the occurrences take, with the extra bits that follow each symbol's word. */
  long bits(int[] extraBits) {
    long bits = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      bits += (long) frequencies[symbol] * (lengths[symbol] + extraBits[symbol]);
    }
    return bits;
  }

  /** The symbols that occur, the rarest first. */
  private int[] usedSymbols() {
    int used = (int) Arrays.stream(frequencies).filter(f -> f > 0).count();
    for (int symbol = 0; used < 2; symbol++) {
      if (frequencies[symbol] == 0) {
        frequencies[symbol] = 1;
        used++;
      }
    }
    long[] sorted = new long[used];
    int n = 0;
    for (int symbol = 0; symbol < frequencies.length; symbol++) {
      if (frequencies[symbol] > 0) {
        sorted[n++] = (long) frequencies[symbol] << Short.SIZE | symbol;
      }
    }
    Arrays.sort(sorted);
    return Arrays.stream(sorted).mapToInt(packed -> (int) packed & 0xFFFF).toArray();
  }

  /** How many words of each length the best code has. */
  private int[] lengthCounts(int[] symbols, int maxLength) {
    int leaves = symbols.length;
    int nodes = 2 * leaves - 1;
    // The leaves, then the inner nodes as they are made: both from light to heavy, so the lightest
    // is the next of either.
    long[] weights = new long[nodes];
    int[] parents = new int[nodes];
    for (int i = 0; i < leaves; i++) {
      weights[i] = frequencies[symbols[i]];
    }
    int leaf = 0;
    int inner = leaves;
    for (int node = leaves; node < nodes; node++) {
      for (int child = 0; child < 2; child++) {
        boolean takeLeaf = leaf < leaves && (inner == node || weights[leaf] <= weights[inner]);
        int lightest = takeLeaf ? leaf++ : inner++;
        weights[node] += weights[lightest];
        parents[lightest] = node;
      }
    }
    int[] depths = new int[nodes];
    int[] counts = new int[maxLength + 1];
    for (int node = nodes - 2; node >= 0; node--) {
      depths[node] = depths[parents[node]] + 1;
      if (node < leaves) {
        counts[Math.min(depths[node], maxLength)]++;
      }
    }
    limit(counts, maxLength);
    return counts;
  }

  /**
   * Makes room for words that were cut to the limit: one of them moves beside the longest word that can become one bit
   * longer, until all have a place.
   */
  private static void limit(int[] counts, int maxLength) {
    int taken = 0;
    for (int length = 1; length <= maxLength; length++) {
      taken += counts[length] << (maxLength - length);
    }
    for (; taken > 1 << maxLength; taken--) {
      int length = maxLength - 1;
      while (counts[length] == 0) {
        length--;
      }
      counts[length]--;
      counts[length + 1] += 2;
      counts[maxLength]--;
    }
  }

  private int[] words(int[] counts) {
    int[] next = new int[counts.length + 1];
    for (int length = 1; length < counts.length; length++) {
      next[length + 1] = (next[length] + counts[length]) << 1;
    }
    int[] packed = new int[lengths.length];
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int length = lengths[symbol];
      if (length > 0) {
        int word = Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
        packed[symbol] = word << LENGTH_BITS | length;
      }
    }
    return packed;
  }
}
