package no.fiksgateway.asice;

/** The symbols deflate has for the lengths and distances of matches, and the extra bits behind them (RFC 1951, section 3.2.5). */
final class DeflateSymbols {

  static final int MIN_MATCH = 3;
  static final int MAX_MATCH = 258;
  /** How far back a match can be. */
  static final int WINDOW = 32 * 1024;

  static final int END_OF_BLOCK = 256;
  private static final int FIRST_LENGTH = END_OF_BLOCK + 1;
  private static final int LAST_LENGTH = FIRST_LENGTH + 28;

  /** Literals, the end of a block, and lengths. */
  static final int LITERALS = LAST_LENGTH + 1;

  static final int DISTANCES = 30;

  /** Extra bits by symbol. */
  static final int[] LITERAL_EXTRA = new int[LITERALS];

  static final int[] DISTANCE_EXTRA = new int[DISTANCES];

  private static final short[] SYMBOL_OF_LENGTH = new short[MAX_MATCH + 1];
  private static final int[] FIRST_OF_LENGTH = new int[LITERALS];
  /** By distance up to 256, and for those above by their bits from the eighth on. */
  private static final byte[] SYMBOL_OF_DISTANCE = new byte[512];

  private static final int[] FIRST_OF_DISTANCE = new int[DISTANCES];

  static {
    int length = MIN_MATCH;
    for (int symbol = FIRST_LENGTH; symbol < LAST_LENGTH; symbol++) {
      LITERAL_EXTRA[symbol] = Math.max(0, (symbol - FIRST_LENGTH - 4) / 4);
      FIRST_OF_LENGTH[symbol] = length;
      for (int i = 0; i < 1 << LITERAL_EXTRA[symbol] && length <= MAX_MATCH; i++) {
        SYMBOL_OF_LENGTH[length++] = (short) symbol;
      }
    }
    FIRST_OF_LENGTH[LAST_LENGTH] = MAX_MATCH;
    SYMBOL_OF_LENGTH[MAX_MATCH] = LAST_LENGTH;
    int distance = 1;
    for (int symbol = 0; symbol < DISTANCES; symbol++) {
      DISTANCE_EXTRA[symbol] = Math.max(0, (symbol - 2) / 2);
      FIRST_OF_DISTANCE[symbol] = distance;
      for (int i = 0; i < 1 << DISTANCE_EXTRA[symbol]; i++) {
        SYMBOL_OF_DISTANCE[distanceIndex(distance++)] = (byte) symbol;
      }
    }
  }

  private DeflateSymbols() {}

  static int ofLength(int length) {
    return SYMBOL_OF_LENGTH[length];
  }

  /** What the extra bits behind a length's symbol say. */
  static int lengthRest(int length) {
    return length - FIRST_OF_LENGTH[SYMBOL_OF_LENGTH[length]];
  }

  static int ofDistance(int distance) {
    return SYMBOL_OF_DISTANCE[distanceIndex(distance)];
  }

  /** What the extra bits behind a distance's symbol say. */
  static int distanceRest(int distance, int symbol) {
    return distance - FIRST_OF_DISTANCE[symbol];
  }

  private static int distanceIndex(int distance) {
    int above = distance - 1;
    return above < 256 ? above : 256 + (above >> 7);
  }
}
