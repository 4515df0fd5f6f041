package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories whose entries survive a power cut, and files only their owner may read. */
final class DurableFiles {
  private DurableFiles() {}

  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Elsewhere than on POSIX a new file inherits the access list of its directory. */
  static FileAttribute<?>[] ownerOnly(Path path) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** The directory a file lies in, also where its path is relative. */
  static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " is no file: it has no directory above it.");
    }
    return parent;
  }

  /** Makes the directory and those above it, and lasts: each new entry is forced to its parent. */
  static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        createDirectories(parent);
      }
      Files.createDirectories(directory);
      if (parent != null) {
        force(parent);
      }
    }
  }

  /** Makes new names in the directory last. Windows does this by itself and lets no program open a directory. */
  static void force(Path directory) throws IOException {
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
