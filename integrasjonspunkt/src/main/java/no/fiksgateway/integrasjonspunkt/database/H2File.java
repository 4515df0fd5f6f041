package no.fiksgateway.integrasjonspunkt.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The file of H2, by its own store and the journal beneath it. {@code CHECKPOINT SYNC} does the three steps in one go, and
 * would keep everybody from writing during all of them; the store does the second and the third while others go on, since its
 * pages never change. What fails closes the database, as it does there.
 */
final class H2File implements DatabaseFile {
  private final H2Room room = new H2Room();

  @Override
  public long take(Connection connection) throws SQLException {
    MVStore store = store(connection);
    try {
      if (isFile(store)) {
        room.makeSome(store);
      }
      long taken = store.tryCommit();
      return taken < 0 && isFile(store) ? takeInTurn(store) : taken;
    } catch (MVStoreException e) {
      throw notWritten(e);
    }
  }

  /** Where there was nothing new, or H2 was at its file itself; then it has taken, or takes, everything. */
  private static long takeInTurn(MVStore store) {
    store.executeFilestoreOperation(store::tryCommit);
    return store.getCurrentVersion();
  }

  /**
   * H2 does not go on waiting where a thread is interrupted. It takes a chunk for the last one before it has written where
   * the file begins; whoever asks how full the file is waits for that, too.
   */
  @Override
  public void write(Connection connection, long taken) throws SQLException {
    MVStore store = store(connection);
    if (!isFile(store)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      store.executeFilestoreOperation(H2File::waited);
      while (store.getFileStore().lastChunkVersion() < taken) {
        interrupted = true;
        store.executeFilestoreOperation(H2File::waited);
      }
      store.getFillRate();
      journal(store).endGroup();
    } catch (MVStoreException | IOException e) {
      throw notWritten(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The store runs it when it has written everything. */
  private static void waited() {}

  /** A file is closed where a thread is interrupted that is at it. */
  @Override
  public void force(Connection connection) throws SQLException {
    MVStore store = store(connection);
    if (!isFile(store)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      journal(store).makeGroupsDurable();
    } catch (IOException e) {
      throw notWritten(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void requireOpen(Connection connection) throws SQLException {
    if (store(connection).isClosed()) {
      throw new SQLException(
          "H2 has closed the database. What was committed last may be lost. Try again.");
    }
  }

  private static MVStore store(Connection connection) throws SQLException {
    SessionLocal session =
        (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  /** Not so in a database that is only in memory. */
  private static boolean isFile(MVStore store) {
    return store.getFileStore() != null;
  }

  private static JournaledChannel journal(MVStore store) throws SQLException {
    String name = store.getFileStore().getFileName();
    if (store.isClosed()) {
      throw new SQLException(name + " is closed, and another may be open by its name");
    }
    JournaledChannel channel = JournaledChannel.locked(name);
    if (channel == null) {
      throw new SQLException(name + " is closed, or was not opened with its journal");
    }
    return channel;
  }

  private static SQLException notWritten(Exception e) {
    return new SQLException(
        "H2 could not write its file, and closes the database: what was committed last may be lost."
            + " Look after the disk the database is on; once it can be written again the gateway goes on by itself."
            + " What was not answered can be tried again.",
        e);
  }
}
