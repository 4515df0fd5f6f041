package no.fiksgateway.integrasjonspunkt;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageSealer;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.OperatorException;

/** Packages as the other organisation makes them. */
public final class Packages {
  private Packages() {}

  /** One file, sealed for the gateway under test. */
  public static byte[] sealed(String filename, byte[] content) {
    return sealedFor(TestIdentity.CERTIFICATE.certificate(), filename, content);
  }

  public static byte[] sealedFor(X509Certificate recipient, String filename, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new PackageSealer(FakeFiks.RECEIVER_CERTIFICATE, Clock.systemUTC())
          .seal(
              List.of(new PackageFile(filename, null, () -> new ByteArrayInputStream(content))),
              recipient,
              out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A container whose manifest is signed as it should be and lists no file, encrypted for the gateway under test. */
  public static byte[] sealedWithNothingInside() {
    byte[] manifest = """
        <ASiCManifest xmlns="http://uri.etsi.org/02918/v1.2.1#">
          <SigReference URI="META-INF/signature.p7s" MimeType="application/x-pkcs7-signature"/>
        </ASiCManifest>
        """.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream container = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(container)) {
      zip.putNextEntry(new ZipEntry("META-INF/asicmanifest.xml"));
      zip.write(manifest);
      zip.putNextEntry(new ZipEntry("META-INF/signature.p7s"));
      zip.write(signature(manifest));
    } catch (IOException | GeneralSecurityException | OperatorException | CMSException e) {
      throw new IllegalStateException(e);
    }
    return encrypted(container.toByteArray());
  }

  private static byte[] signature(byte[] manifest)
      throws GeneralSecurityException, OperatorException, CMSException, IOException {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
        .build(
            "SHA256withRSA",
            FakeFiks.RECEIVER_CERTIFICATE.privateKey(),
            FakeFiks.RECEIVER_CERTIFICATE.certificate()));
    generator.addCertificates(
        new JcaCertStore(List.of(FakeFiks.RECEIVER_CERTIFICATE.certificate())));
    return generator.generate(new CMSProcessableByteArray(manifest), false).getEncoded();
  }

  private static byte[] encrypted(byte[] container) {
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    try {
      generator.addRecipientInfoGenerator(
          new JceKeyTransRecipientInfoGenerator(TestIdentity.CERTIFICATE.certificate()));
      return generator
          .generate(
              new CMSProcessableByteArray(container),
              new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build())
          .getEncoded();
    } catch (GeneralSecurityException | CMSException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
