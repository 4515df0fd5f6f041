package no.fiksgateway.asice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of damaged packages, from a fixed seed. None may make the opener throw, and none may be opened as anything but
 * what was sealed, neither for readers that go from front to back nor for those that go by the central directory.
 */
class MutatedPackagesTest {

  private static final Organisation SENDER =
      Organisation.issued("CN=Avsender AS,serialNumber=987464291");
  /** A short key, for speed. */
  private static final Organisation RECIPIENT = Organisation.selfSigned(
      "CN=Mottaker kommune",
      Organisation.rsa(1024),
      Organisation.VALID_FROM,
      Organisation.VALID_UNTIL);

  private static final Map<String, byte[]> FILES =
      Map.of("a.txt", "innhold ".repeat(40).getBytes(), "b.bin", new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
      });

  private final Random random = new Random(102918);

  @TempDir
  private Path folder;

  @Test
  void aChangedCiphertextIsNeverOpenedAsSomethingElse() throws IOException {
    for (ForeignEnvelope envelope : ForeignEnvelope.values()) {
      byte[] sealed =
          envelope.seal(container(ForeignPackage.likeKsJava(SENDER)), RECIPIENT.certificate());
      for (int i = 0; i < 250; i++) {
        assertHarmless(mutated(sealed));
      }
    }
  }

  @Test
  void aChangedContainerIsNeverOpenedAsSomethingElse() throws IOException {
    List<ForeignPackage> packages = List.of(
        ForeignPackage.likeKsJava(SENDER),
        ForeignPackage.likeDotNet(SENDER),
        ForeignPackage.likeKsJava(SENDER).zipped(ForeignPackage::stored));
    for (ForeignPackage aPackage : packages) {
      byte[] container = container(aPackage);
      for (int i = 0; i < 500; i++) {
        assertHarmless(ForeignEnvelope.KS_JAVA.seal(mutated(container), RECIPIENT.certificate()));
      }
    }
  }

  @Test
  void aChangedManifestOrSignatureIsNeverOpenedAsSomethingElse() throws IOException {
    for (String entry : List.of(ForeignPackage.MANIFEST, ForeignPackage.SIGNATURE)) {
      for (int i = 0; i < 500; i++) {
        UnaryOperator<byte[]> mutation = this::mutated;
        ForeignPackage aPackage = ForeignPackage.likeKsJava(SENDER)
            .tamper(
                entries -> entries.computeIfPresent(entry, (name, bytes) -> mutation.apply(bytes)));
        assertHarmless(ForeignEnvelope.KS_JAVA.seal(container(aPackage), RECIPIENT.certificate()));
      }
    }
  }

  private void assertHarmless(byte[] sealed) throws IOException {
    Opening opening = Opening.of(sealed, RECIPIENT);
    if (opening.outcome() instanceof OpenOutcome.Opened opened) {
      assertThat(opened.files())
          .allSatisfy(file ->
              assertThat(file.sha256()).isEqualTo(Digests.sha256().digest(FILES.get(file.name()))))
          .hasSize(FILES.size());
      // The certificate itself is vouched for by its issuer only; the signature shows the key.
      assertThat(opened.signer().certificate().getPublicKey())
          .isEqualTo(SENDER.certificate().getPublicKey());
      assertThat(Unzipped.of(opening.asice())).containsAllEntriesOf(FILES);
      assertThat(byCentralDirectory(opening.asice())).containsAllEntriesOf(FILES);
    }
  }

  /** One to three changes of the kinds that transport, disks and attackers make. */
  private byte[] mutated(byte[] original) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = (byte) 0xFF;
        case 3 -> bytes = without(bytes, at, 1 + random.nextInt(Math.min(8, bytes.length - at)));
        case 4 -> bytes = withCopy(bytes, at, random.nextInt(Math.min(64, bytes.length - at)));
        default ->
          System.arraycopy(
              original,
              random.nextInt(original.length - 3),
              bytes,
              Math.min(at, bytes.length - 4),
              4);
      }
      if (bytes.length < 8) {
        return bytes;
      }
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int at, int length) {
    byte[] shorter = new byte[bytes.length - length];
    System.arraycopy(bytes, 0, shorter, 0, at);
    System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
    return shorter;
  }

  private static byte[] withCopy(byte[] bytes, int at, int length) {
    byte[] longer = new byte[bytes.length + length];
    System.arraycopy(bytes, 0, longer, 0, at + length);
    System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
    return longer;
  }

  private static byte[] container(ForeignPackage aPackage) {
    aPackage.with("a.txt", FILES.get("a.txt")).with("b.bin", FILES.get("b.bin"));
    return aPackage.container();
  }

  private Map<String, byte[]> byCentralDirectory(byte[] asice) throws IOException {
    Path file = Files.write(folder.resolve("pakke.asice"), asice);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }
}
