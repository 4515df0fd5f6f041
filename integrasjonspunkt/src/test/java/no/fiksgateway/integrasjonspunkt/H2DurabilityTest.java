package no.fiksgateway.integrasjonspunkt;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@GatewayTest
class H2DurabilityTest {
  @TempDir
  private static Path folder;

  @Autowired
  private DataSource database;

  @DynamicPropertySource
  static void aDatabaseInAFile(DynamicPropertyRegistry properties) {
    properties.add(
        "spring.datasource.url",
        () -> inAFile("file", "gateway") + ";WRITE_DELAY=500;CACHE_SIZE=1024");
    properties.add("spring.datasource.username", () -> "sa");
    properties.add("spring.datasource.password", () -> "");
  }

  @Test
  void whatIsCommittedIsInTheFile() throws SQLException, IOException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("insert into letter values (1)");
      connection.commit();
      connection.createStatement().execute("insert into letter values (2)");

      assertThat(lettersIfTheProcessDiedNow()).containsExactly(1);
      connection.rollback();
    }
  }

  @Test
  void whatCommitsByItselfIsInTheFile() throws SQLException, IOException {
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute("insert into letter values (3)");
      assertThat(lettersIfTheProcessDiedNow()).containsExactly(3);
    }
  }

  @BeforeEach
  void makeATable() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute("create table letter (id int primary key)");
    }
  }

  @AfterEach
  void dropTheTable() throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute("drop table letter");
    }
  }

  private static List<Integer> lettersIfTheProcessDiedNow() throws IOException, SQLException {
    String copy = "copy-" + UUID.randomUUID();
    for (String part : List.of(".mv.db", ".mv.db.journal")) {
      Files.copy(folder.resolve("gateway" + part), folder.resolve(copy + part));
    }
    try (Connection connection = DriverManager.getConnection(inAFile("journaled", copy), "sa", "");
        ResultSet found =
            connection.createStatement().executeQuery("select id from letter order by id")) {
      List<Integer> letters = new ArrayList<>();
      while (found.next()) {
        letters.add(found.getInt(1));
      }
      return letters;
    }
  }

  /** It would do so in the middle of transactions. */
  @Test
  void h2DoesNotWriteByItself() throws SQLException {
    assertThat(setting("WRITE_DELAY")).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void h2HasASixteenthOfTheHeapForWhatItReads() throws SQLException {
    assertThat(setting("info.CACHE_MAX_SIZE"))
        .isEqualTo((int) (Runtime.getRuntime().maxMemory() / 16 >> 20));
  }

  /** As it is for one who connects after all connections were closed, and with them the database. */
  private int setting(String name) throws SQLException {
    database.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
    try (Connection connection = database.getConnection();
        PreparedStatement asked = connection.prepareStatement(
            "select setting_value from information_schema.settings where setting_name = ?")) {
      asked.setString(1, name);
      try (ResultSet found = asked.executeQuery()) {
        assertThat(found.next()).isTrue();
        return found.getInt(1);
      }
    }
  }

  private static String inAFile(String scheme, String name) {
    return "jdbc:h2:" + scheme + ":" + folder.resolve(name).toAbsolutePath()
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
  }
}
