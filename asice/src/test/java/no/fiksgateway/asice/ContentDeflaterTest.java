package no.fiksgateway.asice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deflated here, in the platform's reader, which is zlib, and in KS's library. */
class ContentDeflaterTest {

  private static final int BLOCK = BlockDeflater.MAX_BLOCK;

  @ParameterizedTest
  @EnumSource
  void contentOfEveryKindAndLengthComesBack(DeflateContent kind) throws IOException {
    Random random = new Random(kind.ordinal());
    for (int length = 0; length < 300; length++) {
      assertKept(kind.bytes(length, random.nextLong()));
    }
    for (int i = 0; i < 60; i++) {
      assertKept(kind.bytes(random.nextInt(1 << random.nextInt(19)), random.nextLong()));
    }
    for (int around : new int[] {8 * 1024, 32 * 1024, BLOCK, 2 * BLOCK, 4 * BLOCK, 8 * BLOCK}) {
      for (int length = around - 2; length <= around + 2; length++) {
        assertKept(kind.bytes(length, random.nextLong()));
      }
    }
    assertKept(kind.bytes(3_000_000, random.nextLong()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 256, 257, 1024, 4096, 24_577, 32_767, 32_768, 32_769, 40_000})
  void matchesOfEveryLengthComeBackFromNearAndFar(int distance) throws Exception {
    DeflateContent.Content content = new DeflateContent.Content(new Random(distance));
    content.noise(distance, 256);
    for (int length = 1; length <= 2 * DeflateSymbols.MAX_MATCH + 10; length++) {
      content.copy(distance, length);
      content.noise(1, 256);
    }

    assertKept(content.toByteArray());
    assertComesBackBlockByBlock(content.toByteArray());
  }

  @ParameterizedTest
  @EnumSource
  void everyBlockComesBackWhatIsBeforeItOrNot(DeflateContent kind) throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      assertComesBackBlockByBlock(kind.bytes(200_000, seed));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FEW_VALUES", "RUNS", "STEEP_FREQUENCIES", "TEXT"})
  void contentThatShrinksIsNoLargerThanByTheFastestLevelOfZlib(DeflateContent kind)
      throws IOException {
    for (int length : new int[] {1_000, 10_000, 100_000, 1_000_000, 3_000_000}) {
      byte[] content = kind.bytes(length, length);

      assertThat(deflated(content).length)
          .isLessThan(
              ForeignPackage.deflatedLength(content, Deflater.BEST_SPEED) * 103 / 100 + 300);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noContentGrowsByMoreThanTheHeadsOfItsStoredBlocks(DeflateContent kind) throws IOException {
    for (int length : new int[] {0, 1, 100, BLOCK, BLOCK + 1, 1_000_000}) {
      byte[] content = kind.bytes(length, length);

      assertThat(deflated(content).length)
          .isLessThanOrEqualTo(length + 5 * ((length + BLOCK - 1) / BLOCK + 1) + headAndEnd());
    }
  }

  @Test
  void contentThatShrinksBehindALongStretchOfNoiseIsFoundAgain() throws IOException {
    byte[] noise = DeflateContent.NOISE.bytes(3_000_000, 1);
    byte[] content = Arrays.copyOf(noise, 60_000_000);

    assertThat(deflated(content).length).isLessThan(noise.length + 30_000_000);
  }

  @Test
  void ksReadsContentOfEveryKind() throws Exception {
    Organisation sender = Organisation.selfSigned("CN=Avsender AS");
    Organisation recipient = Organisation.selfSigned("CN=Mottaker kommune");
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (DeflateContent kind : DeflateContent.values()) {
      files.put(kind + ".xml", kind.bytes(600_000, 7));
    }
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    new PackageSealer(sender.virksomhetssertifikat(), () -> Organisation.NOW)
        .seal(
            files.entrySet().stream()
                .map(file -> new PackageFile(
                    file.getKey(), null, () -> new ByteArrayInputStream(file.getValue())))
                .toList(),
            recipient.certificate(),
            sealed);

    try (KsLibrary ks = new KsLibrary(recipient)) {
      assertThat(ks.read(sealed.toByteArray())).containsAllEntriesOf(files);
    }
  }

  private static void assertKept(byte[] content) throws IOException {
    byte[] back = Unzipped.of(deflated(content)).get("innhold");
    assertThat(Arrays.equals(back, content))
        .as("%d bytes come back", content.length)
        .isTrue();
  }

  private static byte[] deflated(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ZipWriter zip = new ZipWriter(bytes, LocalDateTime.of(2026, 11, 21, 0, 0));
    byte[] sha256;
    try (InputStream in = new ByteArrayInputStream(content)) {
      sha256 = new ContentDeflater().write("innhold", in, zip);
    }
    zip.finish("");
    assertThat(sha256).isEqualTo(Digests.sha256().digest(content));
    return bytes.toByteArray();
  }

  /** What the archive has beside content. */
  private static int headAndEnd() throws IOException {
    return deflated(new byte[0]).length;
  }

  /** Deflates block after block into room that is as tight as is promised to be enough. */
  private static void assertComesBackBlockByBlock(byte[] content) throws DataFormatException {
    BlockDeflater deflater = new BlockDeflater();
    Inflater inflater = new Inflater(true);
    try {
      deflater.begin(content, 0, 0);
      byte[] back = new byte[BLOCK];
      for (int from = 0; from < content.length; from += BLOCK) {
        int to = Math.min(content.length, from + BLOCK);
        boolean anew = from / BLOCK % 2 == 1;
        if (anew) {
          deflater.begin(content, from - DeflateSymbols.WINDOW, from);
        }
        byte[] out = new byte[3 + to - from + BitWriter.SLACK];
        int n = deflater.deflate(content, from, to, out, 3);
        if (n == 0) {
          byte[] stored = Arrays.copyOf(storedHead(to - from), 5 + to - from);
          System.arraycopy(content, from, stored, 5, to - from);
          inflater.setInput(stored);
        } else {
          assertThat(n).isLessThan(to - from);
          inflater.setInput(out, 3, n);
        }
        assertThat(inflater.inflate(back)).isEqualTo(to - from);
        assertThat(Arrays.equals(back, 0, to - from, content, from, to)).isTrue();
      }
    } finally {
      inflater.end();
    }
  }

  private static byte[] storedHead(int n) {
    return new byte[] {0, (byte) n, (byte) (n >> 8), (byte) ~n, (byte) (~n >> 8)};
  }
}
