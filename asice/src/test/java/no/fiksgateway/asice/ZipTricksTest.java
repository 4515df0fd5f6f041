package no.fiksgateway.asice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import no.fiksgateway.asice.OpenOutcome.Malformed;
import no.fiksgateway.asice.OpenOutcome.Opened;
import org.junit.jupiter.api.Test;

/** Archives that two readers could read in two ways, each with a signature that is good for one of them. */
class ZipTricksTest {

  private static final int LOCAL_HEADER = 0x04034b50;
  private static final int CENTRAL_HEADER = 0x02014b50;
  private static final int END = 0x06054b50;

  private static final Organisation SENDER = Organisation.selfSigned("CN=Avsender AS");
  private static final Organisation RECIPIENT = Organisation.selfSigned("CN=Mottaker kommune");

  @Test
  void theUntouchedArchiveIsOpened() {
    assertThat(outcomeOf(archive())).isInstanceOf(Opened.class);
  }

  @Test
  void bytesBeforeTheFirstEntryAreRefused() {
    byte[] archive = archive();

    assertMalformed(concat(new byte[] {'P', 'K', 3, 4, 0, 0}, archive));
    assertMalformed(concat(archive, archive));
  }

  @Test
  void bytesBehindTheArchiveAreRefused() {
    assertMalformed(concat(archive(), new byte[1]));
  }

  @Test
  void bytesBetweenEntriesAndDirectoryAreRefused() {
    byte[] archive = archive();
    int directory = find(archive, CENTRAL_HEADER);

    assertMalformed(concat(
        concat(slice(archive, 0, directory), new byte[4]),
        slice(archive, directory, archive.length)));
  }

  @Test
  void anEntryTheDirectoryDoesNotListIsRefused() throws IOException {
    byte[] archive = archive();
    byte[] hidden =
        ForeignPackage.stored(Map.of("skjult.txt", "skjult".getBytes(StandardCharsets.UTF_8)));
    byte[] local = slice(hidden, 0, find(hidden, CENTRAL_HEADER));
    int directory = find(archive, CENTRAL_HEADER);

    assertMalformed(concat(
        concat(slice(archive, 0, directory), local), slice(archive, directory, archive.length)));
  }

  @Test
  void anotherNameInTheDirectoryIsRefused() {
    assertMalformed(patched(bytes -> {
      int second = find(bytes.array(), CENTRAL_HEADER, 1);
      bytes.put(second + 46, (byte) 'z');
    }));
  }

  @Test
  void anotherOffsetLengthChecksumOrFlagInTheDirectoryIsRefused() {
    for (int field : new int[] {8, 10, 16, 20, 24, 34, 42}) {
      assertMalformed(patched(bytes -> {
        int at = find(bytes.array(), CENTRAL_HEADER, 1) + field;
        bytes.put(at, (byte) (bytes.get(at) + 1));
      }));
    }
  }

  @Test
  void anotherCountOrPlaceInTheEndRecordIsRefused() {
    for (int field : new int[] {4, 6, 8, 10, 12, 16, 20}) {
      assertMalformed(patched(bytes -> {
        int at = find(bytes.array(), END) + field;
        bytes.put(at, (byte) (bytes.get(at) + 1));
      }));
    }
  }

  @Test
  void aSecondEndRecordInTheCommentIsRefused() {
    byte[] archive = archive();
    int end = find(archive, END);
    byte[] comment = slice(archive, end, archive.length);
    ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).putShort(end + 20, (short)
        comment.length);

    assertMalformed(concat(archive, comment));
  }

  @Test
  void aSymbolicLinkIsRefused() {
    assertMalformed(patched(bytes -> {
      int central = find(bytes.array(), CENTRAL_HEADER, 1);
      bytes.put(central + 5, (byte) 3);
      bytes.putInt(central + 38, 0xA1FF << 16);
    }));
  }

  @Test
  void encryptionAndUnknownCompressionsAreRefused() {
    assertMalformed(patched(bytes -> {
      bytes.putShort(find(bytes.array(), LOCAL_HEADER, 1) + 6, (short) 1);
      bytes.putShort(find(bytes.array(), CENTRAL_HEADER, 1) + 8, (short) 1);
    }));
    assertMalformed(patched(bytes -> {
      bytes.putShort(find(bytes.array(), LOCAL_HEADER, 1) + 8, (short) 12);
      bytes.putShort(find(bytes.array(), CENTRAL_HEADER, 1) + 10, (short) 12);
    }));
  }

  @Test
  void aStoredEntryWithoutItsLengthIsRefused() {
    assertMalformed(patched(bytes -> {
      bytes.putShort(find(bytes.array(), LOCAL_HEADER, 1) + 6, (short) 8);
      bytes.putShort(find(bytes.array(), CENTRAL_HEADER, 1) + 8, (short) 8);
    }));
  }

  @Test
  void aSecondNameInAnExtraFieldIsRefused() {
    byte[] unicodePath = {0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, 'z'};

    assertMalformed(aPackage().zipped(entries -> zipped(entries, unicodePath)).container());
  }

  @Test
  void anUnknownExtraFieldIsNoReasonToRefuse() {
    byte[] unknown = {0x34, 0x12, 2, 0, 1, 1};

    assertThat(outcomeOf(aPackage().zipped(entries -> zipped(entries, unknown)).container()))
        .isInstanceOf(Opened.class);
  }

  @Test
  void moreEntriesThanSixteenBitsCountAreRead() {
    ForeignPackage many = ForeignPackage.likeKsJava(SENDER);
    for (int i = 0; i < 66_000; i++) {
      many.with("f" + i, new byte[0]);
    }
    OpeningLimits limits = new OpeningLimits(1L << 30, 100_000, 1L << 27);

    OpenOutcome outcome =
        Opening.of(sealed(many.container()), limits, RECIPIENT).outcome();

    assertThat(outcome).isInstanceOf(Opened.class);
  }

  private static ForeignPackage aPackage() {
    return ForeignPackage.likeKsJava(SENDER).with("a.txt", "innhold a").with("b.txt", "innhold b");
  }

  private static byte[] archive() {
    return aPackage().zipped(ForeignPackage::stored).container();
  }

  private static byte[] patched(Consumer<ByteBuffer> patch) {
    byte[] archive = archive();
    patch.accept(ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN));
    return archive;
  }

  private static byte[] zipped(Map<String, byte[]> entries, byte[] extra) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setExtra(extra);
        zip.putNextEntry(header);
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] sealed(byte[] archive) {
    return ForeignEnvelope.KS_JAVA.seal(archive, RECIPIENT.certificate());
  }

  private static OpenOutcome outcomeOf(byte[] archive) {
    return Opening.of(sealed(archive), RECIPIENT).outcome();
  }

  private static void assertMalformed(byte[] archive) {
    assertThat(outcomeOf(archive)).isInstanceOf(Malformed.class);
  }

  private static int find(byte[] bytes, int signature) {
    return find(bytes, signature, 0);
  }

  private static int find(byte[] bytes, int signature, int skipped) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int left = skipped;
    for (int i = 0; i + 4 <= bytes.length; i++) {
      if (buffer.getInt(i) == signature && left-- == 0) {
        return i;
      }
    }
    throw new AssertionError("The archive has no such record");
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }
}
