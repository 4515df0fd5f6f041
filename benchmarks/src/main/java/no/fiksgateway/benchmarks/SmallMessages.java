package no.fiksgateway.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.crypto.Cipher;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.OpenOutcome;
import no.fiksgateway.asice.OpeningLimits;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageOpener;
import no.fiksgateway.asice.PackageSealer;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Seals and opens messages of 1 KiB on one thread, in turns with what neither can do without: one signature and one
 * decryption with an RSA-3072 private key.
 */
final class SmallMessages {

  private static final int BATCH = 20;
  private static final int WARM_UP_BATCHES = 40;

  private final byte[] message = new byte[1024];
  private final Party sender = Party.create("Avsender");
  private final Party recipient = Party.create("Mottaker");
  private final PackageSealer sealer =
      new PackageSealer(sender.virksomhetssertifikat(), InstantSource.system());
  private final PackageOpener opener = new PackageOpener(
      DecryptionKeys.of(List.of(recipient.keys().getPrivate())),
      OpeningLimits.defaults(),
      InstantSource.system());
  private final byte[] wrapped;
  private final List<Double> messages = new ArrayList<>();
  private final List<Double> bounds = new ArrayList<>();

  SmallMessages() throws GeneralSecurityException, OperatorCreationException {
    Cipher wrap = Cipher.getInstance("RSA/ECB/OAEPPadding");
    wrap.init(Cipher.ENCRYPT_MODE, recipient.certificate());
    wrapped = wrap.doFinal(new byte[32]);
  }

  void run(int batches) throws IOException, GeneralSecurityException {
    System.err.printf("Small messages, %d batches%n", batches);
    for (int i = 0; i < WARM_UP_BATCHES + batches; i++) {
      long start = System.nanoTime();
      for (int n = 0; n < BATCH; n++) {
        sealAndOpen();
      }
      long between = System.nanoTime();
      for (int n = 0; n < BATCH; n++) {
        signAndDecrypt();
      }
      long end = System.nanoTime();
      if (i >= WARM_UP_BATCHES) {
        messages.add(BATCH * 1e9 / (between - start));
        bounds.add(BATCH * 1e9 / (end - between));
      }
    }
  }

  /** Messages sealed and opened per second, median of the batches. */
  double messagesPerSecond() {
    return median(messages);
  }

  /** Pairs of private key operations per second, median of the batches. */
  double boundPerSecond() {
    return median(bounds);
  }

  private void sealAndOpen() throws IOException {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream(8 * 1024);
    PackageFile file =
        new PackageFile("melding.xml", null, () -> new ByteArrayInputStream(message));
    sealer.seal(List.of(file), recipient.certificate(), sealed);
    byte[] bytes = sealed.toByteArray();
    OpenOutcome outcome =
        opener.open(() -> new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
    if (!(outcome instanceof OpenOutcome.Opened)) {
      throw new IllegalStateException("A package of our own was not opened: " + outcome);
    }
  }

  private void signAndDecrypt() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(sender.keys().getPrivate());
    signature.update(message);
    Cipher unwrap = Cipher.getInstance("RSA/ECB/OAEPPadding");
    unwrap.init(Cipher.DECRYPT_MODE, recipient.keys().getPrivate());
    if (signature.sign().length != 384 || unwrap.doFinal(wrapped).length != 32) {
      throw new IllegalStateException("The private key operations went wrong");
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
