package no.fiksgateway.integrasjonspunkt.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargePayloadTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int SIZE = 100 * MEGABYTE;

  @Test
  void aPayloadOf100MbPassesThroughAHeapOf32Mb(@TempDir Path home) throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx32m",
            "-cp",
            System.getProperty("java.class.path"),
            Roundtrip.class.getName(),
            home.toString())
        .redirectErrorStream(true)
        .start();
    try {
      String output = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      assertThat(output).contains("stored and read " + SIZE);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs in a JVM of its own. */
  static final class Roundtrip {
    public static void main(String[] args) throws IOException {
      Path home = Path.of(args[0]);
      DiskPayloadStore store = DiskPayloadStore.at(
          home.resolve("payloads"), home.resolve("key"), InstantSource.system());
      byte[] piece = PayloadStoreContract.randomBytes(MEGABYTE);
      StoredPayload stored;
      try (PayloadWriter writer = store.newPayload()) {
        for (int i = 0; i < SIZE / MEGABYTE; i++) {
          writer.write(piece);
        }
        stored = writer.commit();
      }
      try (InputStream content = store.open(stored.id())) {
        long read = content.transferTo(OutputStream.nullOutputStream());
        System.out.println("stored and read " + Math.min(stored.size(), read));
      }
    }
  }
}
