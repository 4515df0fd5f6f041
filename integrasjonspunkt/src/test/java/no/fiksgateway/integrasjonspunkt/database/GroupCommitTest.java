package no.fiksgateway.integrasjonspunkt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class GroupCommitTest {
  private final HikariDataSource pool = new HikariDataSource();
  private final Disk disk = new Disk();
  private DataSource database;

  @BeforeEach
  void twoTablesAndASequence() throws SQLException {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID()
        + ";MODE=PostgreSQL;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
    pool.setDataSource(new OnDisk(h2));
    pool.setJdbcUrl(h2.getUrl());
    database = (DataSource)
        DatabaseConfiguration.groupCommitOnH2().postProcessAfterInitialization(pool, "dataSource");
    execute("create table letter (id int primary key)");
    execute("create table stamp (id int primary key, uses int)");
    execute("insert into stamp values (1, 0)");
    execute("create sequence ids");
    disk.written.set(0);
  }

  @AfterEach
  void endThePool() {
    disk.mayGoOn.countDown();
    pool.close();
  }

  /** What happens when the database is to write its file. */
  private static class Disk {
    final AtomicInteger written = new AtomicInteger();
    final CountDownLatch isWriting = new CountDownLatch(1);
    final CountDownLatch mayGoOn = new CountDownLatch(1);
    volatile boolean isSlow;
    volatile boolean isFull;

    void write() throws SQLException, InterruptedException {
      written.incrementAndGet();
      if (isFull) {
        throw new SQLException("No space left");
      }
      if (isSlow) {
        isWriting.countDown();
        assertThat(mayGoOn.await(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private final class OnDisk extends DelegatingDataSource {
    OnDisk(DataSource h2) {
      super(h2);
    }

    @Override
    public Connection getConnection() throws SQLException {
      return watched(super.getConnection(), Connection.class);
    }

    private <T> T watched(T target, Class<T> type) {
      return type.cast(Proxy.newProxyInstance(
          getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
            if (method.getName().equals("execute") && given[0].equals("checkpoint sync")) {
              disk.write();
            }
            try {
              Object answer = method.invoke(target, given);
              return answer instanceof Statement statement && given == null
                  ? watched(statement, Statement.class)
                  : answer;
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          }));
    }
  }

  private interface Work {
    void run() throws SQLException;
  }

  private record Running(Thread thread, FutureTask<Void> task) {
    void ends() throws Exception {
      task.get(10, TimeUnit.SECONDS);
    }

    boolean waits() {
      return thread.getState() == Thread.State.WAITING;
    }
  }

  private static Running start(Work work) {
    FutureTask<Void> task = new FutureTask<>(() -> {
      work.run();
      return null;
    });
    Thread thread = new Thread(task);
    thread.start();
    return new Running(thread, task);
  }

  @Test
  void aCommitReturnsOnceTheFileIsWritten() throws Exception {
    returnsOnceTheFileIsWritten(() -> inATransaction("insert into letter values (1)"));
  }

  @Test
  void aStatementThatCommitsByItselfReturnsOnceTheFileIsWritten() throws Exception {
    returnsOnceTheFileIsWritten(() -> execute("insert into letter values (1)"));
  }

  private void returnsOnceTheFileIsWritten(Work work) throws Exception {
    disk.isSlow = true;
    Running first = start(work);
    assertThat(disk.isWriting.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(first.task.isDone()).isFalse();
    disk.mayGoOn.countDown();
    first.ends();
    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void whoOnlyReadsWritesNoFileAndWaitsForNobody() throws Exception {
    inATransaction("select count(*) from letter");
    execute("select count(*) from letter");
    assertThat(disk.written).hasValue(0);

    disk.isSlow = true;
    Running writer = start(() -> inATransaction("insert into letter values (1)"));
    assertThat(disk.isWriting.await(10, TimeUnit.SECONDS)).isTrue();
    start(() -> inATransaction("select count(*) from letter")).ends();
    disk.mayGoOn.countDown();
    writer.ends();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into letter values (2)",
        "select next value for ids",
        "select * from stamp for update"
      })
  void nobodyWritesDrawsFromASequenceOrLocksARowWhileTheFileIsWritten(String sql) throws Exception {
    try (Connection open = begun("select 1")) {
      whileTheFileIsWritten(() -> open.createStatement().execute(sql));
    }
  }

  @Test
  void noStatementCommitsByItselfWhileTheFileIsWritten() throws Exception {
    whileTheFileIsWritten(() -> execute("insert into letter values (2)"));
    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void nothingIsTakenBackWhileTheFileIsWritten() throws Exception {
    try (Connection open = begun("insert into letter values (2)")) {
      whileTheFileIsWritten(open::rollback);
    }
    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void nothingIsGivenBackUnfinishedWhileTheFileIsWritten() throws Exception {
    Connection open = begun("insert into letter values (2)");
    whileTheFileIsWritten(open::close);
    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void nothingIsCommittedWhileTheFileIsWritten() throws Exception {
    try (Connection open = begun("insert into letter values (2)")) {
      whileTheFileIsWritten(open::commit);
    }
    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void toTurnAutomaticCommitsOnIsToCommit() throws Exception {
    try (Connection open = begun("insert into letter values (2)")) {
      whileTheFileIsWritten(() -> open.setAutoCommit(true));
    }
    assertThat(letters()).isEqualTo(2);
    assertThat(disk.written).hasValue(2);
  }

  @Test
  void toGoBackToASavepointIsNotTheEnd() throws Exception {
    try (Connection open = begun("insert into letter values (2)")) {
      open.rollback(open.setSavepoint());
      whileTheFileIsWritten(open::commit);
    }
    assertThat(letters()).isEqualTo(2);
  }

  private void whileTheFileIsWritten(Work work) throws Exception {
    disk.isSlow = true;
    Running first = start(() -> inATransaction("insert into letter values (1)"));
    assertThat(disk.isWriting.await(10, TimeUnit.SECONDS)).isTrue();
    Running second = start(work);
    await().until(second::waits);
    assertThat(letters()).as("the first, and nothing of the second").isEqualTo(1);
    disk.mayGoOn.countDown();
    first.ends();
    second.ends();
  }

  @Test
  void theFileIsNotWrittenWhileAStatementIsAtItAndThenOnceForAll() throws Exception {
    List<Running> committing = new ArrayList<>();
    try (Connection owner = begun("update stamp set uses = 1")) {
      Running waitsForTheRow = start(() -> inATransaction("update stamp set uses = 2"));
      await().until(() -> waitsForTheRow.thread.getState() == Thread.State.TIMED_WAITING);
      for (int id = 1; id <= 5; id++) {
        String insert = "insert into letter values (" + id + ")";
        committing.add(start(() -> inATransaction(insert)));
      }
      for (Running letter : committing) {
        await().until(letter::waits);
      }
      assertThat(disk.written).hasValue(0);
      owner.commit();
      waitsForTheRow.ends();
    }
    for (Running letter : committing) {
      letter.ends();
    }
    assertThat(disk.written.get()).as("for seven commits").isBetween(1, 3);
    assertThat(letters()).isEqualTo(5);
  }

  @Test
  void whatCouldNotBeWrittenIsNotSaidToBeCommitted() throws Exception {
    disk.isFull = true;
    assertThatThrownBy(() -> inATransaction("insert into letter values (1)"))
        .hasStackTraceContaining("Look after the disk the database is on")
        .rootCause()
        .hasMessage("No space left");
    assertThatThrownBy(() -> execute("insert into letter values (2)"))
        .rootCause()
        .hasMessage("No space left");
    disk.isFull = false;
    start(() -> inATransaction("insert into letter values (3)")).ends();
  }

  @Test
  void whatIsGivenUpIsNotThere() throws SQLException {
    begun("insert into letter values (3)").close();
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
  void aStatementThatFailsKeepsNobodyWaiting() throws Exception {
    assertThatThrownBy(() -> execute("select next value for no_such_sequence"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> inATransaction("insert into no_such_table values (1)"))
        .isInstanceOf(SQLException.class);
    start(() -> inATransaction("insert into letter values (3)")).ends();
  }

  @Test
  void aCommitThatFailsKeepsNobodyWaiting() throws Exception {
    Connection ended = begun("insert into letter values (3)");
    ended.close();
    assertThatThrownBy(ended::commit).isInstanceOf(SQLException.class);
    start(() -> inATransaction("insert into letter values (3)")).ends();
  }

  private Connection begun(String sql) throws SQLException {
    Connection connection = database.getConnection();
    connection.setAutoCommit(false);
    connection.createStatement().execute(sql);
    return connection;
  }

  private void inATransaction(String sql) throws SQLException {
    try (Connection connection = begun(sql)) {
      connection.commit();
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
