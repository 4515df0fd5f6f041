package no.fiksgateway.asice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers beyond what ZIP's original fields count: 4 GiB, and 65 535 entries. */
@Tag("slow")
class LargeContainersTest {

  private static final long BEYOND_32_BITS = (1L << 32) + 12_345;
  private static final int BEYOND_16_BITS = 66_000;

  private static final Organisation SENDER = Organisation.selfSigned("CN=Avsender AS");
  private static final Organisation RECIPIENT = Organisation.selfSigned("CN=Mottaker kommune");

  private final PackageSealer sealer =
      new PackageSealer(SENDER.virksomhetssertifikat(), InstantSource.fixed(Organisation.NOW));
  private final PackageOpener opener = new PackageOpener(
      DecryptionKeys.of(List.of(RECIPIENT.privateKey())),
      new OpeningLimits(1L << 34, 100_000, 1L << 27),
      InstantSource.fixed(Organisation.NOW));

  @TempDir
  private Path folder;

  @Test
  void aFileLongerThan4GiBAndOneBehindItComeThrough() throws IOException {
    Path container = sealAndOpen(List.of(
        new PackageFile("stor.bin", null, () -> noise(BEYOND_32_BITS)),
        new PackageFile("liten.txt", null, () -> new ByteArrayInputStream(new byte[100]))));

    try (ZipFile zip = new ZipFile(container.toFile())) {
      assertThat(zip.getEntry("stor.bin").getSize()).isEqualTo(BEYOND_32_BITS);
      assertThat(zip.getInputStream(zip.getEntry("liten.txt")).readAllBytes()).hasSize(100);
    }
  }

  @Test
  void moreFilesThan65535ComeThrough() throws IOException {
    List<PackageFile> files = new ArrayList<>();
    for (int i = 0; i < BEYOND_16_BITS; i++) {
      files.add(new PackageFile("f" + i, null, InputStream::nullInputStream));
    }

    Path container = sealAndOpen(files);

    try (ZipFile zip = new ZipFile(container.toFile())) {
      assertThat(zip.size()).isEqualTo(BEYOND_16_BITS + 4);
    }
  }

  private Path sealAndOpen(List<PackageFile> files) throws IOException {
    Path sealed = folder.resolve("pakke.cms");
    Path container = folder.resolve("pakke.asice");
    try (OutputStream out = Files.newOutputStream(sealed)) {
      sealer.seal(files, RECIPIENT.certificate(), out);
    }
    try (OutputStream out = Files.newOutputStream(container)) {
      OpenOutcome outcome = opener.open(() -> Files.newInputStream(sealed), out);
      assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
      assertThat(((OpenOutcome.Opened) outcome).files())
          .extracting(PackageEntry::name)
          .containsExactlyElementsOf(files.stream().map(PackageFile::name).toList());
    }
    return container;
  }

  private static InputStream noise(long length) {
    byte[] block = new byte[1 << 20];
    new Random(1).nextBytes(block);
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
