package no.fiksgateway.asice;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An organisation with a key pair of its own, made anew for each test run. */
record Organisation(KeyPair keys, X509Certificate certificate, List<X509Certificate> chain) {

  static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  static final Instant VALID_FROM = NOW.minus(Duration.ofDays(365));
  static final Instant VALID_UNTIL = NOW.plus(Duration.ofDays(365));

  private static final KeyPair ISSUER_KEYS = rsa(2048);
  static final X509Certificate ISSUER =
      certificate("CN=Test issuer", ISSUER_KEYS, null, VALID_FROM, VALID_UNTIL);

  static Organisation selfSigned(String subject) {
    return selfSigned(subject, rsa(2048), VALID_FROM, VALID_UNTIL);
  }

  static Organisation selfSigned(String subject, KeyPair keys, Instant from, Instant until) {
    X509Certificate certificate = certificate(subject, keys, null, from, until);
    return new Organisation(keys, certificate, List.of(certificate));
  }

  static Organisation issued(String subject) {
    KeyPair keys = rsa(2048);
    X509Certificate certificate = certificate(subject, keys, ISSUER, VALID_FROM, VALID_UNTIL);
    return new Organisation(keys, certificate, List.of(certificate, ISSUER));
  }

  PrivateKey privateKey() {
    return keys.getPrivate();
  }

  Virksomhetssertifikat virksomhetssertifikat() {
    return Virksomhetssertifikat.of(privateKey(), chain);
  }

  static KeyPair rsa(int bits) {
    return keyPair("RSA", bits);
  }

  static KeyPair ec() {
    return keyPair("EC", 256);
  }

  private static KeyPair keyPair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate(
      String subject, KeyPair keys, X509Certificate issuer, Instant from, Instant until) {
    try {
      X500Name name = new X500Name(subject);
      X500Name issuerName = issuer == null
          ? name
          : X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
      PrivateKey issuerKey = issuer == null ? keys.getPrivate() : ISSUER_KEYS.getPrivate();
      String algorithm =
          issuerKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
      return new JcaX509CertificateConverter()
          .getCertificate(new JcaX509v3CertificateBuilder(
                  issuerName,
                  new BigInteger(64, new SecureRandom()),
                  Date.from(from),
                  Date.from(until),
                  name,
                  keys.getPublic())
              .build(new JcaContentSignerBuilder(algorithm).build(issuerKey)));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
