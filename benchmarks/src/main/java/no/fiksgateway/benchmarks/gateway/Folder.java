package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder below target that is emptied and removed in the end. */
record Folder(Path path) implements AutoCloseable {
  static Folder make(String name) throws IOException {
    return new Folder(Files.createTempDirectory(Files.createDirectories(target()), name + "-"));
  }

  static Path target() {
    return Path.of(System.getProperty("fiksgateway.root"), "benchmarks", "target")
        .toAbsolutePath()
        .normalize();
  }

  Folder sub(String name) throws IOException {
    return new Folder(Files.createDirectories(path.resolve(name)));
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : deepestFirst) {
      Files.deleteIfExists(one);
    }
  }
}
