package no.fiksgateway.asice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our packages in KS's library, and KS's packages here. */
class KsInteroperabilityTest {

  private final Organisation sender = Organisation.issued("CN=Avsender AS,serialNumber=987464291");
  private final Organisation recipient = Organisation.selfSigned("CN=Mottaker kommune");
  private KsLibrary ks;

  @BeforeEach
  void startKsLibrary() throws Exception {
    ks = new KsLibrary(recipient);
  }

  @AfterEach
  void stopKsLibrary() throws Exception {
    ks.close();
  }

  @Test
  void ksReadsEveryKindOfFileWeWrite() throws Exception {
    Map<String, byte[]> files = everyKindOfFile();

    Map<String, byte[]> read = ks.read(sealed(files));

    assertThat(read).containsAllEntriesOf(files);
  }

  @Test
  void weReadEveryKindOfFileKsWrites() throws Exception {
    Map<String, byte[]> files = everyKindOfFile();
    files
        .keySet()
        .removeIf(
            name -> name.endsWith(".sosi")); // KS's writer fails on extensions it does not know
    byte[] sealed;
    try (KsLibrary ksOfSender = new KsLibrary(sender)) {
      sealed = ksOfSender.write(files, recipient.certificate());
    }
    ByteArrayOutputStream asice = new ByteArrayOutputStream();

    OpenOutcome outcome = new PackageOpener(
            DecryptionKeys.of(List.of(recipient.privateKey())),
            OpeningLimits.defaults(),
            InstantSource.system())
        .open(() -> new ByteArrayInputStream(sealed), asice);

    assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
    OpenOutcome.Opened opened = (OpenOutcome.Opened) outcome;
    assertThat(opened.files())
        .extracting(PackageEntry::name)
        .containsExactlyElementsOf(files.keySet());
    assertThat(opened.signer().certificate()).isEqualTo(sender.certificate());
    assertThat(opened.signer().organisasjonsnummer()).isEqualTo("987464291");
    assertThat(Unzipped.of(asice.toByteArray())).containsAllEntriesOf(files);
  }

  private byte[] sealed(Map<String, byte[]> files) throws IOException {
    List<PackageFile> contents = new ArrayList<>();
    files.forEach((name, bytes) ->
        contents.add(new PackageFile(name, null, () -> new ByteArrayInputStream(bytes))));
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    new PackageSealer(sender.virksomhetssertifikat(), InstantSource.system())
        .seal(contents, recipient.certificate(), sealed);
    return sealed.toByteArray();
  }

  private static Map<String, byte[]> everyKindOfFile() {
    Random random = new Random(20261121);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("arkivmelding.xml", "<arkivmelding>".repeat(50_000).getBytes());
    files.put("kart.sosi", ".HODE\n".repeat(10).getBytes());
    files.put("søknad & vedlegg (1).pdf", bytes(random, 300_000));
    files.put("mappe/bilde.jpg", bytes(random, 65_535));
    files.put("tom.txt", new byte[0]);
    files.put("en.bin", new byte[1]);
    return files;
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
