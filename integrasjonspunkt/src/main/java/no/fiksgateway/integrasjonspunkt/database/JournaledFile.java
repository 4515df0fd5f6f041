package no.fiksgateway.integrasjonspunkt.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.h2.store.fs.disk.FilePathDisk;

/**
 * A file for H2 that a power cut leaves as it was between two groups of commits, by a journal beside it: {@code
 * jdbc:h2:journaled:...}. H2 by itself has no check value for what is inside of a chunk of its file, so it takes one for whole
 * of which only the first and the last sector have reached the disk; and it writes over what an older state needs, before the
 * newer one is on the disk. See docs/adr/0010-journal-beneath-h2.md.
 *
 * <p>Public because H2 makes them itself ({@code FilePathWrapper.create}).
 */
public final class JournaledFile extends FilePathWrapper {
  private static final String SCHEME = "journaled";
  private static final String DATABASE = ".mv.db";
  private static final String JOURNAL = ".journal";

  /**
   * Neither to have commits in the file, for which this is the longest delay in milliseconds, nor to make room in it. In the
   * URL, for H2 takes its own delay each time it opens the file, as it does again after a full disk.
   */
  private static final String NEVER_BY_ITSELF = ";WRITE_DELAY=2147483647;AUTO_COMPACT_FILL_RATE=0";

  /** Here and in db/vendor/h2/afterMigrate.sql. H2 would set what the URL says anew at each connection. */
  private static final Pattern SET_BY_THE_GATEWAY = Pattern.compile(
      "(?i);\\s*(WRITE_DELAY|RETENTION_TIME|CACHE_SIZE|AUTO_COMPACT_FILL_RATE)\\s*=[^;]*");

  /** Lets H2 know this kind of file. */
  static void register() {
    FilePath.register(new JournaledFile());
  }

  /**
   * The URL with which H2 has its file with a journal, and does not write it by itself. Others, and databases that are not in a
   * file of this process, as they are.
   */
  static String journaled(String url) {
    String h2 = "jdbc:h2:";
    if (!url.startsWith(h2)) {
      return url;
    }
    String name = url.substring(h2.length());
    boolean isFile = !name.matches("(mem|tcp|ssl|zip|" + SCHEME + "):.*|\\.(;.*)?");
    return isFile
        ? h2
            + SCHEME
            + ":"
            + SET_BY_THE_GATEWAY.matcher(name.replaceFirst("^file:", "")).replaceAll("")
            + NEVER_BY_ITSELF
        : url;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    if (!name.endsWith(DATABASE)) {
      return super.open(mode);
    }
    FilePath journal = FilePath.get(getBase() + JOURNAL);
    if (mode.equals("rw")) {
      return new JournaledChannel(name, super.open(mode), journal);
    }
    if (journal.exists()) {
      throw new IOException(name
          + " was not closed, and cannot be read before it has been opened to write: " + journal);
    }
    return super.open(mode);
  }

  /** Makes the name of a new file last. Windows does this by itself and lets no program open a directory. */
  static void makeNameDurable(FilePath file) throws IOException {
    FilePath onDisk = onDisk(file);
    if (!(onDisk instanceof FilePathDisk)) {
      return;
    }
    Path folder = Path.of(onDisk.getParent().toString());
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static FilePath onDisk(FilePath file) {
    return file instanceof FilePathWrapper wrapper ? onDisk(wrapper.unwrap()) : file;
  }
}
