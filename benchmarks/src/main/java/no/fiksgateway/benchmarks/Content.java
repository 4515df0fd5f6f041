package no.fiksgateway.benchmarks;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;

/** Content of any length made from a block in memory, so that no disk is measured. */
final class Content {

  /** Far longer than deflate looks back, so that repeating it makes nothing more compressible. */
  private static final int BLOCK = 16 << 20;

  private static final String[] WORDS = {
    "søknad", "om", "byggetillatelse", "for", "garasje", "vedtak", "klage", "svar", "på", "høring",
        "reguleringsplan", "møte",
    "innkalling", "referat", "tilsyn", "skole", "barnehage", "vann", "og", "avløp", "eiendom",
        "deling", "ferdigattest", "brev",
    "fra", "til", "kommunen", "statsforvalteren", "vedlegg", "kart", "tegning", "nabovarsel",
        "uttalelse", "faktura", "avtale"
  };

  private final String fileName;
  private final byte[] block;

  private Content(String fileName, byte[] block) {
    this.fileName = fileName;
    this.block = block;
  }

  /** Random bytes, as a compressed or encrypted document looks. */
  static Content incompressible() {
    byte[] block = new byte[BLOCK];
    new Random(1).nextBytes(block);
    return new Content("innhold.pdf", block);
  }

  /** Records of a journal in XML, as an archive exports them: every title, number, time and digest differs. */
  static Content text() {
    Random random = new Random(2);
    StringBuilder text = new StringBuilder(BLOCK + 4096);
    while (text.length() < BLOCK) {
      text.append("  <registrering xsi:type=\"journalpost\">\n    <systemID>")
          .append(new UUID(random.nextLong(), random.nextLong()))
          .append("</systemID>\n    <opprettetDato>2026-0")
          .append(1 + random.nextInt(9))
          .append('-')
          .append(10 + random.nextInt(18))
          .append("T0")
          .append(random.nextInt(10))
          .append(":15:")
          .append(10 + random.nextInt(50))
          .append("</opprettetDato>\n    <tittel>");
      for (int words = 3 + random.nextInt(12); words > 0; words--) {
        text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      text.append("</tittel>\n    <journalpostnummer>")
          .append(random.nextInt(1_000_000))
          .append("</journalpostnummer>\n    <sjekksum>")
          .append(Long.toHexString(random.nextLong()))
          .append(Long.toHexString(random.nextLong()))
          .append("</sjekksum>\n  </registrering>\n");
    }
    return new Content(
        "innhold.xml", Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), BLOCK));
  }

  String fileName() {
    return fileName;
  }

  InputStream stream(long length) {
    return new InputStream() {
      private long left = length;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int wanted) {
        if (left == 0) {
          return -1;
        }
        int at = (int) ((length - left) % block.length);
        int n = (int) Math.min(Math.min(wanted, left), block.length - at);
        System.arraycopy(block, at, into, offset, n);
        left -= n;
        return n;
      }
    };
  }
}
