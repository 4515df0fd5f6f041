package no.fiksgateway.integrasjonspunkt.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerCutTest {
  private static final int WRITERS = 4;
  private static final int CUTS = 20;
  private static final int COMMITS_BETWEEN = 20;

  @TempDir
  private Path folder;

  private final UnreliableDisk disk = new UnreliableDisk();
  private final HikariDataSource pool = new HikariDataSource();
  private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicBoolean writing = new AtomicBoolean(true);
  private DataSource database;

  @BeforeEach
  void aDatabaseOnADiskWithoutABattery() throws SQLException {
    FilePath.register(disk);
    JournaledFile.register();
    pool.setJdbcUrl("jdbc:h2:journaled:unreliable:" + folder.resolve("gateway").toAbsolutePath());
    pool.setUsername("sa");
    pool.setPassword("");
    database = (DataSource)
        DatabaseConfiguration.groupCommitOnH2().postProcessAfterInitialization(pool, "dataSource");
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute("set write_delay 2147483647");
      connection.createStatement().execute("set retention_time 0");
      connection
          .createStatement()
          .execute("create table letter (id int primary key, text varchar)");
      connection.createStatement().execute("create table stamp (id int primary key)");
    }
  }

  @AfterEach
  void endThePool() {
    writing.set(false);
    UnreliableDisk.goOn();
    pool.close();
    FilePath.unregister(disk);
  }

  @Test
  void aPowerCutLeavesAllThatWasCommittedAndNoHalves() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(threads.submit(this::write));
      }
      Random chance = new Random(1);
      for (int cut = 1; cut <= CUTS; cut++) {
        int enough = cut * COMMITS_BETWEEN;
        await().until(() -> acknowledged.size() >= enough);
        Set<Integer> committed = Set.copyOf(acknowledged);
        Path left = Files.createDirectory(folder.resolve("left-" + cut));
        UnreliableDisk.cutPower(folder.toAbsolutePath(), left, chance);
        assertWhole(left, committed);
      }
      writing.set(false);
      for (Future<Void> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void onceAFullDiskHasRoomAgainTheDatabaseGoesOnFromWhatWasCommitted() throws Exception {
    insert(1);
    UnreliableDisk.fill();
    assertThatThrownBy(() -> insert(2)).hasStackTraceContaining("No space left");
    assertThatThrownBy(() -> insert(3)).hasStackTraceContaining("No space left");
    UnreliableDisk.goOn();
    await().ignoreExceptions().untilAsserted(() -> insert(4));
    try (Connection connection = database.getConnection()) {
      assertThat(ids(connection, "letter")).containsExactlyInAnyOrder(1, 4);
      assertThat(ids(connection, "stamp")).containsExactlyInAnyOrder(1, 4);
    }
  }

  private Void write() throws SQLException {
    while (writing.get()) {
      insert(ids.incrementAndGet());
    }
    return null;
  }

  private void insert(int id) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection
          .createStatement()
          .execute("insert into letter values (" + id + ", repeat('letter', 1000))");
      connection.createStatement().execute("insert into stamp values (" + id + ")");
      connection.commit();
    }
    acknowledged.add(id);
  }

  private void assertWhole(Path left, Set<Integer> committed) throws SQLException {
    try (Connection connection = DriverManager.getConnection(
        "jdbc:h2:journaled:" + left.resolve("gateway").toAbsolutePath(), "sa", "")) {
      Set<Integer> letters = ids(connection, "letter");
      assertThat(letters).as("what the power cut left").containsAll(committed);
      assertThat(ids(connection, "stamp")).isEqualTo(letters);
    }
  }

  private static Set<Integer> ids(Connection connection, String table) throws SQLException {
    try (ResultSet found = connection.createStatement().executeQuery("select id from " + table)) {
      Set<Integer> ids = new HashSet<>();
      while (found.next()) {
        ids.add(found.getInt(1));
      }
      return ids;
    }
  }
}
