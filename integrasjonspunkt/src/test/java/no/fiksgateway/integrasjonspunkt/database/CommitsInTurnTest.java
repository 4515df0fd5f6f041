package no.fiksgateway.integrasjonspunkt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class CommitsInTurnTest {
  private final HikariDataSource pool = new HikariDataSource();
  private final CountDownLatch firstCommits = new CountDownLatch(1);
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private DataSource database;

  @BeforeEach
  void aTableInADatabaseThatIsSlowToCommitTheFirstLetter() throws SQLException {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DB_CLOSE_DELAY=-1");
    pool.setDataSource(new SlowToCommit(h2));
    pool.setJdbcUrl(h2.getUrl());
    database = (DataSource) DatabaseConfiguration.commitsInTurnOnH2()
        .postProcessAfterInitialization(pool, "dataSource");
    execute("create table letter (id int primary key)");
    execute("create sequence ids");
  }

  @AfterEach
  void endThePool() {
    firstMayEnd.countDown();
    pool.close();
  }

  /** Commits as H2 does, but waits before it once the first letter has been written. */
  private final class SlowToCommit extends DelegatingDataSource {
    SlowToCommit(DataSource h2) {
      super(h2);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      return (Connection) Proxy.newProxyInstance(
          getClass().getClassLoader(),
          new Class<?>[] {Connection.class},
          (proxy, method, given) -> {
            if (method.getName().equals("commit") && firstLetterIsIn(connection)) {
              firstCommits.countDown();
              assertThat(firstMayEnd.await(10, TimeUnit.SECONDS)).isTrue();
            }
            try {
              return method.invoke(connection, given);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
    }

    private boolean firstLetterIsIn(Connection connection) throws SQLException {
      return firstCommits.getCount() > 0
          && connection
              .createStatement()
              .executeQuery("select 1 from information_schema.tables where table_name = 'LETTER'")
              .next()
          && connection
              .createStatement()
              .executeQuery("select 1 from letter where id = 1")
              .next();
    }
  }

  @Test
  void aTransactionWaitsForOneThatCommits() throws Exception {
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> writesInATransaction(1));
    assertThat(firstCommits.await(10, TimeUnit.SECONDS)).isTrue();

    Thread second = new Thread(() -> writesInATransaction(2));
    second.start();
    await().until(() -> second.getState() == Thread.State.WAITING);

    assertThat(letters()).isZero();
    firstMayEnd.countDown();
    first.get(10, TimeUnit.SECONDS);
    second.join(10_000);
    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void aStatementThatCommitsByItselfWaits() throws Exception {
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> writesInATransaction(1));
    assertThat(firstCommits.await(10, TimeUnit.SECONDS)).isTrue();

    Thread second =
        new Thread(() -> new JdbcTemplate(database).update("insert into letter values (2)"));
    second.start();
    await().until(() -> second.getState() == Thread.State.WAITING);

    firstMayEnd.countDown();
    first.get(10, TimeUnit.SECONDS);
    second.join(10_000);
    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void whatDrawsFromASequenceWaits() throws Exception {
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> writesInATransaction(1));
    assertThat(firstCommits.await(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Integer> drawn = new CompletableFuture<>();
    Thread second = new Thread(() -> drawn.complete(
        new JdbcTemplate(database).queryForObject("select next value for ids", Integer.class)));
    second.start();
    await().until(() -> second.getState() == Thread.State.WAITING);

    firstMayEnd.countDown();
    first.get(10, TimeUnit.SECONDS);
    assertThat(drawn.get(10, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void twoTransactionsWriteAtTheSameTime() throws Exception {
    try (Connection first = database.getConnection()) {
      first.setAutoCommit(false);
      first.createStatement().execute("insert into letter values (3)");
      CompletableFuture.runAsync(() -> writesInATransaction(4)).get(10, TimeUnit.SECONDS);
      assertThat(letters()).isEqualTo(1);
      first.commit();
    }
    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void whatIsGivenUpIsNotThere() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("insert into letter values (3)");
    }
    assertThat(letters()).isZero();
  }

  @Test
  void aStatementThatFailsLeavesItsConnectionAsItWas() throws SQLException {
    execute("insert into letter values (3)");
    try (Connection connection = database.getConnection()) {
      assertThatThrownBy(
              () -> connection.createStatement().execute("insert into letter values (3)"))
          .isInstanceOf(SQLException.class);
      assertThat(connection.getAutoCommit()).isTrue();
      connection.createStatement().execute("insert into letter values (4)");
    }
    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void aDrawThatFailsKeepsNobodyWaiting() throws Exception {
    assertThatThrownBy(() -> execute("select next value for no_such_sequence"))
        .isInstanceOf(SQLException.class);
    CompletableFuture.runAsync(() -> writesInATransaction(3)).get(10, TimeUnit.SECONDS);
    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void aCommitThatFailsKeepsNobodyWaiting() throws Exception {
    Connection ended = database.getConnection();
    ended.close();
    assertThatThrownBy(ended::commit).isInstanceOf(SQLException.class);
    CompletableFuture.runAsync(() -> writesInATransaction(3)).get(10, TimeUnit.SECONDS);
    assertThat(letters()).isEqualTo(1);
  }

  private void writesInATransaction(int id) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("insert into letter values (" + id + ")");
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute(sql);
    }
  }

  private Integer letters() {
    return new JdbcTemplate(database).queryForObject("select count(*) from letter", Integer.class);
  }
}
