package no.fiksgateway.asice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HuffmanCodeTest {

  private final Random random = new Random(1952);

  @Test
  void everySymbolThatOccursHasAWordAndNoWordBeginsAnother() {
    for (int i = 0; i < 3000; i++) {
      int[] frequencies = frequencies();
      int limit = 9 + random.nextInt(7);

      int[] words = new HuffmanCode(frequencies, limit).words();

      long places = 0;
      boolean[] taken = new boolean[1 << limit];
      for (int symbol = 0; symbol < words.length; symbol++) {
        int length = words[symbol] & HuffmanCode.LENGTH_MASK;
        assertThat(length).isLessThanOrEqualTo(limit);
        if (frequencies[symbol] > 0) {
          assertThat(length).isPositive();
        }
        if (length > 0) {
          places += taken(taken, words[symbol] >>> HuffmanCode.LENGTH_BITS, length);
        }
      }
      assertThat(places).as("places of a complete code").isEqualTo(1L << limit);
    }
  }

  @Test
  void noOtherCodeIsShorterWhereTheLimitIsFar() {
    for (int i = 0; i < 1000; i++) {
      int[] frequencies = frequencies(1 + random.nextInt(280), 2 + random.nextInt(200));

      long bits = new HuffmanCode(frequencies, 20).bits(new int[frequencies.length]);

      assertThat(bits).isEqualTo(shortest(frequencies));
    }
  }

  @Test
  void frequenciesSteeperThanTheLimitCostLittle() {
    int[] fibonacci = new int[24];
    fibonacci[0] = 1;
    fibonacci[1] = 1;
    for (int i = 2; i < fibonacci.length; i++) {
      fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2];
    }

    long bits = new HuffmanCode(fibonacci, 15).bits(new int[fibonacci.length]);

    assertThat(bits).isBetween(shortest(fibonacci), shortest(fibonacci) * 101 / 100);
  }

  @Test
  void aSingleSymbolIsGivenCompany() {
    int[] one = new int[30];
    one[29] = 7;

    int[] words = new HuffmanCode(one, 15).words();

    assertThat(Arrays.stream(words).filter(word -> word != 0)).hasSize(2);
    assertThat(words[29] & HuffmanCode.LENGTH_MASK).isEqualTo(1);
  }

  /** Marks what a reader may see after the word, and returns how much that is; fails where another word could be meant. */
  private static int taken(boolean[] taken, int word, int length) {
    int n = 0;
    for (int after = word; after < taken.length; after += 1 << length) {
      assertThat(taken[after]).isFalse();
      taken[after] = true;
      n++;
    }
    return n;
  }

  private int[] frequencies() {
    return frequencies(1 + random.nextInt(286), 1 + random.nextInt(1 << random.nextInt(17)));
  }

  private int[] frequencies(int symbols, int highest) {
    int[] frequencies = new int[Math.max(2, symbols)];
    boolean steep = random.nextBoolean();
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = steep ? highest >> random.nextInt(17) : random.nextInt(highest);
    }
    frequencies[0]++;
    frequencies[1]++;
    return frequencies;
  }

  /** The bits of a code as Huffman describes it. */
  private static long shortest(int[] frequencies) {
    PriorityQueue<Long> weights = new PriorityQueue<>();
    for (int frequency : frequencies) {
      if (frequency > 0) {
        weights.add((long) frequency);
      }
    }
    long bits = 0;
    while (weights.size() > 1) {
      long both = weights.remove() + weights.remove();
      bits += both;
      weights.add(both);
    }
    return bits;
  }
}
