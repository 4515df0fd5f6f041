package no.fiksgateway.integrasjonspunkt.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What pushes are signed with, as Standard Webhooks 1.0 has it: {@code whsec_} and 24 to 64 bytes in base64.
 */
final class SigningSecret {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 32;
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  private SigningSecret(byte[] key) {
    this.key = key;
  }

  static SigningSecret generate() {
    byte[] key = new byte[LENGTH];
    RANDOM.nextBytes(key);
    return new SigningSecret(key);
  }

  /** Throws IllegalArgumentException, without the secret in its words. */
  static SigningSecret parse(String text) {
    byte[] key = new byte[0];
    if (text.startsWith(PREFIX)) {
      try {
        key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      } catch (IllegalArgumentException notBase64) {
        throw new IllegalArgumentException(rule());
      }
    }
    if (key.length < SHORTEST || key.length > LONGEST) {
      throw new IllegalArgumentException(rule());
    }
    return new SigningSecret(key);
  }

  private static String rule() {
    return "a secret is " + PREFIX + " followed by " + SHORTEST + " to " + LONGEST
        + " bytes in base64";
  }

  /** In the form that is shown and stored. */
  String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /**
   * The value of {@code webhook-signature}.
   *
   * @param id the value of {@code webhook-id}
   * @param timestamp the value of {@code webhook-timestamp}: seconds since 1970
   */
  String sign(String id, long timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] signature =
          mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return PREFIX + "******";
  }
}
