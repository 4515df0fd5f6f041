package no.fiksgateway.asice;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Makes the detached signature over a manifest: CAdES-BES (ETSI EN 319 122-1, section 5) with SHA-256. */
final class ManifestSigner {

  private final Virksomhetssertifikat signer;
  private final String algorithm;
  private final SigningCertificateV2 signingCertificate;

  ManifestSigner(Virksomhetssertifikat signer) {
    this.signer = signer;
    this.algorithm = "SHA256with" + keyType(signer.privateKey());
    try {
      this.signingCertificate = essReference(signer.certificate());
    } catch (CertificateEncodingException e) {
      throw new SealingException(
          "The signing certificate cannot be encoded; replace the virksomhetssertifikat", e);
    }
  }

  /** Receivers refuse what is signed outside the certificate's time, so it is better not sent. */
  void requireValid(Instant now) {
    X509Certificate certificate = signer.certificate();
    if (now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new SealingException(
          "The signing certificate (" + certificate.getSubjectX500Principal() + ") is valid from "
              + certificate.getNotBefore().toInstant() + " to "
              + certificate.getNotAfter().toInstant() + ", and it is " + now
              + " now. Receivers would refuse the package: renew the virksomhetssertifikat, or correct the clock.");
    }
  }

  byte[] sign(byte[] manifest, Instant now) throws IOException {
    try {
      ContentSigner contentSigner =
          new JcaContentSignerBuilder(algorithm).build(signer.privateKey());
      SignerInfoGenerator signerInfo = new SignerInfoGeneratorBuilder(
              new JcaDigestCalculatorProviderBuilder().build())
          .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(attributes(now)))
          .build(contentSigner, new JcaX509CertificateHolder(signer.certificate()));
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(signerInfo);
      generator.addCertificates(new JcaCertStore(signer.chain()));
      return generator.generate(new CMSProcessableByteArray(manifest), false).getEncoded();
    } catch (OperatorCreationException | CMSException | CertificateEncodingException e) {
      throw new SealingException(
          "The manifest could not be signed with the key of the virksomhetssertifikat ("
              + signer.certificate().getSubjectX500Principal()
              + "). Check that key and certificate belong together and the key store is reachable.",
          e);
    }
  }

  private AttributeTable attributes(Instant now) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(now)))));
    attributes.add(new Attribute(
        PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(signingCertificate)));
    return new AttributeTable(attributes);
  }

  private static SigningCertificateV2 essReference(X509Certificate certificate)
      throws CertificateEncodingException {
    byte[] hash = Digests.sha256().digest(certificate.getEncoded());
    GeneralNames issuer =
        new GeneralNames(new GeneralName(new JcaX509CertificateHolder(certificate).getIssuer()));
    return new SigningCertificateV2(
        new ESSCertIDv2(hash, new IssuerSerial(issuer, certificate.getSerialNumber())));
  }

  private static String keyType(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "RSA";
      case "EC", "ECDSA" -> "ECDSA";
      default ->
        throw new SealingException("A key of algorithm " + key.getAlgorithm()
            + " cannot sign packages; the virksomhetssertifikat needs an RSA or EC key");
    };
  }
}
