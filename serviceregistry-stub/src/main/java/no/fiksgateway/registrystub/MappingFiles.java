package no.fiksgateway.registrystub;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files WireMock serves from, gathered in a temporary directory: it lists directories of a plain file system only,
 * and ours are inside a jar when the stub runs by itself.
 */
final class MappingFiles implements AutoCloseable {
  private final Path directory;

  private MappingFiles(Path directory) {
    this.directory = directory;
  }

  static MappingFiles collect(@Nullable Path ownFiles) throws IOException {
    if (ownFiles != null && !Files.isDirectory(ownFiles)) {
      throw new IOException(
          "The directory with your own registry files, " + ownFiles.toAbsolutePath()
              + ", does not exist. Create it with a folder 'mappings', or leave REGISTRY_MAPPINGS unset");
    }
    MappingFiles files = new MappingFiles(Files.createTempDirectory("serviceregistry-stub"));
    try {
      files.addPackaged();
      if (ownFiles != null) {
        files.add(ownFiles);
      }
      return files;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    for (Path path : tree(directory, Comparator.reverseOrder())) {
      Files.deleteIfExists(path);
    }
  }

  private void addPackaged() throws IOException {
    URL packaged = MappingFiles.class.getResource("/registry");
    if (packaged == null) {
      throw new IllegalStateException(
          "The folder 'registry' is missing from the stub's own jar; build it again");
    }
    URI uri = asUri(packaged);
    if (uri.getScheme().equals("file")) {
      add(Path.of(uri));
      return;
    }
    String archive = uri.toString().substring(0, uri.toString().lastIndexOf("!/"));
    try (FileSystem jar = FileSystems.newFileSystem(URI.create(archive), Map.of())) {
      add(jar.getPath("/registry"));
    }
  }

  private void add(Path root) throws IOException {
    for (Path from : tree(root, Comparator.naturalOrder())) {
      Path to = directory.resolve(root.relativize(from).toString());
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static List<Path> tree(Path root, Comparator<Path> order) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted(order).toList();
    }
  }

  private static URI asUri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Cannot read the stub's own files at " + url, e);
    }
  }
}
