package no.fiksgateway.integrasjonspunkt.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.message.DbException;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channel of a {@link JournaledFile}. What is written is in memory until it is synchronised; then it goes to the journal,
 * and from there to the file.
 */
final class JournaledChannel extends FileBase {
  private static final Logger LOG = LoggerFactory.getLogger(JournaledChannel.class);

  private static final int BLOCK = UnwrittenBlocks.BLOCK;

  /** H2 has two blocks with where to begin reading, and writes them after the chunk they point to. */
  private static final long FIRST_CHUNK = 2 * BLOCK;

  /** Bytes of the journal after which the file is synchronised itself. */
  private static final long LONG_JOURNAL = 64 << 20;

  /** Blocks that H2 may write in one go, which it does where it makes an index of many rows, before they go to the file. */
  private static final int MANY_BLOCKS = (32 << 20) / BLOCK;

  /** By H2's name of the file. */
  private static final Map<String, JournaledChannel> LOCKED = new ConcurrentHashMap<>();

  private final String name;
  private final FileChannel file;
  private final FilePath journalFile;

  /** Whoever holds it keeps H2 from writing, as a test does. */
  final UnwrittenBlocks unwritten = new UnwrittenBlocks();

  private final Object synchronising = new Object();
  private @Nullable Lock lock;
  private @Nullable Journal journal;
  private volatile @Nullable Throwable failure;
  private volatile long size;
  private long position;

  JournaledChannel(String name, FileChannel file, FilePath journalFile) throws IOException {
    this.name = name;
    this.file = file;
    this.journalFile = journalFile;
    this.size = file.size();
  }

  /** The one by which a database is open. */
  static @Nullable JournaledChannel locked(String name) {
    return LOCKED.get(name);
  }

  /** H2 locks the file before it reads or writes anything. Whoever has the lock makes good what a power cut has left. */
  @Override
  public @Nullable FileLock tryLock(long from, long length, boolean shared) throws IOException {
    FileLock locked = file.tryLock(from, length, shared);
    if (locked == null) {
      return null;
    }
    recover();
    LOCKED.put(name, this);
    lock = new Lock(this, locked);
    return lock;
  }

  /** Ends the journal before another process may have the file. */
  private static final class Lock extends FileLock {
    private final JournaledChannel channel;
    private final FileLock locked;

    Lock(JournaledChannel channel, FileLock locked) {
      super(channel, locked.position(), locked.size(), locked.isShared());
      this.channel = channel;
      this.locked = locked;
    }

    @Override
    public boolean isValid() {
      return locked.isValid();
    }

    @Override
    public void release() throws IOException {
      try {
        channel.endJournal();
      } finally {
        locked.release();
      }
    }
  }

  private void recover() throws IOException {
    journal = new Journal(journalFile.open("rw"));
    JournaledFile.makeNameDurable(journalFile);
    int groups = journal.replay(file);
    if (groups > 0) {
      LOG.info(
          "{} was not closed. {} groups of commits have come to it from its journal.",
          name,
          groups);
    }
    settle();
    size = file.size();
  }

  /**
   * What has not been made durable is not brought to the file now, for it may be half of what belongs together. Where
   * something could not be written the journal stays for the next who opens the file.
   */
  private void endJournal() throws IOException {
    synchronized (synchronising) {
      LOCKED.remove(name, this);
      Journal ending = journal;
      if (ending == null) {
        return;
      }
      journal = null;
      try (ending) {
        if (failure != null) {
          return;
        }
        file.force(true);
        ending.restart();
      }
      deleteJournal();
    }
  }

  /** Its groups are unreadable by now, so it does no harm where it stays. */
  private void deleteJournal() {
    try {
      journalFile.delete();
    } catch (DbException e) {
      LOG.warn(
          "{} could not be deleted. It is of no use, and the next start begins it anew.",
          journalFile,
          e);
    }
  }

  /** The file has everything from the journal now, and would survive a power cut. */
  private void settle() throws IOException {
    file.force(true);
    journal().restart();
  }

