package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file in the memory of the operating system, however little of it anybody else asks for: there are systems that take
 * what is idle back within minutes, with memory free.
 */
final class ResidentFile implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(20);
  private static final int PART = 16 << 20;

  private final List<MappedByteBuffer> parts = new ArrayList<>();
  private final ScheduledExecutorService toucher = Executors.newSingleThreadScheduledExecutor();

  /** The one of a database; null where a server has its files, and looks after them itself. */
  static @Nullable ResidentFile of(Database database) throws IOException {
    return database.file() == null ? null : new ResidentFile(database.file());
  }

  /** Returns when all of it is there. */
  private ResidentFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (long from = 0; from < channel.size(); from += PART) {
        parts.add(channel.map(
            FileChannel.MapMode.READ_ONLY, from, Math.min(PART, channel.size() - from)));
      }
    }
    touch();
    toucher.scheduleWithFixedDelay(
        this::touch, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  /** Reads a byte of every page. */
  private void touch() {
    parts.forEach(MappedByteBuffer::load);
  }

  /** In bytes. */
  long size() {
    return parts.stream().mapToLong(MappedByteBuffer::capacity).sum();
  }

  /** How much of it is there, of one; what is there in part only does not count. */
  double resident() {
    return parts.stream().filter(MappedByteBuffer::isLoaded).count() / (double) parts.size();
  }

  @Override
  public void close() {
    toucher.shutdownNow();
  }
}
