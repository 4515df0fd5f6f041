package no.fiksgateway.integrasjonspunkt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class GroupCommitTest {
  private final HikariDataSource pool = new HikariDataSource();
  private final Disk disk = new Disk();
  private DataSource database;

  @BeforeEach
  void twoTablesAndASequence() throws SQLException {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID()
        + ";MODE=PostgreSQL;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
    pool.setDataSource(h2);
    pool.setJdbcUrl(h2.getUrl());
    database = DatabaseConfiguration.inGroups(pool, disk);
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

  /** Of the three steps in which a commit becomes durable, the one that is in doubt. */
  private enum Step {
    TAKE,
    WRITE,
    FORCE
  }

  /** A file that is not there, where each step can be watched. */
  private static final class Disk implements DatabaseFile {
    final AtomicInteger written = new AtomicInteger();
    final CountDownLatch isAtIt = new CountDownLatch(1);
    final CountDownLatch mayGoOn = new CountDownLatch(1);
    volatile boolean isClosed;
    volatile @Nullable Step slow;
    volatile @Nullable Step failing;

    @Override
    public long take(Connection connection) throws SQLException {
      step(Step.TAKE);
      return written.get();
    }

    @Override
    public void write(Connection connection, long taken) throws SQLException {
      written.incrementAndGet();
      step(Step.WRITE);
    }

    @Override
    public void force(Connection connection) throws SQLException {
      step(Step.FORCE);
    }

    @Override
    public void requireOpen(Connection connection) throws SQLException {
      if (isClosed) {
        throw new SQLException("Closed");
      }
    }

    private void step(Step step) throws SQLException {
      if (step == failing) {
        throw new SQLException("No space left");
      }
      if (step == slow) {
        isAtIt.countDown();
        assertThat(awaitUninterruptibly(mayGoOn)).isTrue();
      }
    }

    private static boolean awaitUninterruptibly(CountDownLatch latch) {
      try {
        return latch.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
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

  @ParameterizedTest
  @EnumSource
  void aCommitReturnsOnceItIsOnTheDisk(Step step) throws Exception {
    returnsAfter(step, () -> inATransaction("insert into letter values (1)"));
  }

  @ParameterizedTest
  @EnumSource
  void aStatementThatCommitsByItselfReturnsOnceItIsOnTheDisk(Step step) throws Exception {
    returnsAfter(step, () -> execute("insert into letter values (1)"));
  }

  private void returnsAfter(Step step, Work work) throws Exception {
    disk.slow = step;
    Running first = start(work);
    assertThat(disk.isAtIt.await(10, TimeUnit.SECONDS)).isTrue();
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

    disk.slow = Step.TAKE;
    Running writer = start(() -> inATransaction("insert into letter values (1)"));
    assertThat(disk.isAtIt.await(10, TimeUnit.SECONDS)).isTrue();
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
  void nobodyWritesDrawsFromASequenceOrLocksARowWhileTheTablesAreTaken(String sql)
      throws Exception {
    try (Connection open = begun("select 1")) {
      whileTheTablesAreTaken(() -> open.createStatement().execute(sql));
    }
  }

  @Test
  void noStatementCommitsByItselfWhileTheTablesAreTaken() throws Exception {
    whileTheTablesAreTaken(() -> execute("insert into letter values (2)"));
    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void nothingIsTakenBackWhileTheTablesAreTaken() throws Exception {
    try (Connection open = begun("insert into letter values (2)")) {
      whileTheTablesAreTaken(open::rollback);
    }
    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void nothingIsGivenBackUnfinishedWhileTheTablesAreTaken() throws Exception {
    Connection open = begun("insert into letter values (2)");
    whileTheTablesAreTaken(open::close);
    assertThat(letters()).isEqualTo(1);
  }

  @Test
  void nothingIsCommittedWhileTheTablesAreTaken() throws Exception {
    try (Connection open = begun("insert into letter values (2)")) {
      whileTheTablesAreTaken(open::commit);
    }
    assertThat(letters()).isEqualTo(2);
  }

  @Test
  void toTurnAutomaticCommitsOnIsToCommit() throws Exception {
    try (Connection open = begun("insert into letter values (2)")) {
      whileTheTablesAreTaken(() -> open.setAutoCommit(true));
    }
    assertThat(letters()).isEqualTo(2);
    assertThat(disk.written).hasValue(2);
  }

  @Test
  void toGoBackToASavepointIsNotTheEnd() throws Exception {
    try (Connection open = begun("insert into letter values (2)")) {
      open.rollback(open.setSavepoint());
      whileTheTablesAreTaken(open::commit);
    }
    assertThat(letters()).isEqualTo(2);
  }

  private void whileTheTablesAreTaken(Work work) throws Exception {
    disk.slow = Step.TAKE;
    Running first = start(() -> inATransaction("insert into letter values (1)"));
    assertThat(disk.isAtIt.await(10, TimeUnit.SECONDS)).isTrue();
    Running second = start(work);
    await().until(second::waits);
    assertThat(letters()).as("the first, and nothing of the second").isEqualTo(1);
    disk.mayGoOn.countDown();
    first.ends();
    second.ends();
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "FORCE"})
  void othersGoOnWhileTheFileIsWrittenAndReturnOnceTheirsIs(Step step) throws Exception {
    disk.slow = step;
    Running first = start(() -> inATransaction("insert into letter values (1)"));
    assertThat(disk.isAtIt.await(10, TimeUnit.SECONDS)).isTrue();
    Running second = start(() -> inATransaction("insert into letter values (2)"));
    await().untilAsserted(() -> assertThat(letters()).isEqualTo(2));
    await().until(second::waits);
    assertThat(second.task.isDone()).isFalse();
    disk.mayGoOn.countDown();
    first.ends();
    second.ends();
    assertThat(disk.written).as("the second was not in what the first took").hasValue(2);
  }

  @Test
  void theTablesAreNotTakenWhileAStatementIsAtThemAndThenOnceForAll() throws Exception {
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

  @ParameterizedTest
  @EnumSource
  void whatCouldNotBeWrittenIsNotSaidToBeCommitted(Step step) throws Exception {
    disk.failing = step;
    assertThatThrownBy(() -> inATransaction("insert into letter values (1)"))
        .rootCause()
        .hasMessage("No space left");
    assertThatThrownBy(() -> execute("insert into letter values (2)"))
        .rootCause()
        .hasMessage("No space left");
    disk.failing = null;
    start(() -> inATransaction("insert into letter values (3)")).ends();
  }

  @Test
  void whoWaitsForOneThatFailsTriesItself() throws Exception {
    disk.slow = Step.WRITE;
    Running first = start(() -> inATransaction("insert into letter values (1)"));
    assertThat(disk.isAtIt.await(10, TimeUnit.SECONDS)).isTrue();
    Running second = start(() -> inATransaction("insert into letter values (2)"));
    await().until(second::waits);
    disk.failing = Step.FORCE;
    disk.mayGoOn.countDown();
    assertThatThrownBy(first::ends).hasStackTraceContaining("No space left");
    assertThatThrownBy(second::ends).hasStackTraceContaining("No space left");
    disk.failing = null;
    start(() -> inATransaction("insert into letter values (3)")).ends();
  }

  @Test
  void whatWasCommittedToADatabaseThatHasBeenClosedIsNotSaidToBe() throws Exception {
    disk.slow = Step.FORCE;
    Running first = start(() -> inATransaction("insert into letter values (1)"));
    assertThat(disk.isAtIt.await(10, TimeUnit.SECONDS)).isTrue();
    disk.isClosed = true;
    disk.mayGoOn.countDown();
    assertThatThrownBy(first::ends).hasStackTraceContaining("Closed");
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
