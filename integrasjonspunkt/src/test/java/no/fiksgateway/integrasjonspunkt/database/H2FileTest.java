package no.fiksgateway.integrasjonspunkt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FileTest {
  private static final int CUTS = 30;

  @TempDir
  private Path folder;

  private final UnreliableDisk disk = new UnreliableDisk();
  private final H2File file = new H2File();
  private Connection connection;

  @BeforeEach
  void aDatabaseThatWritesWhenItIsAsked() throws SQLException {
    FilePath.register(disk);
    JournaledFile.register();
    connection = open();
    execute("set write_delay 2147483647");
    execute("create table letter (id int primary key)");
    makeDurable();
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:h2:journaled:unreliable:" + folder.resolve("gateway"));
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
    FutureTask<Boolean> writing = new FutureTask<>(() -> {
      Thread.currentThread().interrupt();
      file.write(connection, file.take(connection));
      return Thread.interrupted();
    });
    Thread thread = new Thread(writing);
    synchronized (journal().unwritten) { // H2 cannot write meanwhile
      thread.start();
      for (int times = 0; times < 3; times++) {
        await().until(() -> waits(thread));
        thread.interrupt();
      }
      await().until(() -> waits(thread));
    }
    assertThat(writing.get(10, TimeUnit.SECONDS))
        .as("is told that it was interrupted")
        .isTrue();
  }

  private JournaledChannel journal() {
    return JournaledChannel.locked("journaled:unreliable:" + folder.resolve("gateway.mv.db"));
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING && !thread.isInterrupted();
  }

  @Test
  void whatCannotBeWrittenIsSaidToBeLostPerhapsAndIsNotThereAfterwards() throws SQLException {
    execute("insert into letter values (1)");
    makeDurable();
    execute("insert into letter values (2)");
    UnreliableDisk.fill();
    assertThatThrownBy(this::makeDurable)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("may be lost")
        .hasMessageContaining("Look after the disk the database is on");
    UnreliableDisk.goOn();
    assertThatThrownBy(() -> {
          execute("insert into letter values (3)");
          makeDurable();
        })
        .as("who could not write may have written half")
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(connection::close).as("H2 has closed it").isInstanceOf(SQLException.class);
    connection = open();
    try (ResultSet found =
        connection.createStatement().executeQuery("select count(*) from letter")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void whatIsOnTheDiskOutlastsThePowerCutThatMeetsWhatIsWrittenAfterIt() throws Exception {
    execute("set retention_time 0");
    execute("alter table letter add (grp int, text varchar)");
    execute("insert into letter select x, 0, repeat('letter', 100) from system_range(1, 200)");
    Random chance = new Random(1);
    for (int cut = 1; cut <= CUTS; cut++) {
      int group = 3 * cut;
      changeEveryRow(group);
      file.force(connection);
      changeEveryRow(group + 1);
      changeEveryRow(group + 2);
      assertThat(groupAfterAPowerCut(chance))
          .as("more than was asked for where H2 has made its file smaller")
          .isBetween(group, group + 2);
      file.force(connection);
      assertThat(groupAfterAPowerCut(chance)).isEqualTo(group + 2);
    }
  }

  /** Then no page that was there before is of use. */
  private void changeEveryRow(int group) throws SQLException {
    execute("update letter set grp = " + group);
    file.write(connection, file.take(connection));
  }

  private int groupAfterAPowerCut(Random chance) throws SQLException, IOException {
    Path left = Files.createTempDirectory(folder, "left");
    UnreliableDisk.cutPower(folder.toAbsolutePath(), left, chance);
    try (Connection restarted =
            DriverManager.getConnection("jdbc:h2:journaled:" + left.resolve("gateway"));
        ResultSet found = restarted
            .createStatement()
            .executeQuery("select min(grp), max(grp), count(text) from letter")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getInt(3)).isEqualTo(200);
      assertThat(found.getInt(1)).isEqualTo(found.getInt(2));
      return found.getInt(1);
    }
  }

  @Test
  void whereThereIsNothingNewNothingIsWaitedFor() throws SQLException {
    makeDurable();
    long before = file.take(connection);
    makeDurable();
    assertThat(file.take(connection)).isEqualTo(before);
  }

  @Test
  void theFileIsAtLeastHalfInUseHoweverMuchIsWritten() throws SQLException {
    execute("set retention_time 0");
    execute("alter table letter add (grp int, text varchar)");
    execute("insert into letter select x, 0, repeat('letter', 100) from system_range(1, 5000)");
    makeDurable();
    for (int group = 0; group < 200; group++) {
      execute("update letter set grp = " + group + " where mod(id, 100) = " + group % 100);
      makeDurable();
    }
    await().untilAsserted(() -> {
      execute("update letter set grp = 0 where id = 1");
      makeDurable();
      assertThat(percentInUse()).isGreaterThanOrEqualTo(50);
    });
  }

  private int percentInUse() throws SQLException {
    try (ResultSet found = connection
        .createStatement()
        .executeQuery("select setting_value from information_schema.settings"
            + " where setting_name = 'info.CHUNKS_FILL_RATE'")) {
      assertThat(found.next()).isTrue();
      return found.getInt(1);
    }
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
