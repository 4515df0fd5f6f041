package no.fiksgateway.asice;

import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Selector;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the detached signature over a manifest (RFC 5652, section 5). One good signer is enough: KS's .NET library
 * writes the same signer twice.
 */
final class SignatureVerifier {

  private static final int MAX_SIGNERS = 16;
  private static final int MAX_CERTIFICATES = 64;
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /** For RSASSA-PSS, whose names in CMS the platform's providers do not know; the platform is faster at the rest. */
  private static final Provider PSS_PROVIDER = new BouncyCastleProvider();

  /** SHA-1 is among them because KS's Java client signs with it (observed with fiks-io-klient-java 3.5.0). */
  private static final Map<ASN1ObjectIdentifier, String> DIGESTS = Map.of(
      OIWObjectIdentifiers.idSHA1, "SHA-1",
      NISTObjectIdentifiers.id_sha256, Digests.SHA_256,
      NISTObjectIdentifiers.id_sha384, Digests.SHA_384,
      NISTObjectIdentifiers.id_sha512, Digests.SHA_512);

  private final List<X509Certificate> certificates;
  private final Instant now;

  private SignatureVerifier(List<X509Certificate> certificates, Instant now) {
    this.certificates = certificates;
    this.now = now;
  }

  /**
   * Finds a signer whose signature covers the manifest.
   *
   * @throws Rejection if there is none, with what was wrong with the last one looked at
   */
  static Signer verify(byte[] manifest, byte[] signature, Instant now) throws Rejection {
    try {
      CMSSignedData signedData =
          new CMSSignedData(new CMSProcessableByteArray(manifest), signature);
      List<SignerInformation> signers = List.copyOf(signedData.getSignerInfos().getSigners());
      List<X509Certificate> certificates = certificates(signedData);
      if (signers.isEmpty() || certificates.isEmpty()) {
        throw Rejection.signatureInvalid(
            "The signature lacks a signer or the signer's certificate");
      }
      if (signers.size() > MAX_SIGNERS) {
        throw Rejection.signatureInvalid("The signature has more than " + MAX_SIGNERS + " signers");
      }
      return new SignatureVerifier(certificates, now).anyOf(signers);
    } catch (CMSException
        | CertificateException
        | OperatorCreationException
        | RuntimeException
        | StackOverflowError e) {
      // Bouncy Castle answers bad structures with unchecked exceptions of many kinds.
      throw Rejection.signatureInvalid(
          "The signature is not valid CMS, or its certificate cannot be read");
    }
  }

  private static List<X509Certificate> certificates(CMSSignedData signedData)
      throws CertificateException, Rejection {
    Selector<X509CertificateHolder> all = null;
    List<X509Certificate> certificates = new ArrayList<>();
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    for (X509CertificateHolder holder : signedData.getCertificates().getMatches(all)) {
      if (certificates.size() == MAX_CERTIFICATES) {
        throw Rejection.signatureInvalid(
            "The signature carries more than " + MAX_CERTIFICATES + " certificates");
      }
      certificates.add(converter.getCertificate(holder));
    }
    return certificates;
  }

  private Signer anyOf(List<SignerInformation> signers)
      throws Rejection, CMSException, CertificateException, OperatorCreationException {
    String reason = "the certificate of its signer is missing";
    for (SignerInformation signer : signers) {
      for (X509Certificate certificate : certificates) {
        if (!isOf(signer, certificate)) {
          continue;
        }
        Instant signed = signingTime(signer);
        String problem = problemWith(signer, certificate, signed);
        if (problem == null) {
          return SignerFacts.of(certificate, certificates, signed, algorithm(signer));
        }
        reason = problem;
      }
    }
    throw Rejection.signatureInvalid("The signature does not vouch for the manifest: " + reason);
  }

  private @Nullable String problemWith(
      SignerInformation signer, X509Certificate certificate, @Nullable Instant signed)
      throws CMSException, CertificateException, OperatorCreationException {
    if (!DIGESTS.containsKey(signer.getDigestAlgorithmID().getAlgorithm())) {
      return "it is made with a digest that proves nothing today or is unknown";
    }
    Instant at = signed == null ? now : signed;
    if (at.isAfter(now.plus(CLOCK_SKEW))) {
      return "it claims to be made in the future, at " + at;
    }
    if (at.isBefore(certificate.getNotBefore().toInstant())
        || at.isAfter(certificate.getNotAfter().toInstant())) {
      return "the signer's certificate was not valid when it was made, at " + at;
    }
    if (!referencesCertificate(signer, certificate)) {
      return "it names another certificate as the signer's";
    }
    try {
      JcaSimpleSignerInfoVerifierBuilder verifier = new JcaSimpleSignerInfoVerifierBuilder();
      if (signer.getEncryptionAlgOID().equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId())) {
        verifier.setProvider(PSS_PROVIDER);
      }
      boolean good = signer.verify(verifier.build(certificate.getPublicKey()));
      return good ? null : "the manifest or the signature has been changed";
    } catch (CMSException e) {
      return "the manifest or the signature has been changed";
    }
  }

  private static boolean isOf(SignerInformation signer, X509Certificate certificate)
      throws CertificateException {
    return signer.getSID().match(new JcaX509CertificateHolder(certificate));
  }

  /** An ESS signing-certificate-v2 attribute, if there is one, ties the signature to its certificate (RFC 5035). */
  private static boolean referencesCertificate(
      SignerInformation signer, X509Certificate certificate) throws CertificateException {
    Attribute attribute = signedAttribute(signer, PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    if (attribute == null) {
      return true;
    }
    ESSCertIDv2[] ids = SigningCertificateV2.getInstance(
            attribute.getAttrValues().getObjectAt(0))
        .getCerts();
    String digest =
        ids.length == 0 ? null : DIGESTS.get(ids[0].getHashAlgorithm().getAlgorithm());
    return digest != null
        && Arrays.equals(ids[0].getCertHash(), Digests.of(digest).digest(certificate.getEncoded()));
  }

  private static @Nullable Instant signingTime(SignerInformation signer) {
    Attribute attribute = signedAttribute(signer, CMSAttributes.signingTime);
    return attribute == null
        ? null
        : Time.getInstance(attribute.getAttrValues().getObjectAt(0)).getDate().toInstant();
  }

  private static @Nullable Attribute signedAttribute(
      SignerInformation signer, ASN1ObjectIdentifier type) {
    AttributeTable attributes = signer.getSignedAttributes();
    return attributes == null ? null : attributes.get(type);
  }

  private static String algorithm(SignerInformation signer) {
    return new DefaultCMSSignatureAlgorithmNameGenerator()
        .getSignatureName(
            signer.getDigestAlgorithmID(), signer.toASN1Structure().getDigestEncryptionAlgorithm());
  }
}
