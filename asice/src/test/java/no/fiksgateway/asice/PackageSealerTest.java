package no.fiksgateway.asice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import no.fiksgateway.asice.OpenOutcome.Malformed;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSEnvelopedDataParser;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.SignerInformation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageSealerTest {

  private static final Organisation SENDER =
      Organisation.issued("CN=Avsender AS,2.5.4.97=NTRNO-987464291");
  private static final Organisation RECIPIENT = Organisation.selfSigned("CN=Mottaker kommune");

  private final PackageSealer sealer =
      new PackageSealer(SENDER.virksomhetssertifikat(), InstantSource.fixed(Organisation.NOW));
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Nested
  class WritesAContainer {

    @Test
    void withItsEntriesInTheOrderReadersExpect() throws IOException {
      Opening opening = sealedAndOpened(file("a.xml", "<a/>"), file("mappe/b.txt", "b"));

      List<String> names = new ArrayList<>(Unzipped.of(opening.asice()).keySet());
      assertThat(names)
          .hasSize(6)
          .startsWith("mimetype", "a.xml", "mappe/b.txt", "META-INF/ASiCManifest.xml");
      assertThat(names.get(4)).matches("META-INF/signature-[0-9a-f-]{36}\\.p7s");
      assertThat(names.get(5)).isEqualTo("META-INF/manifest.xml");
    }

    @Test
    void whoseTypeStandsReadableAtItsBeginning() throws IOException {
      byte[] asice = sealedAndOpened(file("a.xml", "<a/>")).asice();

      assertThat(new String(asice, 0, 69, StandardCharsets.ISO_8859_1))
          .endsWith("mimetypeapplication/vnd.etsi.asic-e+zip");
    }

    @ParameterizedTest
    @CsvSource({
      "brev.pdf, application/pdf", "KART.SOSI, text/vnd.sosi", "modell.ifc, application/x-step",
      "uten, application/octet-stream", "rart.xyzzy, application/octet-stream",
          ".pdf, application/pdf"
    })
    void thatStatesMediaTypesByTheNamesAlone(String name, String mimeType) throws IOException {
      assertThat(sealedAndOpened(file(name, "innhold")).opened().files())
          .extracting(PackageEntry::mimeType)
          .containsExactly(mimeType);
    }

    @Test
    void thatStatesTheMediaTypeItIsGiven() throws IOException {
      PackageFile file = new PackageFile(
          "a.xml", "application/arkivmelding+xml; charset=\"utf-8\"", content("<a/>"));

      assertThat(sealedAndOpened(file).opened().files())
          .extracting(PackageEntry::mimeType)
          .containsExactly("application/arkivmelding+xml; charset=\"utf-8\"");
    }

    @Test
    void thatStatesNoMediaTypeThatIsNone() throws IOException {
      assertThat(sealedAndOpened(new PackageFile("a.pdf", "en slags pdf", content("x")))
              .opened()
              .files())
          .extracting(PackageEntry::mimeType)
          .containsExactly("application/pdf");
    }

    @Test
    void thatIsSmallWhereContentShrinksAndNotLargerWhereItDoesNot() throws IOException {
      byte[] random = new byte[1_000_000];
      new Random(1).nextBytes(random);

      long text =
          seal(file("tekst.txt", "Søknad om byggetillatelse. ".repeat(40_000))).size();
      long noise = seal(new PackageFile("støy.bin", null, () -> new ByteArrayInputStream(random)))
          .size();

      assertThat(text).isLessThan(50_000);
      assertThat(noise).isLessThan(1_010_000);
    }

    @Test
    void thatGivesBackWhatWasPutIn() throws IOException {
      byte[] random = new byte[700_001];
      new Random(2).nextBytes(random);
      String text = "Saksframlegg ".repeat(100_000);

      Opening opening = sealedAndOpened(
          file("tom.txt", ""),
          file("ø & <å> \"1\".txt", text),
          new PackageFile("b.bin", null, () -> slowly(random)));

      Map<String, byte[]> entries = Unzipped.of(opening.asice());
      assertThat(entries.get("tom.txt")).isEmpty();
      assertThat(entries.get("ø & <å> \"1\".txt")).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
      assertThat(entries.get("b.bin")).isEqualTo(random);
      assertThat(opening.opened().files())
          .extracting(PackageEntry::size)
          .containsExactly(0L, (long) text.length(), (long) random.length);
    }
  }

  @Nested
  class KeepsContent {

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 262_139, 262_140, 262_141, 524_280, 1_048_561})
    void ofEveryLengthAroundItsBuffers(int length) throws IOException {
      byte[] noise = new byte[length];
      new Random(length).nextBytes(noise);
      byte[] text =
          Arrays.copyOf("Saksframlegg ".repeat(90_000).getBytes(StandardCharsets.UTF_8), length);

      assertKept(noise);
      assertKept(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void thatIsTextHereAndNoiseThere(long seed) throws IOException {
      Random random = new Random(seed);
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      while (content.size() < 8_000_000) {
        byte[] part = new byte[random.nextInt(700_000)];
        if (random.nextBoolean()) {
          random.nextBytes(part);
        } else {
          for (int i = 0; i < part.length; i++) {
            part[i] = (byte) "abcdefgh".charAt(random.nextInt(1 + random.nextInt(8)));
          }
        }
        content.writeBytes(part);
      }

      assertKept(content.toByteArray());
    }

    private void assertKept(byte[] content) throws IOException {
      out.reset();
      Opening opening = sealedAndOpened(
          new PackageFile("innhold.bin", null, () -> new ByteArrayInputStream(content)));

      assertThat(opening.opened().files().get(0).sha256())
          .isEqualTo(Digests.sha256().digest(content));
      assertThat(Arrays.equals(Unzipped.of(opening.asice()).get("innhold.bin"), content))
          .isTrue();
    }
  }

  @Nested
  class SignsTheManifest {

    @Test
    void asCadesBes() throws Exception {
      SignerInformation signer = signerOf(sealedAndOpened(file("a.xml", "<a/>")));

      assertThat(signer.getDigestAlgOID()).isEqualTo(NISTObjectIdentifiers.id_sha256.getId());
      AttributeTable attributes = signer.getSignedAttributes();
      assertThat(Time.getInstance(
                  attributes.get(CMSAttributes.signingTime).getAttrValues().getObjectAt(0))
              .getDate())
          .isEqualTo(Date.from(Organisation.NOW));
      assertThat(attributes.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2))
          .isNotNull();
      assertThat(attributes.get(CMSAttributes.cmsAlgorithmProtect)).isNotNull();
    }

    @Test
    void withTheWholeChain() throws IOException {
      Signer signer = sealedAndOpened(file("a.xml", "<a/>")).opened().signer();

      assertThat(signer.chain()).containsExactlyElementsOf(SENDER.chain());
      assertThat(signer.organisasjonsnummer()).isEqualTo("987464291");
      assertThat(signer.signatureAlgorithm()).isEqualTo("SHA256withRSA");
    }

    @Test
    void withAnEllipticKeyToo() throws IOException {
      KeyPair keys = Organisation.ec();
      Organisation elliptic = Organisation.selfSigned(
          "CN=Elliptisk AS", keys, Organisation.VALID_FROM, Organisation.VALID_UNTIL);
      new PackageSealer(elliptic.virksomhetssertifikat(), InstantSource.fixed(Organisation.NOW))
          .seal(List.of(file("a.xml", "<a/>")), RECIPIENT.certificate(), out);

      assertThat(Opening.of(out.toByteArray(), RECIPIENT).opened().signer().signatureAlgorithm())
          .isEqualTo("SHA256withECDSA");
    }

    private SignerInformation signerOf(Opening opening) throws Exception {
      Map<String, byte[]> entries = Unzipped.of(opening.asice());
      byte[] manifest = entries.get("META-INF/ASiCManifest.xml");
      byte[] signature = entries.entrySet().stream()
          .filter(entry -> entry.getKey().endsWith(".p7s"))
          .findFirst()
          .orElseThrow()
          .getValue();
      return new CMSSignedData(new CMSProcessableByteArray(manifest), signature)
          .getSignerInfos()
          .iterator()
          .next();
    }
  }

  @Nested
  class Encrypts {

    @Test
    void withTheAlgorithmsOfKsClients() throws Exception {
      seal(file("a.xml", "<a/>"));
      byte[] sealed = out.toByteArray();

      assertThat(Arrays.copyOf(sealed, 15)).isEqualTo(new byte[] {
        0x30,
        (byte) 0x80,
        6,
        9,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        1,
        7,
        3,
        (byte) 0xa0,
        (byte) 0x80
      });
      CMSEnvelopedDataParser envelope = new CMSEnvelopedDataParser(sealed);
      RecipientInformation recipient =
          envelope.getRecipientInfos().getRecipients().iterator().next();
      assertThat(envelope.getEncryptionAlgOID())
          .isEqualTo(NISTObjectIdentifiers.id_aes256_CBC.getId());
      assertThat(recipient.getKeyEncryptionAlgorithm().getAlgorithm())
          .isEqualTo(PKCSObjectIdentifiers.id_RSAES_OAEP);
      assertThat(recipient
              .getKeyEncryptionAlgorithm()
              .getParameters()
              .toASN1Primitive()
              .getEncoded())
          .isEqualTo(
              ForeignEnvelope.oaepSha256().getParameters().toASN1Primitive().getEncoded());
    }

    @Test
    void andSaysWhatItWrote() throws IOException {
      SealedPackage sealed = seal(file("a.xml", "<a/>"));

      assertThat(sealed.size()).isEqualTo(out.size());
      assertThat(sealed.sha256()).isEqualTo(Digests.sha256().digest(out.toByteArray()));
    }

    @Test
    void notForAKeyThatCannotDecrypt() {
      Organisation elliptic = Organisation.selfSigned(
          "CN=Elliptisk AS", Organisation.ec(), Organisation.VALID_FROM, Organisation.VALID_UNTIL);

      assertThatThrownBy(
              () -> sealer.seal(List.of(file("a.xml", "<a/>")), elliptic.certificate(), out))
          .isInstanceOf(SealingException.class)
          .hasMessageContaining("CN=Elliptisk AS");
    }
  }

  @Nested
  class FailsBeforeItWrites {

    @Test
    void withoutFiles() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sealer.seal(List.of(), RECIPIENT.certificate(), out));
      assertThat(out.size()).isZero();
    }

    @Test
    void onTwoFilesOfOneName() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> seal(file("a.xml", "1"), file("a.xml", "2")))
          .withMessageContaining("'a.xml'");
      assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "../a.txt",
          "/a.txt",
          "a\\b.txt",
          "C:a.txt",
          "a\u0007.txt",
          "mimetype",
          "META-INF/a.txt",
          "meta-inf/a",
          "a/",
          "a//b",
          "a\uD800b",
          "a\uFFFEb"
        })
    void onANameThatCouldTrickAReader(String name) {
      assertThatIllegalArgumentException().isThrownBy(() -> file(name, "x"));
    }

    @Test
    void withACertificateThatReceiversWouldRefuse() {
      Organisation expired = Organisation.selfSigned(
          "CN=Utgått AS", SENDER.keys(), Organisation.VALID_FROM, Organisation.NOW.minusSeconds(1));
      PackageSealer late =
          new PackageSealer(expired.virksomhetssertifikat(), InstantSource.fixed(Organisation.NOW));

      assertThatThrownBy(
              () -> late.seal(List.of(file("a.xml", "<a/>")), RECIPIENT.certificate(), out))
          .isInstanceOf(SealingException.class)
          .hasMessageContaining("CN=Utgått AS");
      assertThat(out.size()).isZero();
    }

    @Test
    void withTheCertificateOfAnotherKey() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Virksomhetssertifikat.of(SENDER.privateKey(), RECIPIENT.chain()));
    }
  }

  @Nested
  class LeavesNothingThatLooksComplete {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, 1_000_000})
    void whenASourceFails(int good) {
      PackageFile failing = new PackageFile("b.bin", null, () -> failingAfter(good));

      assertThatThrownBy(() -> seal(file("a.xml", "<a/>"), failing)).hasMessage("disk gone");

      assertThat(Opening.of(out.toByteArray(), RECIPIENT).outcome()).isInstanceOf(Malformed.class);
      assertThatThrownBy(() -> {
            try (KsLibrary ks = new KsLibrary(RECIPIENT)) {
              ks.read(out.toByteArray());
            }
          })
          .isInstanceOf(Exception.class);
    }

    @Test
    void whenASourceCannotBeOpened() {
      PackageFile missing = new PackageFile("b.bin", null, () -> {
        throw new IOException("no such payload");
      });

      assertThatThrownBy(() -> seal(file("a.xml", "<a/>"), missing)).hasMessage("no such payload");
      assertThat(Opening.of(out.toByteArray(), RECIPIENT).outcome()).isInstanceOf(Malformed.class);
    }
  }

  @Test
  void opensEachSourceOnceAndClosesItButNotTheOutput() throws IOException {
    AtomicInteger opened = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    PackageFile file = new PackageFile("a.bin", null, () -> {
      opened.incrementAndGet();
      return new ByteArrayInputStream(new byte[100_000]) {
        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    });
    ByteArrayOutputStream unclosable = new ByteArrayOutputStream() {
      @Override
      public void close() {
        throw new AssertionError("The output is the caller's to close");
      }
    };

    sealer.seal(List.of(file), RECIPIENT.certificate(), unclosable);

    assertThat(opened).hasValue(1);
    assertThat(closed).hasValue(1);
  }

  private SealedPackage seal(PackageFile... files) throws IOException {
    return sealer.seal(List.of(files), RECIPIENT.certificate(), out);
  }

  private Opening sealedAndOpened(PackageFile... files) throws IOException {
    seal(files);
    return Opening.of(out.toByteArray(), RECIPIENT);
  }

  private static PackageFile file(String name, String content) {
    return new PackageFile(name, null, content(content));
  }

  private static ContentSource content(String text) {
    return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A stream that gives less than it is asked for, as sockets do. */
  private static InputStream slowly(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 1_000));
      }

      @Override
      public int readNBytes(byte[] into, int offset, int length) {
        int n = 0;
        while (n < length) {
          int step = read(into, offset + n, length - n);
          if (step < 0) {
            break;
          }
          n += step;
        }
        return n;
      }
    };
  }

  private static InputStream failingAfter(int good) {
    return new SequenceInputStream(new ByteArrayInputStream(new byte[good]), new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("disk gone");
      }
    });
  }
}
