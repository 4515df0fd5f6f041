package no.fiksgateway.asice;

import java.security.PrivateKey;
import java.util.List;

/**
 * The private keys a package may be encrypted for. Several are normal while a key is being replaced: senders may use the
 * old certificate until their copy of the catalogue is renewed.
 */
public final class DecryptionKeys {

  private final List<PrivateKey> keys;

  private DecryptionKeys(List<PrivateKey> keys) {
    this.keys = keys;
  }

  /**
   * Takes keys to be tried in turn.
   *
   * @param keys RSA keys, the one most in use first
   * @throws IllegalArgumentException if there is none, or one is not an RSA key
   */
  public static DecryptionKeys of(List<PrivateKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("At least one private key is needed to open packages");
    }
    for (PrivateKey key : keys) {
      if (!key.getAlgorithm().equals("RSA")) {
        throw new IllegalArgumentException(
            "Packages are encrypted for RSA keys; a key of algorithm " + key.getAlgorithm()
                + " cannot open them");
      }
    }
    return new DecryptionKeys(List.copyOf(keys));
  }

  List<PrivateKey> inOrder() {
    return keys;
  }
}
