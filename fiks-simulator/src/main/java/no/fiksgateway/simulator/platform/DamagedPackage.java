package no.fiksgateway.simulator.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.jcajce.JcaAlgorithmParametersConverter;

/** Spoils a good container and encrypts it again, the way a faulty sender's system would have made it. */
final class DamagedPackage {
  private static final String META = "META-INF/";

  private DamagedPackage() {}

  /** The container with its first file changed after signing. */
  static void withChangedFile(InputStream asice, OutputStream out) throws IOException {
    try (ZipInputStream in = new ZipInputStream(asice);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      boolean changed = false;
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        in.transferTo(zip);
        if (!changed && !entry.getName().equals("mimetype") && !entry.getName().startsWith(META)) {
          zip.write(' ');
          changed = true;
        }
      }
    }
  }

  /** The container without its signature. */
  static void withoutSignature(InputStream asice, OutputStream out) throws IOException {
    try (ZipInputStream in = new ZipInputStream(asice);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.getName().endsWith(".p7s")) {
          zip.putNextEntry(new ZipEntry(entry.getName()));
          in.transferTo(zip);
        }
      }
    }
  }

  /** The envelope KS's clients write: RSAES-OAEP with SHA-256, AES-256-CBC, indefinite length. */
  static void encrypt(InputStream plain, X509Certificate recipient, OutputStream out)
      throws IOException {
    try {
      CMSEnvelopedDataStreamGenerator generator = new CMSEnvelopedDataStreamGenerator();
      generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(
          recipient,
          new JcaAlgorithmParametersConverter()
              .getAlgorithmIdentifier(
                  PKCSObjectIdentifiers.id_RSAES_OAEP,
                  new OAEPParameterSpec(
                      "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT))));
      try (OutputStream envelope =
          generator.open(out, new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build())) {
        plain.transferTo(envelope);
      }
    } catch (GeneralSecurityException | CMSException e) {
      throw new IOException("encrypting a damaged package failed", e);
    }
  }
}
