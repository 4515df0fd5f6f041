package no.fiksgateway.simulator.platform;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import no.fiksgateway.simulator.queue.Body;

/** Where message bodies are kept: small ones in memory, the others in files of a directory that ends with the store. */
public final class BodyStore implements Closeable {
  /** Bytes a body may have to stay in memory. */
  public static final int IN_MEMORY = 16 * 1024;

  /** Produces the bytes of a body. */
  public interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  private final Path directory;

  public BodyStore() throws IOException {
    directory = Files.createTempDirectory("fiks-simulator");
  }

  /** Where a large upload may be put before it becomes a body. */
  public Path directory() {
    return directory;
  }

  /** Keeps what the source writes; keeps nothing if the source fails. */
  public Body keep(Source source) throws IOException {
    Spool spool = new Spool();
    try (spool) {
      source.writeTo(spool);
    } catch (IOException | RuntimeException e) {
      spool.discard();
      throw e;
    }
    return spool.body();
  }

  /** Makes a file in {@link #directory} a body; the store deletes it from now on. */
  public Body adopt(Path file) throws IOException {
    return new FileBody(file, Files.size(file));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> left = Files.list(directory)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }

  private record FileBody(Path file, long size) implements Body {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public void delete() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete the stored body " + file, e);
      }
    }
  }

  /** Collects in memory, and moves to a file when that grows too large. */
  private final class Spool extends OutputStream {
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private OutputStream target = memory;
    private Path file = directory;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (target == memory && memory.size() + length > IN_MEMORY) {
        file = Files.createTempFile(directory, "body", null);
        target = Files.newOutputStream(file);
        memory.writeTo(target);
      }
      target.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      target.close();
    }

    Body body() throws IOException {
      return target == memory ? Body.of(memory.toByteArray()) : adopt(file);
    }

    void discard() throws IOException {
      if (target != memory) {
        Files.deleteIfExists(file);
      }
    }
  }
}
