package no.fiksgateway.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.OpenOutcome;
import no.fiksgateway.asice.OpeningLimits;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageOpener;
import no.fiksgateway.asice.PackageSealer;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Seals and opens one large file, ours and KS's in turns, so that a busy moment of the machine falls on both. Sealing writes
 * to nowhere, as a socket would take it; opening reads from a file and writes the container to a file, as both are used.
 */
final class LargePackages implements AutoCloseable {

  private static final int CEILING_BUFFER = 64 * 1024;

  private final long length;
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
  private final Map<Operation, List<Double>> seconds = new LinkedHashMap<>();
  private final Map<Operation, Long> sizes = new LinkedHashMap<>();

  enum Operation {
    CEILING,
    SEAL_BINARY,
    KS_SEAL_BINARY,
    OPEN_BINARY,
    KS_OPEN_BINARY,
    SEAL_TEXT,
    KS_SEAL_TEXT,
    OPEN_TEXT,
    KS_OPEN_TEXT
  }

  LargePackages(long length)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    this.length = length;
  }

  /** Runs everything once to warm up and then so many times. */
  void run(int rounds) throws Exception {
    Content binary = Content.incompressible();
    Content text = Content.text();
    Path sealedBinary = sealedFile(binary, "binary");
    Path sealedText = sealedFile(text, "text");
    for (int round = 0; round <= rounds; round++) {
      System.err.printf("Large files, round %d of %d%n", round, rounds);
      time(round, Operation.CEILING, () -> ceiling(binary));
      time(round, Operation.SEAL_BINARY, () -> seal(binary, OutputStream.nullOutputStream()));
      time(round, Operation.KS_SEAL_BINARY, () -> ksSeal(binary));
      time(round, Operation.OPEN_BINARY, () -> open(sealedBinary));
      time(round, Operation.KS_OPEN_BINARY, () -> ksOpen(sealedBinary));
      time(round, Operation.SEAL_TEXT, () -> seal(text, OutputStream.nullOutputStream()));
      time(round, Operation.KS_SEAL_TEXT, () -> ksSeal(text));
      time(round, Operation.OPEN_TEXT, () -> open(sealedText));
      time(round, Operation.KS_OPEN_TEXT, () -> ksOpen(sealedText));
    }
  }

  /** Median throughput in MB of content (10^6 bytes) per second. */
  double throughput(Operation operation) {
    List<Double> sorted = new ArrayList<>(seconds.getOrDefault(operation, List.of()));
    Collections.sort(sorted);
    return length / 1e6 / sorted.get(sorted.size() / 2);
  }

  /** Bytes that deflate needs at its fastest level, in one stream, for the text. */
  long deflatedText() throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in =
        new DeflaterInputStream(Content.text().stream(length), deflater, buffer.length)) {
      long size = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        size += n;
      }
      return size;
    } finally {
      deflater.end();
    }
  }

  /** Bytes of ciphertext an operation wrote. */
  long size(Operation operation) {
    return sizes.getOrDefault(operation, 0L);
  }

  private interface Work {
    long run() throws Exception;
  }

  private void time(int round, Operation operation, Work work) throws Exception {
    long start = System.nanoTime();
    long size = work.run();
    double taken = (System.nanoTime() - start) / 1e9;
    if (round > 0) {
      seconds.computeIfAbsent(operation, o -> new ArrayList<>()).add(taken);
      sizes.put(operation, size);
    }
  }

  /** What sealing cannot do without, on one core: the digest of the content and its encryption. */
  private long ceiling(Content content) throws IOException, GeneralSecurityException {
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

  private long seal(Content content, OutputStream out) throws IOException {
    PackageFile file = new PackageFile(content.fileName(), null, () -> content.stream(length));
    return sealer.seal(List.of(file), recipient.certificate(), out).size();
  }

  private long ksSeal(Content content) throws IOException {
    return ksOfSender.encrypt(content, length, recipient, OutputStream.nullOutputStream());
  }

  private long open(Path sealed) throws IOException {
    Path asice = folder.resolve("ours.asice");
    try (OutputStream out = Files.newOutputStream(asice)) {
      OpenOutcome outcome = opener.open(() -> Files.newInputStream(sealed), out);
      if (!(outcome instanceof OpenOutcome.Opened)) {
        throw new IllegalStateException("A package of our own was not opened: " + outcome);
      }
    } finally {
      Files.deleteIfExists(asice);
    }
    return Files.size(sealed);
  }

  private long ksOpen(Path sealed) throws IOException {
    Path asice = folder.resolve("ks.asice");
    try {
      ksOfRecipient.writeDecrypted(sealed, asice);
    } finally {
      Files.deleteIfExists(asice);
    }
    return Files.size(sealed);
  }

  private Path sealedFile(Content content, String name) throws IOException {
    Path sealed = folder.resolve(name + ".cms");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(sealed))) {
      seal(content, out);
    }
    return sealed;
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
