package no.fiksgateway.asice;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Message digests every Java platform has. */
final class Digests {

  private Digests() {}

  static MessageDigest sha256() {
    return of("SHA-256");
  }

  static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java installation has no " + algorithm, e);
    }
  }
}
