package no.fiksgateway.integrasjonspunkt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSource;
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
    properties.add("spring.datasource.url", () -> inAFile("gateway"));
  }

  @Test
  void aCommitIsWrittenAtOnce() throws SQLException {
    try (Connection connection = database.getConnection()) {
      assertThat(writeDelay(connection)).isEqualTo("0");
    }
  }

  @Test
  void commitsTakeTurns() {
    assertThat(database).isInstanceOf(ProxyDataSource.class);
  }

  @Test
  void h2ByItselfWouldWriteItLater() throws SQLException {
    try (Connection connection = DriverManager.getConnection(inAFile("as-it-comes"))) {
      assertThat(writeDelay(connection)).isNotEqualTo("0");
    }
  }

  private static String inAFile(String name) {
    return "jdbc:h2:file:" + folder.resolve(name).toAbsolutePath()
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
  }

  private static String writeDelay(Connection connection) throws SQLException {
    try (ResultSet found = connection
        .createStatement()
        .executeQuery(
            "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")) {
      assertThat(found.next()).isTrue();
      return found.getString(1);
    }
  }
}
