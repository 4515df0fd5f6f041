package no.fiksgateway.asice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import no.fiksgateway.asice.OpenOutcome.Malformed;
import no.fiksgateway.asice.OpenOutcome.NotForUs;
import no.fiksgateway.asice.OpenOutcome.SignatureInvalid;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageOpenerTest {

  private static final Organisation SENDER =
      Organisation.issued("CN=Avsender AS,2.5.4.97=NTRNO-987464291");
  /** A short key, for speed: every opening decrypts with it. */
  private static final Organisation RECIPIENT = Organisation.selfSigned(
      "CN=Mottaker kommune",
      Organisation.rsa(1024),
      Organisation.VALID_FROM,
      Organisation.VALID_UNTIL);

  private static final Organisation STRANGER = Organisation.selfSigned("CN=Fremmed AS");

  @Nested
  class Reads {

    @ParameterizedTest
    @EnumSource
    void everyEnvelopeInUse(ForeignEnvelope envelope) throws IOException {
      byte[] container = aPackage().container();

      Opening opening = Opening.of(envelope.seal(container, RECIPIENT.certificate()), RECIPIENT);

      assertThat(opening.opened().files())
          .extracting(PackageEntry::name)
          .containsExactly("arkivmelding.xml", "ø & å.txt");
      assertThat(opening.asice()).isEqualTo(container);
    }

    @ParameterizedTest
    @EnumSource
    void ourPartOfAnEnvelopeWhereverItStandsAndWhicheverOurKeyIs(ForeignEnvelope envelope) {
      byte[] sealed =
          envelope.seal(aPackage().container(), STRANGER.certificate(), RECIPIENT.certificate());
      Organisation formerSelf = Organisation.selfSigned("CN=Mottaker kommune");

      assertThat(Opening.of(sealed, formerSelf, RECIPIENT).opened().files()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void everyWritersContainerInEveryEnvelopeHoweverLong(ForeignEnvelope envelope) {
      byte[] content = DeflateContent.MIXTURE.bytes(1_000_000, envelope.ordinal());
      List<ForeignPackage> writers = List.of(
          ForeignPackage.likeKsJava(SENDER),
          ForeignPackage.likeDotNet(SENDER),
          ForeignPackage.likeKsJava(SENDER).zipped(ForeignPackage::stored));
      for (ForeignPackage writer : writers) {
        byte[] sealed =
            envelope.seal(writer.with("innhold.bin", content).container(), RECIPIENT.certificate());

        assertThat(Opening.of(sealed, RECIPIENT).opened().files())
            .extracting(PackageEntry::size)
            .containsExactly((long) content.length);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://uri.etsi.org/02918/v1.1.1#",
          "http://uri.etsi.org/02918/v1.2.1#",
          "http://uri.etsi.org/2918/v1.1.1#",
          "http://uri.etsi.org/2918/v1.2.1#"
        })
    void namespacesInUse(String namespace) {
      assertThat(outcomeOf(aPackage().manifest(ForeignPackage.MANIFEST, namespace)))
          .isInstanceOf(OpenOutcome.Opened.class);
    }

    @Test
    void whatTheDotNetLibraryWrites() {
      OpenOutcome.Opened opened = Opening.of(
              sealed(ForeignPackage.likeDotNet(SENDER).with("a.txt", "innhold")), RECIPIENT)
          .opened();

      assertThat(opened.files()).hasSize(1);
      assertThat(opened.signer().chain()).containsExactly(SENDER.certificate());
    }

    @Test
    void storedEntries() {
      assertThat(outcomeOf(aPackage().zipped(ForeignPackage::stored)))
          .isInstanceOf(OpenOutcome.Opened.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "SHA1withRSA",
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA",
          "SHA256withRSAandMGF1"
        })
    void signaturesInUse(String algorithm) {
      assertThat(outcomeOf(aPackage().signedWith(algorithm)))
          .isInstanceOf(OpenOutcome.Opened.class);
    }

    @ParameterizedTest
    @CsvSource({
      "SHA-256, http://www.w3.org/2000/09/xmldsig#sha256",
      "SHA-384, http://www.w3.org/2001/04/xmldsig-more#sha384",
      "SHA-512, http://www.w3.org/2001/04/xmlenc#sha512",
      "SHA-512, http://www.w3.org/2000/09/xmldsig#sha512"
    })
    void digestsInUse(String algorithm, String uri) {
      assertThat(outcomeOf(aPackage().digest(algorithm, uri)))
          .isInstanceOf(OpenOutcome.Opened.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mimetype", "META-INF/manifest.xml"})
    void aContainerWithoutItsOptionalParts(String optional) {
      assertThat(outcomeOf(aPackage().tamper(entries -> entries.remove(optional))))
          .isInstanceOf(OpenOutcome.Opened.class);
    }

    @Test
    void namesThatTheManifestEscapesAsUris() {
      ForeignPackage aPackage = ForeignPackage.likeKsJava(SENDER)
          .with("søknad 1+1.txt", "innhold")
          .manifestText(xml -> xml.replace("søknad 1+1.txt", "s%C3%B8knad%201+1.txt"));

      assertThat(Opening.of(sealed(aPackage), RECIPIENT).opened().files())
          .extracting(PackageEntry::name)
          .containsExactly("søknad 1+1.txt");
    }
  }

  @Nested
  class TellsOfTheSigner {

    @Test
    void numberChainAndTime() {
      Signer signer = Opening.of(sealed(aPackage()), RECIPIENT).opened().signer();

      assertThat(signer.organisasjonsnummer()).isEqualTo("987464291");
      assertThat(signer.chain()).containsExactly(SENDER.certificate(), Organisation.ISSUER);
      assertThat(signer.selfSigned()).isFalse();
      assertThat(signer.claimedSigningTime()).isEqualTo(Organisation.NOW);
      assertThat(signer.signatureAlgorithm()).isEqualTo("SHA1withRSA");
    }

    @Test
    void thatACertificateIsSelfSignedAndNamesNoOrganisation() {
      Organisation nobody = Organisation.selfSigned("CN=Hvem som helst,serialNumber=12345");

      Signer signer = Opening.of(sealed(aPackageBy(nobody)), RECIPIENT).opened().signer();

      assertThat(signer.selfSigned()).isTrue();
      assertThat(signer.organisasjonsnummer()).isNull();
      assertThat(signer.chain()).containsExactly(nobody.certificate());
    }
  }

  @Nested
  class IsNotDeceivedBy {

    @Test
    void changedContent() {
      assertSignatureInvalid(
          aPackage().tamper(entries -> entries.put("arkivmelding.xml", bytes("<annet/>"))));
    }

    @Test
    void aMissingFile() {
      assertSignatureInvalid(aPackage().tamper(entries -> entries.remove("arkivmelding.xml")));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "smuglet.txt",
          "META-INF/smuglet.txt",
          "META-INF/signature-2.p7s",
          "MIMETYPE",
          "meta-inf/x"
        })
    void anEntryThatIsNotListed(String name) {
      assertSignatureInvalid(aPackage().tamper(entries -> entries.put(name, bytes("smuglet"))));
    }

    @Test
    void aPackageWithoutManifestOrSignature() {
      assertSignatureInvalid(
          aPackage().tamper(entries -> entries.keySet().removeIf(n -> n.startsWith("META-INF"))));
    }

    @Test
    void aPackageWithoutItsSignature() {
      assertSignatureInvalid(
          aPackage().tamper(entries -> entries.remove(ForeignPackage.SIGNATURE)));
    }

    @Test
    void aManifestThatNamesNoSignature() {
      assertSignatureInvalid(ForeignPackage.likeDotNet(SENDER)
          .with("a.txt", "innhold")
          .manifestText(xml -> xml.replaceFirst("<a:SigReference[^>]*>", "")));
    }

    @Test
    void aManifestChangedAfterSigning() {
      assertSignatureInvalid(aPackage().tamper(changeManifest("text/plain", "text/html!")));
    }

    @Test
    void aSignatureByAKeyOfAnotherThanTheCertificates() {
      Organisation forger = new Organisation(STRANGER.keys(), SENDER.certificate(), SENDER.chain());

      assertSignatureInvalid(aPackageBy(forger));
    }

    @Test
    void aCertificateThatHadExpiredWhenItSigned() {
      KeyPair keys = STRANGER.keys();
      Organisation expired = Organisation.selfSigned(
          "CN=Utgått", keys, Organisation.VALID_FROM, Organisation.NOW.minus(Duration.ofDays(1)));

      assertSignatureInvalid(aPackageBy(expired));
      assertThat(
              outcomeOf(aPackageBy(expired).signedAt(Organisation.NOW.minus(Duration.ofDays(2)))))
          .isInstanceOf(OpenOutcome.Opened.class);
    }

    @Test
    void aSignatureFromTheFuture() {
      assertSignatureInvalid(aPackage().signedAt(Organisation.NOW.plus(Duration.ofMinutes(6))));
      assertThat(outcomeOf(aPackage().signedAt(Organisation.NOW.plus(Duration.ofMinutes(4)))))
          .isInstanceOf(OpenOutcome.Opened.class);
    }

    @Test
    void digestsThatProveNothing() {
      assertSignatureInvalid(aPackage().digest("SHA-1", "http://www.w3.org/2000/09/xmldsig#sha1"));
      assertSignatureInvalid(aPackage().signedWith("MD5withRSA"));
    }
  }

  @Nested
  class Refuses {

    @Test
    void aPackageForSomebodyElse() {
      for (ForeignEnvelope envelope : ForeignEnvelope.values()) {
        byte[] sealed = envelope.seal(aPackage().container(), STRANGER.certificate());

        assertThat(Opening.of(sealed, RECIPIENT).outcome()).isInstanceOf(NotForUs.class);
      }
    }

    @Test
    void whatIsNoEnvelope() {
      assertMalformed(new byte[0]);
      assertMalformed(new byte[10_000]);
      assertMalformed(bytes("Dette er en tekst og ikke en pakke"));
      assertMalformed(aPackage().container());
    }

    @ParameterizedTest
    @EnumSource
    void aPackageCutAnywhereOrFollowedByAnything(ForeignEnvelope envelope) {
      byte[] whole = envelope.seal(aPackage().container(), RECIPIENT.certificate());
      int tail = whole.length - 100;
      for (int length = 0;
          length < whole.length;
          length += length < 800 || length >= tail ? 1 : 13) {
        assertMalformed(Arrays.copyOf(whole, length));
      }
      assertMalformed(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void aContainerWithoutFiles() {
      assertMalformed(sealed(ForeignPackage.likeKsJava(SENDER)));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "../utenfor.txt",
          "a/../../b.txt",
          "/etc/passwd",
          "C:\\windows\\a.txt",
          "c:a.txt",
          "a\\b.txt",
          "a//b.txt",
          "./a.txt",
          "mappe/",
          "a\u0000.txt",
          "a\nb.txt",
          "a\u0085b.txt"
        })
    void aNameThatLeadsAstray(String name) {
      assertMalformed(sealed(aPackage().tamper(entries -> entries.put(name, bytes("x")))));
    }

    @Test
    void aContainerThatExpandsBeyondTheLimit() {
      byte[] sealed =
          sealed(ForeignPackage.likeKsJava(SENDER).with("bombe.txt", new byte[1 << 20]));

      assertThat(Opening.of(sealed, new OpeningLimits(1 << 20, 10, 1 << 20), RECIPIENT)
              .outcome())
          .isInstanceOf(Malformed.class);
      assertThat(Opening.of(sealed, new OpeningLimits(2 << 20, 10, 1 << 20), RECIPIENT)
              .outcome())
          .isInstanceOf(OpenOutcome.Opened.class);
    }

    @Test
    void moreEntriesThanTheLimit() {
      byte[] sealed = sealed(aPackage());

      assertThat(Opening.of(sealed, new OpeningLimits(1 << 20, 5, 1 << 20), RECIPIENT)
              .outcome())
          .isInstanceOf(Malformed.class);
    }

    @Test
    void aManifestLargerThanTheLimit() {
      byte[] sealed = sealed(aPackage());

      assertThat(
              Opening.of(sealed, new OpeningLimits(1 << 20, 10, 100), RECIPIENT).outcome())
          .isInstanceOf(Malformed.class);
    }

    @Test
    void structuresNestedDeeperThanAnyStack() {
      byte[] deep = new byte[1_000_000];
      for (int i = 0; i < deep.length; i += 2) {
        deep[i] = 0x30;
        deep[i + 1] = (byte) 0x80;
      }

      assertMalformed(deep);
      assertSignatureInvalid(
          aPackage().tamper(entries -> entries.put(ForeignPackage.SIGNATURE, deep)));
      assertMalformed(sealed(aPackage().manifestText(xml -> xml + "<a>".repeat(100_000))));
    }

    @Test
    void aNameLongerThanAnyFileSystemTakes() {
      assertMalformed(sealed(ForeignPackage.likeKsJava(SENDER).with("a".repeat(1025), "innhold")));
    }

    @Test
    void aManifestWithADoctype() {
      assertMalformed(sealed(aPackage()
          .manifestText(xml ->
              xml.replace("?>", "?><!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"))));
    }

    @Test
    void aContainerThatDeclaresAnotherType() {
      assertMalformed(sealed(aPackage()
          .tamper(entries -> entries.put("mimetype", bytes("application/vnd.etsi.asic-s+zip")))));
    }
  }

  @Nested
  class LeavesTheCallersFailuresToTheCaller {

    private final PackageOpener opener = new PackageOpener(
        DecryptionKeys.of(List.of(RECIPIENT.privateKey())),
        OpeningLimits.defaults(),
        InstantSource.fixed(Organisation.NOW));

    @Test
    void whenTheCiphertextCannotBeRead() {
      byte[] sealed = sealed(aPackage());
      InputStream failing =
          new SequenceInputStream(new ByteArrayInputStream(sealed, 0, 700), new InputStream() {
            @Override
            public int read() throws IOException {
              throw new IOException("disk gone");
            }
          });

      assertThatThrownBy(() -> opener.open(() -> failing, OutputStream.nullOutputStream()))
          .isInstanceOf(IOException.class)
          .hasMessage("disk gone");
    }

    @Test
    void whenTheContainerCannotBeWritten() {
      byte[] sealed = sealed(aPackage());
      OutputStream full = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("disk full");
        }
      };

      assertThatThrownBy(() -> opener.open(() -> new ByteArrayInputStream(sealed), full))
          .isInstanceOf(IOException.class)
          .hasMessage("disk full");
    }
  }

  private static ForeignPackage aPackage() {
    return aPackageBy(SENDER);
  }

  private static ForeignPackage aPackageBy(Organisation signer) {
    return ForeignPackage.likeKsJava(signer)
        .with("arkivmelding.xml", "<arkivmelding/>")
        .with("ø & å.txt", "tekst ".repeat(100));
  }

  private static byte[] sealed(ForeignPackage aPackage) {
    return ForeignEnvelope.KS_JAVA.seal(aPackage.container(), RECIPIENT.certificate());
  }

  private static OpenOutcome outcomeOf(ForeignPackage aPackage) {
    return Opening.of(sealed(aPackage), RECIPIENT).outcome();
  }

  private static void assertSignatureInvalid(ForeignPackage aPackage) {
    assertThat(outcomeOf(aPackage)).isInstanceOf(SignatureInvalid.class);
  }

  private static void assertMalformed(byte[] sealed) {
    assertThat(Opening.of(sealed, RECIPIENT).outcome()).isInstanceOf(Malformed.class);
  }

  private static Consumer<Map<String, byte[]>> changeManifest(String from, String to) {
    return entries -> entries.computeIfPresent(
        ForeignPackage.MANIFEST,
        (name, xml) -> bytes(new String(xml, StandardCharsets.UTF_8).replace(from, to)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
