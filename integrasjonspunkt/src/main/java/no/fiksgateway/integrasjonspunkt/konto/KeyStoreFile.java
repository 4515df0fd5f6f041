package no.fiksgateway.integrasjonspunkt.konto;

import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import no.fiksgateway.asice.Virksomhetssertifikat;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * A key store on disk.
 *
 * @param path the file
 * @param type PKCS12, or JKS as older Java made them
 * @param password opens the store and the key
 * @param alias the entry; may be left out where the store holds one key only
 */
public record KeyStoreFile(
    @NotNull Path path,
    @DefaultValue("PKCS12") String type,
    @NotNull Secret password,
    @Nullable String alias) {
  private static final Set<String> TYPES = Set.of("PKCS12", "JKS");

  /**
   * Reads the key and its certificate.
   *
   * @param property the settings this was read from
   * @throws InvalidConfigurationPropertyValueException if that cannot be done
   */
  public Virksomhetssertifikat read(String property) {
    String known = type.toUpperCase(Locale.ROOT);
    if (!TYPES.contains(known)) {
      throw new InvalidConfigurationPropertyValueException(
          property + ".type",
          type,
          "Only PKCS12 and JKS are read. Convert the store: keytool -importkeystore -srckeystore "
              + path + " -srcstoretype " + type
              + " -destkeystore virksomhetssertifikat.p12 -deststoretype PKCS12");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Virksomhetssertifikat.fromKeyStore(
          in,
          known,
          password.value().toCharArray(),
          alias == null || alias.isBlank() ? null : alias);
    } catch (NoSuchFileException e) {
      throw unusable(property, "There is no such file (" + path.toAbsolutePath() + ").", e);
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(property, "The key store cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private InvalidConfigurationPropertyValueException unusable(
      String property, String reason, Exception cause) {
    return new InvalidConfigurationPropertyValueException(property + ".path", path, reason, cause);
  }
}
