package no.fiksgateway.asice;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** Decrypts a package's content piece by piece. */
interface ContentCipher {

  /** How many more bytes than it is given a step may return. */
  int SLACK = 32;

  /** Decrypts a piece; {@code into} has room for {@code length + SLACK} bytes. Returns how many were written. */
  int update(byte[] from, int offset, int length, byte[] into, int intoOffset) throws IOException;

  /** Ends the decryption, and returns how many more bytes were written; throws if what was decrypted is not intact. */
  int finish(byte[] mac, byte[] authenticated, byte[] into, int intoOffset) throws IOException;

  /** The algorithms read: AES in CBC mode (RFC 3565), and in GCM mode (RFC 5084) where a MAC follows the content. */
  static ContentCipher of(AlgorithmIdentifier algorithm, byte[] key, boolean authenticated)
      throws IOException {
    if (key.length * 8 != keyBits(algorithm.getAlgorithm(), authenticated)) {
      throw Rejection.malformed("The content key does not have the length its algorithm needs");
    }
    try {
      return authenticated ? new Gcm(key, algorithm) : new Cbc(key, algorithm);
    } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
      throw Rejection.malformed("The parameters of the content's encryption are not those of AES");
    }
  }

  /** The key length the algorithm needs. */
  static int keyBits(ASN1ObjectIdentifier algorithm, boolean authenticated) throws Rejection {
    if (algorithm.equals(
        authenticated
            ? NISTObjectIdentifiers.id_aes256_GCM
            : NISTObjectIdentifiers.id_aes256_CBC)) {
      return 256;
    }
    if (algorithm.equals(
        authenticated
            ? NISTObjectIdentifiers.id_aes192_GCM
            : NISTObjectIdentifiers.id_aes192_CBC)) {
      return 192;
    }
    if (algorithm.equals(
        authenticated
            ? NISTObjectIdentifiers.id_aes128_GCM
            : NISTObjectIdentifiers.id_aes128_CBC)) {
      return 128;
    }
    throw Rejection.malformed(
        "The content is encrypted with an algorithm that is not read here: " + algorithm);
  }

  /** AES-CBC by the platform, which has the processor's AES instructions behind it. */
  final class Cbc implements ContentCipher {

    private final Cipher cipher;

    Cbc(byte[] key, AlgorithmIdentifier algorithm) throws GeneralSecurityException {
      byte[] iv = ASN1OctetString.getInstance(algorithm.getParameters()).getOctets();
      cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    }

    @Override
    public int update(byte[] from, int offset, int length, byte[] into, int intoOffset) {
      try {
        return cipher.update(from, offset, length, into, intoOffset);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("The buffer for decrypted content is too small", e);
      }
    }

    @Override
    public int finish(byte[] mac, byte[] authenticated, byte[] into, int intoOffset)
        throws IOException {
      try {
        return cipher.doFinal(into, intoOffset);
      } catch (GeneralSecurityException e) {
        throw Rejection.malformed("The encrypted content is damaged or cut off");
      }
    }
  }

  /**
   * AES-GCM by Bouncy Castle, because the platform's cipher holds all content back until the MAC is verified, and cannot
   * take the authenticated attributes that CMS puts behind the content (RFC 5083, section 2.1).
   */
  final class Gcm implements ContentCipher {

    private final GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    private final int macLength;

    Gcm(byte[] key, AlgorithmIdentifier algorithm) {
      GCMParameters parameters = GCMParameters.getInstance(algorithm.getParameters());
      macLength = parameters.getIcvLen();
      cipher.init(
          false, new AEADParameters(new KeyParameter(key), macLength * 8, parameters.getNonce()));
    }

    @Override
    public int update(byte[] from, int offset, int length, byte[] into, int intoOffset) {
      return cipher.processBytes(from, offset, length, into, intoOffset);
    }

    @Override
    public int finish(byte[] mac, byte[] authenticated, byte[] into, int intoOffset)
        throws IOException {
      if (mac.length != macLength) {
        throw Rejection.malformed(
            "The content's authentication code does not have the stated length");
      }
      cipher.processAADBytes(authenticated, 0, authenticated.length);
      int n = cipher.processBytes(mac, 0, mac.length, into, intoOffset);
      try {
        return n + cipher.doFinal(into, intoOffset + n);
      } catch (InvalidCipherTextException e) {
        throw Rejection.malformed("The encrypted content is damaged or cut off");
      }
    }
  }
}
