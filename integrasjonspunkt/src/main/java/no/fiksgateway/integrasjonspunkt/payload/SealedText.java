package no.fiksgateway.integrasjonspunkt.payload;

import com.google.crypto.tink.StreamingAead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Encrypts short texts with the payload key, so that secrets may lie in the database: a copy of the database alone does
 * not give them away.
 */
public final class SealedText {
  private final StreamingAead key;

  SealedText(StreamingAead key) {
    this.key = key;
  }

  /** @param purpose what the text is; only under the same purpose is it opened again */
  public String seal(String text, String purpose) {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    try (OutputStream sealing = key.newEncryptingStream(sealed, bytes(purpose))) {
      sealing.write(bytes(text));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The payload key does not encrypt a " + purpose, e);
    }
    return Base64.getEncoder().encodeToString(sealed.toByteArray());
  }

  /** Throws IllegalStateException where it was sealed with another key, or changed since. */
  public String open(String sealed, String purpose) {
    ByteArrayInputStream ciphertext =
        new ByteArrayInputStream(Base64.getDecoder().decode(sealed));
    try (InputStream opened = key.newDecryptingStream(ciphertext, bytes(purpose))) {
      return new String(opened.readAllBytes(), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          "A " + purpose + " in the database was not encrypted with the payload key that is here."
              + " Restore the key file that belongs to the database, or set the " + purpose
              + " anew.",
          e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
