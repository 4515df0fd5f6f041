package no.fiksgateway.simulator.platform;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.jspecify.annotations.Nullable;

/** Keys and certificates as text (RFC 7468). What cannot be read is a {@link Refusal} that says what is wanted. */
public final class Pem {
  private Pem() {}

  /** The text of a certificate. */
  public static String of(X509Certificate certificate) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(certificate);
    } catch (IOException e) {
      throw new UncheckedIOException("writing PEM to memory failed", e);
    }
    return text.toString();
  }

  /** An {@link X509Certificate} or a {@link PublicKey}, whichever the text holds first. */
  static Object certificateOrPublicKey(String pem) {
    try {
      Object object = first(pem);
      if (object instanceof X509CertificateHolder holder) {
        return new JcaX509CertificateConverter().getCertificate(holder);
      }
      if (object instanceof SubjectPublicKeyInfo info) {
        return new JcaPEMKeyConverter().getPublicKey(info);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw Refusal.badRequest("publicKey cannot be read: " + e.getMessage());
    }
    throw Refusal.badRequest("publicKey must be a PEM CERTIFICATE or PUBLIC KEY");
  }

  static PrivateKey privateKey(String pem) {
    try {
      Object object = first(pem);
      if (object instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
      if (object instanceof PEMKeyPair pair) {
        return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
      }
    } catch (IOException e) {
      throw Refusal.badRequest("privateKey cannot be read: " + e.getMessage());
    }
    throw Refusal.badRequest("privateKey must be an unencrypted PEM PRIVATE KEY (PKCS#8)");
  }

  static PublicKey publicHalf(PrivateKey key) {
    if (!(key instanceof RSAPrivateCrtKey rsa)) {
      throw Refusal.badRequest("privateKey must be an RSA key: Fiks IO encrypts with RSAES-OAEP");
    }
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    } catch (GeneralSecurityException e) {
      throw Refusal.badRequest("privateKey is not a usable RSA key: " + e.getMessage());
    }
  }

  private static @Nullable Object first(String pem) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return parser.readObject();
    }
  }
}
