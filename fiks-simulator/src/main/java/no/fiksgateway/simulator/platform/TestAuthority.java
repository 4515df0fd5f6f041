package no.fiksgateway.simulator.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import no.fiksgateway.asice.Virksomhetssertifikat;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The simulator's own certificate authority. It is made new at every start and vouches for nothing outside a test: for
 * the TLS of the AMQP endpoint, and for test virksomhetssertifikater named as SEID 2.0 names them (organisation in
 * {@code organizationIdentifier} as {@code NTRNO-<number>}, see ETSI EN 319 412-1 section 5.1.4).
 */
public final class TestAuthority {
  private static final Duration LIFETIME = Duration.ofDays(3 * 365);
  private static final Duration BACKDATED = Duration.ofDays(1);
  private static final int RSA_BITS = 2048;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate root;
  private final Map<String, Virksomhetssertifikat> issued = new ConcurrentHashMap<>();

  /** Makes the authority's own key; certificates are dated by the clock. */
  public TestAuthority(InstantSource clock) {
    this.clock = clock;
    this.name = new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.C, "NO")
        .addRDN(BCStyle.O, "fiks-simulator")
        .addRDN(BCStyle.CN, "fiks-simulator test CA, trust it nowhere else")
        .build();
    this.keys = newKeys("EC", 256);
    this.root = sign(
        name,
        keys.getPublic(),
        List.of(
            new Part(Extension.basicConstraints, new BasicConstraints(true)),
            new Part(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))));
  }

  /** The trust anchor. */
  public X509Certificate root() {
    return root;
  }

  /** The test virksomhetssertifikat of an organisation: made when first asked for, the same ever after. */
  public Virksomhetssertifikat virksomhetssertifikat(String organisasjonsnummer) {
    return issued.computeIfAbsent(organisasjonsnummer, this::issue);
  }

  /** A certificate for a key that someone else made. */
  public X509Certificate certify(PublicKey key, String organisasjonsnummer) {
    String label = "Testvirksomhet " + organisasjonsnummer;
    X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.C, "NO")
        .addRDN(BCStyle.O, label)
        .addRDN(BCStyle.ORGANIZATION_IDENTIFIER, "NTRNO-" + organisasjonsnummer)
        .addRDN(BCStyle.SERIALNUMBER, organisasjonsnummer)
        .addRDN(BCStyle.CN, label)
        .build();
    return sign(
        subject,
        key,
        List.of(
            new Part(Extension.basicConstraints, new BasicConstraints(false)),
            new Part(
                Extension.keyUsage,
                new KeyUsage(KeyUsage.digitalSignature
                    | KeyUsage.nonRepudiation
                    | KeyUsage.keyEncipherment))));
  }

  /** What a server on this machine presents: valid for localhost and the loopback addresses. */
  public SSLContext serverTls() {
    KeyPair server = newKeys("EC", 256);
    X509Certificate certificate = sign(
        new X500Name("CN=localhost"),
        server.getPublic(),
        List.of(
            new Part(Extension.subjectAlternativeName, new GeneralNames(new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.iPAddress, "::1")
            })),
            new Part(
                Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))));
    try {
      char[] password = new char[0];
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry(
          "server", server.getPrivate(), password, new X509Certificate[] {certificate, root});
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(store, password);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(keyManagers.getKeyManagers(), null, random);
      return tls;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM cannot set up TLS", e);
    }
  }

  /** A new pair of RSA keys, as virksomhetssertifikater have. */
  KeyPair newRsaKeys() {
    return newKeys("RSA", RSA_BITS);
  }

  /** A key store with the certificate, its chain and its key, all under one password and alias. */
  public static byte[] pkcs12(Virksomhetssertifikat of, String alias, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry(
          alias, of.privateKey(), password, of.chain().toArray(new X509Certificate[0]));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, password);
      return bytes.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM cannot write PKCS12", e);
    }
  }

  private Virksomhetssertifikat issue(String organisasjonsnummer) {
    KeyPair pair = newRsaKeys();
    return Virksomhetssertifikat.of(
        pair.getPrivate(), List.of(certify(pair.getPublic(), organisasjonsnummer), root));
  }

  private record Part(ASN1ObjectIdentifier id, ASN1Encodable value) {}

  private X509Certificate sign(X500Name subject, PublicKey key, List<Part> extensions) {
    Instant now = clock.instant();
    X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
        name,
        new BigInteger(128, random),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(LIFETIME)),
        subject,
        key);
    try {
      for (Part extension : extensions) {
        certificate.addExtension(extension.id(), isCritical(extension.id()), extension.value());
      }
      return new JcaX509CertificateConverter()
          .getCertificate(certificate.build(
              new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot issue a certificate for " + subject, e);
    }
  }

  private static boolean isCritical(ASN1ObjectIdentifier extension) {
    return extension.equals(Extension.basicConstraints) || extension.equals(Extension.keyUsage);
  }

  private KeyPair newKeys(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no " + algorithm, e);
    }
  }
}
