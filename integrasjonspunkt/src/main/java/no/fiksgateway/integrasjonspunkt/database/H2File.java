package no.fiksgateway.integrasjonspunkt.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The file of H2, by its own store. {@code CHECKPOINT SYNC} does the three steps in one go, and would keep everybody from
 * writing during all of them; the store does the second and the third while others go on, since its pages never change. What
 * fails closes the database, as it does there.
 */
final class H2File implements DatabaseFile {
  @Override
  public long take(Connection connection) throws SQLException {
    MVStore store = store(connection);
    try {
      long taken = store.tryCommit();
      if (taken < 0 && isFile(store)) {
        // There is nothing new, or H2 is at its file itself: here its turn is waited for.
        long[] inTurn = {taken};
        store.executeFilestoreOperation(() -> inTurn[0] = store.tryCommit());
        taken = inTurn[0];
      }
      return taken;
    } catch (MVStoreException e) {
      throw notWritten(e);
    }
  }

  /** H2 does not go on waiting where a thread is interrupted. */
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
    } catch (MVStoreException e) {
      throw notWritten(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The store runs it when it has written everything. */
  private static void waited() {}

  /** H2 closes its file where a thread is interrupted that is at it. */
  @Override
  public void force(Connection connection) throws SQLException {
    boolean interrupted = Thread.interrupted();
    try {
      store(connection).sync();
    } catch (MVStoreException e) {
      throw notWritten(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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

  private static SQLException notWritten(MVStoreException e) {
    return new SQLException(
        "H2 has committed, but could not write its file: what was committed is lost if this process ends now."
            + " Look after the disk the database is on. What was not answered can be tried again.",
        e);
  }
}
