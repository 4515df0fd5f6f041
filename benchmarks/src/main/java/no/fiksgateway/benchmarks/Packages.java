package no.fiksgateway.benchmarks;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.InstantSource;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import no.fiksgateway.asice.ContentSource;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.OpenOutcome;
import no.fiksgateway.asice.OpeningLimits;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageOpener;
import no.fiksgateway.asice.PackageSealer;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The work that is measured: ours, KS's, and what neither can do without. Sealing writes to nowhere, as a socket would take
 * it; opening reads from a file and writes the container to a file, as both are used. Each returns a size in bytes.
 */
final class Packages implements AutoCloseable {

  private static final int CEILING_BUFFER = 64 * 1024;

  private final Party sender = Party.create("Avsender");
  private final Party recipient = Party.create("Mottaker");
  private final Ks ksOfSender = new Ks(sender);
  private final Ks ksOfRecipient = new Ks(recipient);
  private final PackageSealer sealer =
      new PackageSealer(sender.virksomhetssertifikat(), InstantSource.system());
  private final PackageOpener opener = new PackageOpener(
      DecryptionKeys.of(List.of(recipient.keys().getPrivate())),
      OpeningLimits.defaults(),
      InstantSource.system());
  private final Path folder = Files.createTempDirectory("fiks-gateway-benchmarks");
  private final byte[] message = new byte[1024];
  private final byte[] wrapped;

  Packages() throws IOException, GeneralSecurityException, OperatorCreationException {
    Cipher wrap = Cipher.getInstance("RSA/ECB/OAEPPadding");
    wrap.init(Cipher.ENCRYPT_MODE, recipient.certificate());
    wrapped = wrap.doFinal(new byte[32]);
  }

  long seal(Content content, long length) throws IOException {
    return seal(content, length, OutputStream.nullOutputStream());
  }

  private long seal(Content content, long length, OutputStream out) throws IOException {
    PackageFile file = new PackageFile(content.fileName(), null, () -> content.stream(length));
    return sealer.seal(List.of(file), recipient.certificate(), out).size();
  }

  long ksSeal(Content content, long length) throws IOException {
    return ksOfSender.encrypt(content, length, recipient, OutputStream.nullOutputStream());
  }

  /** A package to be opened. */
  Path sealedFile(Content content, long length) throws IOException {
    Path sealed = folder.resolve(content.fileName() + ".cms");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(sealed))) {
      seal(content, length, out);
    }
    return sealed;
  }

  long open(Path sealed) throws IOException {
    Path asice = folder.resolve("ours.asice");
    try (OutputStream out = Files.newOutputStream(asice)) {
      open(() -> Files.newInputStream(sealed), out);
      return Files.size(asice);
    } finally {
      Files.deleteIfExists(asice);
    }
  }

  private void open(ContentSource sealed, OutputStream out) throws IOException {
    OpenOutcome outcome = opener.open(sealed, out);
    if (!(outcome instanceof OpenOutcome.Opened)) {
      throw new IllegalStateException("A package of our own was not opened: " + outcome);
    }
  }

  long ksOpen(Path sealed) throws IOException {
    Path asice = folder.resolve("ks.asice");
    try {
      ksOfRecipient.writeDecrypted(sealed, asice);
      return Files.size(asice);
    } finally {
      Files.deleteIfExists(asice);
    }
  }

  /** What sealing cannot do without, on one core: the digest of the content and its encryption. */
  long digestAndEncrypt(Content content, long length) throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", "SunJCE");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(new byte[32], "AES"),
        new IvParameterSpec(new byte[16]));
    byte[] buffer = new byte[CEILING_BUFFER];
    byte[] encrypted = new byte[CEILING_BUFFER + 16];
    long size = 0;
    try (InputStream in = content.stream(length)) {
      for (int n = in.readNBytes(buffer, 0, buffer.length);
          n > 0;
          n = in.readNBytes(buffer, 0, buffer.length)) {
        digest.update(buffer, 0, n);
        size += cipher.update(buffer, 0, n, encrypted, 0);
      }
    }
    return size + cipher.doFinal().length + digest.digest().length;
  }

  /** A message of 1 KiB, sealed and opened in memory. */
  long sealAndOpenSmall() throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream(8 * 1024);
    PackageFile file =
        new PackageFile("melding.xml", null, () -> new ByteArrayInputStream(message));
    sealer.seal(List.of(file), recipient.certificate(), sealed);
    byte[] bytes = sealed.toByteArray();
    open(() -> new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
    return bytes.length;
  }

  /** What a message cannot do without: one signature and one decryption with an RSA-3072 private key. */
  long signAndDecrypt() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(sender.keys().getPrivate());
    signature.update(message);
    Cipher unwrap = Cipher.getInstance("RSA/ECB/OAEPPadding");
    unwrap.init(Cipher.DECRYPT_MODE, recipient.keys().getPrivate());
    return signature.sign().length + unwrap.doFinal(wrapped).length;
  }

  @Override
  public void close() throws Exception {
    ksOfSender.close();
    ksOfRecipient.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
