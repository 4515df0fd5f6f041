package no.fiksgateway.asice;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSAuthEnvelopedGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSEnvelopedGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.OutputEncryptor;

/** Envelopes as others write them, all by Bouncy Castle's own generators. */
enum ForeignEnvelope {
  KS_JAVA {
    @Override
    byte[] seal(byte[] content, List<X509Certificate> recipients) throws Exception {
      return streamed(content, recipients, CMSAlgorithm.AES256_CBC, true, 1000);
    }
  },
  PKCS1_AND_AES_128 {
    @Override
    byte[] seal(byte[] content, List<X509Certificate> recipients) throws Exception {
      return streamed(content, recipients, CMSAlgorithm.AES128_CBC, false, 4096);
    }
  },
  DEFINITE_LENGTH {
    @Override
    byte[] seal(byte[] content, List<X509Certificate> recipients) throws Exception {
      CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
      addRecipients(generator, recipients, true);
      return generator
          .generate(data(content), encryptor(CMSAlgorithm.AES256_CBC))
          .toASN1Structure()
          .getEncoded("DER");
    }
  },
  GCM {
    @Override
    byte[] seal(byte[] content, List<X509Certificate> recipients) throws Exception {
      CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
      addRecipients(generator, recipients, true);
      return generator
          .generate(data(content), (OutputAEADEncryptor) encryptor(CMSAlgorithm.AES256_GCM))
          .getEncoded();
    }
  },
  GCM_STREAMED {
    @Override
    byte[] seal(byte[] content, List<X509Certificate> recipients) throws Exception {
      CMSAuthEnvelopedDataStreamGenerator generator = new CMSAuthEnvelopedDataStreamGenerator();
      addRecipients(generator, recipients, true);
      ByteArrayOutputStream sealed = new ByteArrayOutputStream();
      try (OutputStream out =
          generator.open(sealed, (OutputAEADEncryptor) encryptor(CMSAlgorithm.AES128_GCM))) {
        out.write(content);
      }
      return sealed.toByteArray();
    }
  };

  abstract byte[] seal(byte[] content, List<X509Certificate> recipients) throws Exception;

  byte[] seal(byte[] content, X509Certificate... recipients) {
    try {
      return seal(content, List.of(recipients));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] streamed(
      byte[] content,
      List<X509Certificate> recipients,
      ASN1ObjectIdentifier algorithm,
      boolean oaep,
      int chunk)
      throws CMSException, IOException, CertificateEncodingException {
    CMSEnvelopedDataStreamGenerator generator = new CMSEnvelopedDataStreamGenerator();
    generator.setBufferSize(chunk);
    addRecipients(generator, recipients, oaep);
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (OutputStream out = generator.open(sealed, encryptor(algorithm))) {
      out.write(content);
    }
    return sealed.toByteArray();
  }

  private static CMSTypedData data(byte[] content) {
    return new CMSProcessableByteArray(content);
  }

  private static OutputEncryptor encryptor(ASN1ObjectIdentifier algorithm) throws CMSException {
    return new JceCMSContentEncryptorBuilder(algorithm)
        .setProvider(ForeignPackage.BC)
        .build();
  }

  private static void addRecipients(
      CMSEnvelopedGenerator generator, List<X509Certificate> recipients, boolean oaep)
      throws CertificateEncodingException {
    for (X509Certificate recipient : recipients) {
      generator.addRecipientInfoGenerator(recipient(recipient, oaep));
    }
  }

  private static void addRecipients(
      CMSAuthEnvelopedGenerator generator, List<X509Certificate> recipients, boolean oaep)
      throws CertificateEncodingException {
    for (X509Certificate recipient : recipients) {
      generator.addRecipientInfoGenerator(recipient(recipient, oaep));
    }
  }

  private static JceKeyTransRecipientInfoGenerator recipient(
      X509Certificate certificate, boolean oaep) throws CertificateEncodingException {
    if (!oaep) {
      return new JceKeyTransRecipientInfoGenerator(certificate).setProvider(ForeignPackage.BC);
    }
    return new JceKeyTransRecipientInfoGenerator(certificate, oaepSha256())
        .setProvider(ForeignPackage.BC);
  }

  static AlgorithmIdentifier oaepSha256() {
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    AlgorithmIdentifier mgf1 = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha256);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSAES_OAEP,
        new RSAESOAEPparams(sha256, mgf1, RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
  }
}