  private Journal journal() throws IOException {
    Journal opened = journal;
    if (opened == null) {
      throw new IOException("The database's file is not locked");
    }
    return opened;
  }

  /** Puts what has been written since the last group together to one that goes to the file whole or not at all. */
  void endGroup() throws IOException {
    requireNoFailure();
    orFail(unwritten::endGroup);
  }

  /** Returns when all groups that have ended would survive a power cut. */
  void makeGroupsDurable() throws IOException {
    synchronized (synchronising) {
      requireNoFailure();
      orFail(() -> {
        SortedMap<Long, UnwrittenBlocks.Block> group = unwritten.takeEnded();
        if (!group.isEmpty()) {
          List<Journal.Write> writes = UnwrittenBlocks.inOneGo(group);
          journal().append(writes);
          for (Journal.Write write : writes) {
            write.to(file);
          }
          unwritten.areWritten(group);
          if (journal().length() >= LONG_JOURNAL) {
            settle();
          }
        }
      });
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Nobody knows how far a step has come that fails. After it nothing is written any more until the file is opened anew. */
  private void orFail(Step step) throws IOException {
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw e;
    }
  }

  /** Where a thread was interrupted that read the file, it is closed, and others may have locked it. */
  private void requireNoFailure() throws IOException {
    if (failure != null) {
      throw new IOException("Could not be written before", failure);
    }
    if (!file.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int write(ByteBuffer source, long to) throws IOException {
    requireNoFailure();
    if (to >= FIRST_CHUNK && unwritten.count() > MANY_BLOCKS) {
      force(true);
    }
    byte[] bytes = new byte[source.remaining()];
    if (to % BLOCK != 0 || bytes.length % BLOCK != 0) {
      throw new IOException("Not whole blocks: " + bytes.length + " bytes from " + to + " on");
    }
    source.get(bytes);
    unwritten.put(to / BLOCK, bytes);
    size = Math.max(size, to + bytes.length);
    return bytes.length;
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    long there = size - from;
    if (there <= 0) {
      return -1;
    }
    int length = (int) Math.min(target.remaining(), there);
    ByteBuffer part = target.slice(target.position(), length);
    readWhatIsThere(part, from);
    target.position(target.position() + length);
    return length;
  }

  private void readWhatIsThere(ByteBuffer target, long from) throws IOException {
    long at = from;
    while (target.hasRemaining()) {
      long number = at / BLOCK;
      int within = (int) (at % BLOCK);
      UnwrittenBlocks.Block block = unwritten.at(number);
      int length;
      if (block != null) {
        length = Math.min(target.remaining(), BLOCK - within);
        block.copy(within, target, length);
      } else {
        long written = unwritten.firstAfter(number) * BLOCK - at;
        length = (int) Math.min(target.remaining(), written);
        readFile(target, at, length);
      }
      at += length;
    }
  }

  /** Where the file ends before, there are zeros. */
  private void readFile(ByteBuffer target, long from, int length) throws IOException {
    ByteBuffer part = target.slice(target.position(), length);
    while (part.hasRemaining() && file.read(part, from + part.position()) >= 0) {
      // until all of it is here
    }
    while (part.hasRemaining()) {
      part.put((byte) 0);
    }
    target.position(target.position() + length);
  }

  /** H2 itself wants it so where it makes its file smaller, and where it closes it. */
  @Override
  public void force(boolean metaData) throws IOException {
    endGroup();
    makeGroupsDurable();
  }

  /** H2 looks for the newest chunk at the end, so nothing may come after what is no longer there. */
  @Override
  public FileChannel truncate(long newSize) throws IOException {
    if (newSize < size) {
      synchronized (synchronising) {
        force(true);
        orFail(this::settle);
        file.truncate(newSize);
        orFail(() -> file.force(true));
        size = newSize;
      }
    }
    return this;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    try (file) {
      if (lock != null) {
        lock.release();
      }
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    int length = read(target, position);
    position += Math.max(0, length);
    return length;
  }

  /** H2 always says where it writes. */
  @Override
  public int write(ByteBuffer source) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized long position() {
    return position;
  }

  @Override
  public synchronized FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }
}
