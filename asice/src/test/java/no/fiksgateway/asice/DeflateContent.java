package no.fiksgateway.asice;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Kinds of content that take an encoder to its edges; the same seed makes the same content. */
enum DeflateContent {
  NOISE {
    @Override
    void fill(Content content, Random random) {
      content.noise(1 + random.nextInt(1000), 256);
    }
  },
  FEW_VALUES {
    @Override
    void fill(Content content, Random random) {
      content.noise(1 + random.nextInt(100_000), 1 + random.nextInt(random.nextInt(64) + 1));
    }
  },
  RUNS {
    @Override
    void fill(Content content, Random random) {
      int value = random.nextInt();
      for (int left = random.nextInt(random.nextInt(2000) + 1); left >= 0; left--) {
        content.write(value);
      }
    }
  },
  /** Copies from everywhere the format can refer to, and from just beyond, of every length it has, and of longer ones. */
  COPIES {
    @Override
    void fill(Content content, Random random) {
      content.noise(1 + random.nextInt(12), 256);
      content.copy(1 + random.nextInt(random.nextInt(34_000) + 1), 1 + random.nextInt(600));
    }
  },
  /** Frequencies like the Fibonacci numbers, which want words longer than the format allows. */
  STEEP_FREQUENCIES {
    @Override
    void fill(Content content, Random random) {
      int value = 0;
      while (value < 40 && random.nextInt(1000) > 382) {
        value++;
      }
      content.write(value * 37);
    }
  },
  TEXT {
    private final String[] words =
        "søknad om byggetillatelse for garasje vedtak klage på reguleringsplan".split(" ");

    @Override
    void fill(Content content, Random random) {
      content.writeBytes(("<tittel>" + words[random.nextInt(words.length)] + " "
              + Long.toHexString(random.nextLong()) + " " + words[random.nextInt(words.length)]
              + "</tittel>\n")
          .getBytes(StandardCharsets.UTF_8));
    }
  },
  /** A bit of each of the others. */
  MIXTURE {
    @Override
    void fill(Content content, Random random) {
      DeflateContent kind = values()[random.nextInt(values().length - 1)];
      int end = content.size() + random.nextInt(120_000);
      while (content.size() < end) {
        kind.fill(content, random);
      }
    }
  };

  abstract void fill(Content content, Random random);

  byte[] bytes(int length, long seed) {
    Random random = new Random(seed);
    Content content = new Content(random);
    while (content.size() < length) {
      fill(content, random);
    }
    return content.first(length);
  }

  static final class Content extends ByteArrayOutputStream {

    private final Random random;

    Content(Random random) {
      this.random = random;
    }

    void noise(int length, int values) {
      for (int i = 0; i < length; i++) {
        write(random.nextInt(values));
      }
    }

    void copy(int distance, int length) {
      for (int i = 0; i < length; i++) {
        write(count < distance ? 0 : buf[count - distance]);
      }
    }

    private byte[] first(int length) {
      return Arrays.copyOf(buf, length);
    }
  }
}
