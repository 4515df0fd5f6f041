package no.fiksgateway.integrasjonspunkt.database;

import java.sql.Connection;
import java.sql.SQLException;

/** The file of a database, which becomes what the database is in three steps. */
interface DatabaseFile {
  /**
   * Takes note of what all tables hold at this moment; nobody may write meanwhile. After it others may, and change nothing
   * of what was taken.
   *
   * @return the number of what was taken, higher each time
   */
  long take(Connection connection) throws SQLException;

  /** Returns when what was taken has been written. */
  void write(Connection connection, long taken) throws SQLException;

  /** Returns when all that has been written would survive a power cut. */
  void force(Connection connection) throws SQLException;

  /**
   * Throws where the database has been closed meanwhile. Another one may be open in its place by then, which was opened without
   * what could not be written.
   */
  void requireOpen(Connection connection) throws SQLException;
}
