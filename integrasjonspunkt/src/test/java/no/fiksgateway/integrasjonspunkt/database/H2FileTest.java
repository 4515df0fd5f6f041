package no.fiksgateway.integrasjonspunkt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FileTest {
  @TempDir
  private Path folder;

  private final UnreliableDisk disk = new UnreliableDisk();
  private final H2File file = new H2File();
  private Connection connection;

  @BeforeEach
  void aDatabaseThatWritesWhenItIsAsked() throws SQLException {
    FilePath.register(disk);
    connection = DriverManager.getConnection(
        "jdbc:h2:unreliable:" + folder.resolve("gateway").toAbsolutePath());
    execute("set write_delay 2147483647");
    execute("create table letter (id int primary key)");
    makeDurable();
  }

  @AfterEach
  void endTheDatabase() throws SQLException {
    UnreliableDisk.goOn();
    connection.close();
    FilePath.unregister(disk);
  }

  private void makeDurable() throws SQLException {
    file.write(connection, file.take(connection));
    file.force(connection);
  }

  private void execute(String sql) throws SQLException {
    connection.createStatement().execute(sql);
  }

  @Test
  void eachTakeHasAHigherNumber() throws SQLException {
    execute("insert into letter values (1)");
    long first = file.take(connection);
    execute("insert into letter values (2)");
    assertThat(file.take(connection)).isGreaterThan(first);
  }

  @Test
  void whoIsInterruptedWaitsUntilItIsWrittenAllTheSame() throws Exception {
    execute("insert into letter values (1)");
    UnreliableDisk.hold();
    FutureTask<Boolean> writing = new FutureTask<>(() -> {
      Thread.currentThread().interrupt();
      file.write(connection, file.take(connection));
      return Thread.interrupted();
    });
    Thread thread = new Thread(writing);
    thread.start();
    await().until(UnreliableDisk::isHeld);
    for (int times = 0; times < 3; times++) {
      await().until(() -> waits(thread));
      thread.interrupt();
    }
    await().until(() -> waits(thread));
    assertThat(writing.isDone()).isFalse();
    UnreliableDisk.goOn();
    assertThat(writing.get(10, TimeUnit.SECONDS))
        .as("is told that it was interrupted")
        .isTrue();
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING && !thread.isInterrupted();
  }

  @Test
  void whatCannotBeWrittenIsSaidToBeLostUnlessTheDiskIsLookedAfter() throws SQLException {
    execute("insert into letter values (1)");
    UnreliableDisk.fill();
    assertThatThrownBy(this::makeDurable)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Look after the disk the database is on");
    assertThatThrownBy(connection::close).as("H2 has closed it").isInstanceOf(SQLException.class);
  }

  @Test
  void aDatabaseInMemoryHasNoFileToWrite() throws SQLException {
    try (Connection inMemory = DriverManager.getConnection("jdbc:h2:mem:")) {
      inMemory.createStatement().execute("create table letter (id int primary key)");
      file.write(inMemory, file.take(inMemory));
      file.force(inMemory);
      inMemory.createStatement().execute("insert into letter values (1)");
    }
  }
}
