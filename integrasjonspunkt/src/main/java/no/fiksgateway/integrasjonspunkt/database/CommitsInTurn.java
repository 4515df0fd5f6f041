package no.fiksgateway.integrasjonspunkt.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * One commit at a time. Nothing else is waited for by whoever has its turn, so that no two can wait for each other.
 *
 * <p>H2 writes a commit by collecting the changed tables one after the other, and another transaction that commits in
 * between is in some of them and not in the others (H2 2.4.240, {@code MVStore.collectChangedMapRoots}). A process that
 * dies before the next commit is written leaves half of it. What has not committed it mends when it opens the file. See
 * docs/adr/0009-commits-in-turn-on-h2.md.
 */
class CommitsInTurn implements QueryExecutionListener, MethodExecutionListener {
  private static final int KEYWORD = "select".length();

  private final ReentrantLock turn = new ReentrantLock();

  /** Connections that commit by themselves, while one of their statements writes. */
  private final Set<String> committedHere = ConcurrentHashMap.newKeySet();

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    if (drawsFromSequence(queries)) {
      // H2 commits what it has drawn in a transaction of its own.
      turn.lock();
      return;
    }
    if (queries.stream().noneMatch(query -> writes(query.getQuery()))) {
      return;
    }
    try {
      Connection connection = execution.getStatement().getConnection();
      if (connection.getAutoCommit()) {
        connection.setAutoCommit(false);
        committedHere.add(execution.getConnectionId());
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("Before a statement that commits by itself", null, e);
    }
  }

  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    if (drawsFromSequence(queries)) {
      turn.unlock();
    } else if (committedHere.remove(execution.getConnectionId())) {
      try {
        end(execution.getStatement().getConnection(), execution.isSuccess());
      } catch (SQLException e) {
        throw new UncategorizedSQLException("After a statement that commits by itself", null, e);
      }
    }
  }

  private void end(Connection connection, boolean isSuccess) throws SQLException {
    turn.lock();
    try {
      if (isSuccess) {
        connection.commit();
      } else {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void beforeMethod(MethodExecutionContext call) {
    if (isCommit(call)) {
      turn.lock();
    }
  }

  @Override
  public void afterMethod(MethodExecutionContext call) {
    if (isCommit(call)) {
      turn.unlock();
    }
  }

  /** Turning automatic commits on is one. */
  private static boolean isCommit(MethodExecutionContext call) {
    return call.getTarget() instanceof Connection
        && (call.getMethod().getName().equals("commit")
            || call.getMethod().getName().equals("setAutoCommit"));
  }

  private static boolean drawsFromSequence(List<QueryInfo> queries) {
    return queries.stream()
        .map(query -> query.getQuery().toLowerCase(Locale.ROOT))
        .anyMatch(sql -> sql.contains("next value for") || sql.contains("nextval"));
  }

  /** To H2, locking a row is writing, too. */
  private static boolean writes(String sql) {
    return !sql.stripLeading().regionMatches(true, 0, "select", 0, KEYWORD)
        || sql.toLowerCase(Locale.ROOT).contains("for update");
  }
}
