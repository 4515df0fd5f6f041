package no.fiksgateway.integrasjonspunkt.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * bcrypt, which is slow on purpose, where every call brings the password: one that was right is known again by a keyed
 * digest of it. The key is made at the start and never leaves the memory; nothing is remembered of wrong ones.
 */
final class RememberedPasswords implements PasswordEncoder {
  private static final String HMAC = "HmacSHA256";
  private static final int MOST = 1000;

  private final PasswordEncoder bcrypt = new BCryptPasswordEncoder();
  private final SecretKeySpec key;
  private final Cache<String, Boolean> right =
      Caffeine.newBuilder().maximumSize(MOST).build();

  RememberedPasswords() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, HMAC);
  }

  @Override
  public @Nullable String encode(@Nullable CharSequence password) {
    return bcrypt.encode(password);
  }

  @Override
  public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
    String digest = digest(hash + "\n" + password);
    if (right.getIfPresent(digest) != null) {
      return true;
    }
    boolean matches = bcrypt.matches(password, hash);
    if (matches) {
      right.put(digest, true);
    }
    return matches;
  }

  private String digest(String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + HMAC, e);
    }
  }
}
