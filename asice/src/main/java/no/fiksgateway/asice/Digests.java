package no.fiksgateway.asice;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Message digests every Java platform has. */
final class Digests {

  static final String SHA_256 = "SHA-256";
  static final String SHA_384 = "SHA-384";
  static final String SHA_512 = "SHA-512";

  private Digests() {}

  static MessageDigest sha256() {
    return of(SHA_256);
  }

  static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java installation has no " + algorithm, e);
    }
  }
}
