package no.fiksgateway.integrasjonspunkt.payload;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key payloads are encrypted with, kept in a file as a Tink keyset in JSON. A keyset may hold several keys: the
 * primary one encrypts, all of them decrypt, so that Tink's own tool can rotate it.
 */
final class PayloadKey {
  private static final Logger log = LoggerFactory.getLogger(PayloadKey.class);

  private static final int KEY_BYTES = 32;
  private static final int SEGMENT_BYTES = 64 * 1024;

  private PayloadKey() {}

  /** The key in the file. */
  static StreamingAead read(Path file) throws IOException {
    warnWhereOthersMayRead(file);
    try {
      return aead(TinkJsonProtoKeysetFormat.parseKeyset(
          Files.readString(file), InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The payload key file "
              + file
              + " holds no usable Tink keyset. Restore it from the backup. Only where no payload was ever stored may"
              + " it be deleted instead; the next start then makes a new one.",
          e);
    }
  }

  /**
   * Makes a new key and stores it where no file is yet.
   *
   * @throws FileAlreadyExistsException where another instance was faster
   */
  static StreamingAead make(Path file) throws IOException {
    try {
      StreamingAeadConfig.register();
      KeysetHandle keyset = KeysetHandle.generateNew(parameters());
      String json =
          TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
      DurableFiles.createDirectories(DurableFiles.parent(file));
      write(file, json);
      log.info("Made the payload key file {}; back it up apart from the payloads.", file);
      return aead(keyset);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime offers no AES-GCM for payloads.", e);
    }
  }

  /** As Tink's AES256_GCM_HKDF templates, but for the segment: every open payload holds two of them in memory. */
  private static AesGcmHkdfStreamingParameters parameters() throws GeneralSecurityException {
    return AesGcmHkdfStreamingParameters.builder()
        .setKeySizeBytes(KEY_BYTES)
        .setDerivedAesGcmKeySizeBytes(KEY_BYTES)
        .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
        .setCiphertextSegmentSizeBytes(SEGMENT_BYTES)
        .build();
  }

  private static StreamingAead aead(KeysetHandle keyset) throws GeneralSecurityException {
    StreamingAeadConfig.register();
    return keyset.getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
  }

  private static void write(Path file, String json) throws IOException {
    try (FileChannel channel = FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        DurableFiles.ownerOnly(file))) {
      ByteBuffer bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    DurableFiles.force(DurableFiles.parent(file));
  }

  private static void warnWhereOthersMayRead(Path file) throws IOException {
    if (DurableFiles.isPosix(file)) {
      Set<PosixFilePermission> open = EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);
      open.retainAll(Files.getPosixFilePermissions(file));
      if (!open.isEmpty()) {
        log.warn(
            "The payload key file {} is open to others ({}). Let only the gateway's user read it (chmod 600).",
            file,
            open);
      }
    }
  }
}
