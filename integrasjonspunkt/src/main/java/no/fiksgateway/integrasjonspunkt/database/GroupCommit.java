package no.fiksgateway.integrasjonspunkt.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.util.ConcurrentLruCache;

/**
 * Makes commits durable in groups, each taken at a moment in which nobody writes.
 *
 * <p>H2 writes its file by collecting the changed tables one after the other, while others go on (H2 2.4.240, {@code
 * MVStore.collectChangedMapRoots}). Whoever commits meanwhile is in some of them and not in the others, and what a
 * transaction has changed may be there without what would take it back. So H2 is told not to write by itself
 * ({@link JournaledFile#journaled}). A transaction commits in memory, and does not return before the file has been written
 * and synchronised; one writes for all who have committed by then, and one synchronises for all that is written, while the
 * next is writing. See docs/adr/0009-group-commit-on-h2.md.
 */
class GroupCommit implements QueryExecutionListener, MethodExecutionListener {
  private static final int STATEMENTS = 2000;

  /** Entered for each statement that writes and for each end of a transaction that has written. */
  private final WriteGate writing = new WriteGate();

  private final AtomicLong committed = new AtomicLong();
  private final OneForAll inFile = new OneForAll();
  private final OneForAll onDisk = new OneForAll();
  private final DatabaseFile file;

  /** Connections whose transaction has written. */
  private final Set<String> written = ConcurrentHashMap.newKeySet();

  /** Connections that commit by themselves, while one of their statements writes. */
  private final Set<String> committedHere = ConcurrentHashMap.newKeySet();

  private final ConcurrentLruCache<String, Boolean> writes =
      new ConcurrentLruCache<>(STATEMENTS, GroupCommit::writes);

  GroupCommit(DatabaseFile file) {
    this.file = file;
  }

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    if (!anyWrites(queries)) {
      return;
    }
    try {
      Connection connection = execution.getStatement().getConnection();
      if (connection.getAutoCommit()) {
        connection.setAutoCommit(false);
        committedHere.add(execution.getConnectionId());
      } else {
        written.add(execution.getConnectionId());
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("Before a statement that writes", null, e);
    }
    writing.enter();
  }

  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    if (!anyWrites(queries)) {
      return;
    }
    writing.leave();
    if (committedHere.remove(execution.getConnectionId())) {
      try {
        end(execution.getStatement().getConnection(), execution.isSuccess());
      } catch (SQLException e) {
        throw new UncategorizedSQLException("After a statement that commits by itself", null, e);
      }
    }
  }

  private void end(Connection connection, boolean isSuccess) throws SQLException {
    writing.enter();
    try {
      if (isSuccess) {
        connection.commit();
      } else {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    } finally {
      writing.leave();
    }
    if (isSuccess) {
      makeDurable(connection);
    }
  }

  @Override
  public void beforeMethod(MethodExecutionContext call) {
    if (endsTransaction(call)) {
      writing.enter();
    }
  }

  @Override
  public void afterMethod(MethodExecutionContext call) {
    if (!endsTransaction(call)) {
      return;
    }
    writing.leave();
    if (call.getThrown() != null) {
      return;
    }
    written.remove(call.getConnectionInfo().getConnectionId());
    if (commits(call)) {
      try {
        makeDurable((Connection) call.getTarget());
      } catch (SQLException e) {
        throw new UncategorizedSQLException("After a commit", null, e);
      }
    }
  }

  /** Of a transaction that has written. The pool rolls back what is given back unfinished. */
  private boolean endsTransaction(MethodExecutionContext call) {
    if (!(call.getTarget() instanceof Connection)
        || !written.contains(call.getConnectionInfo().getConnectionId())) {
      return false;
    }
    return commits(call)
        || switch (call.getMethod().getName()) {
          case "close" -> true;
          case "rollback" -> call.getMethod().getParameterCount() == 0;
          default -> false;
        };
  }

  private static boolean commits(MethodExecutionContext call) {
    return switch (call.getMethod().getName()) {
      case "commit" -> true;
      case "setAutoCommit" -> Boolean.TRUE.equals(call.getMethodArgs()[0]);
      default -> false;
    };
  }

  private void makeDurable(Connection connection) throws SQLException {
    long mine = committed.incrementAndGet();
    inFile.upTo(mine, () -> write(connection));
    onDisk.upTo(mine, () -> force(connection));
    file.requireOpen(connection);
  }

  private long write(Connection connection) throws SQLException {
    long upTo;
    long taken;
    writing.shut();
    try {
      upTo = committed.get();
      taken = file.take(connection);
    } finally {
      writing.open();
    }
    file.write(connection, taken);
    return upTo;
  }

  private long force(Connection connection) throws SQLException {
    long upTo = inFile.done();
    file.force(connection);
    return upTo;
  }

  private boolean anyWrites(List<QueryInfo> queries) {
    for (QueryInfo query : queries) {
      if (writes.get(query.getQuery())) {
        return true;
      }
    }
    return false;
  }

  /** To H2, locking a row and drawing from a sequence is writing, too. */
  private static boolean writes(String sql) {
    String statement = sql.strip().toLowerCase(Locale.ROOT);
    return !statement.startsWith("select")
        || statement.contains("for update")
        || statement.contains("next value for")
        || statement.contains("nextval");
  }
}
