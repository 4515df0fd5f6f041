package no.fiksgateway.asice;

import java.io.IOException;
import java.io.OutputStream;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.OutputEncryptor;

/**
 * Wraps a stream into the envelope KS's clients read: CMS EnvelopedData (RFC 5652, section 6) of indefinite length, content
 * under AES-256-CBC, its key under RSAES-OAEP with SHA-256 for hash and mask (RFC 4055, section 4.1).
 */
final class EnvelopeWriter {

  private static final int CHUNK = 64 * 1024;

  private static final AlgorithmIdentifier SHA_256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
  private static final AlgorithmIdentifier OAEP_SHA_256 = new AlgorithmIdentifier(
      PKCSObjectIdentifiers.id_RSAES_OAEP,
      new RSAESOAEPparams(
          SHA_256,
          new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, SHA_256),
          RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));

  private EnvelopeWriter() {}

  /**
   * Writes the envelope's head to {@code out} and returns the stream for its content. Only closing that stream completes
   * the envelope; it leaves {@code out} open.
   */
  static OutputStream open(X509Certificate recipient, OutputStream out) throws IOException {
    if (!(recipient.getPublicKey() instanceof RSAPublicKey)) {
      throw new SealingException(
          "The recipient's certificate (" + recipient.getSubjectX500Principal()
              + ") has no RSA key, so nothing can be encrypted for it. The receiver must publish another certificate.");
    }
    try {
      CMSEnvelopedDataStreamGenerator generator = new CMSEnvelopedDataStreamGenerator();
      generator.setBufferSize(CHUNK);
      generator.addRecipientInfoGenerator(
          new JceKeyTransRecipientInfoGenerator(recipient, OAEP_SHA_256)
              .setProvider(jdkCipherProvider()));
      OutputEncryptor encryptor = new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
          .setProvider(jdkCipherProvider())
          .build();
      return generator.open(out, encryptor);
    } catch (CMSException | CertificateEncodingException e) {
      throw new SealingException(
          "The package could not be encrypted for the recipient's certificate ("
              + recipient.getSubjectX500Principal()
              + "); the receiver must publish another certificate.",
          e);
    }
  }

  /** Named, because Bouncy Castle's own AES is five to eight times slower than the platform's. */
  private static Provider jdkCipherProvider() {
    Provider provider = Security.getProvider("SunJCE");
    if (provider == null) {
      throw new IllegalStateException(
          "This Java installation lacks the provider SunJCE, which encrypts packages");
    }
    return provider;
  }
}
