package no.fiksgateway.integrasjonspunkt;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The database a test run uses: H2 in memory, or with {@code -Dtest.database=postgresql} a new database on the PostgreSQL
 * of this machine (POSTGRES_URL, POSTGRES_USER, POSTGRES_PASSWORD say where else). Where that cannot be reached the tests
 * are skipped, saying so; with REQUIRE_SERVICES=true they fail.
 */
public final class TestDatabase implements ExecutionCondition {
  public static final boolean POSTGRESQL = "postgresql".equals(System.getProperty("test.database"));
  private static final String URL = setting("POSTGRES_URL", "jdbc:postgresql://127.0.0.1:5432/");
  private static final String USER = setting("POSTGRES_USER", "postgres");
  private static final String PASSWORD = setting("POSTGRES_PASSWORD", "postgres");

  private static String setting(String name, String standard) {
    return Optional.ofNullable(System.getenv(name)).orElse(standard);
  }

  /** A database nobody has used; gone when this JVM ends. */
  static Map<String, Object> fresh() {
    if (!POSTGRESQL) {
      return Map.of(
          "spring.datasource.url",
          "jdbc:h2:mem:" + UUID.randomUUID()
              + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
    }
    String name = "gateway_test_" + UUID.randomUUID().toString().replace("-", "");
    try {
      administer("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("No database could be made on " + URL, e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> drop(name)));
    return Map.of(
        "spring.datasource.url",
        URL + name,
        "spring.datasource.username",
        USER,
        "spring.datasource.password",
        PASSWORD,
        // Many contexts share the server's hundred connections.
        "spring.datasource.hikari.minimum-idle",
        "2");
  }

  private static void drop(String name) {
    try {
      administer("drop database if exists " + name + " with (force)");
    } catch (SQLException e) {
      System.err.println("The test database " + name + " is left behind: " + e.getMessage());
    }
  }

  private static void administer(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection(URL + "postgres", USER, PASSWORD);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!POSTGRESQL) {
      return ConditionEvaluationResult.enabled("on H2");
    }
    try (Connection connection = DriverManager.getConnection(URL + "postgres", USER, PASSWORD)) {
      return ConditionEvaluationResult.enabled(
          "on PostgreSQL at " + connection.getMetaData().getURL());
    } catch (SQLException e) {
      if (Boolean.parseBoolean(System.getenv("REQUIRE_SERVICES"))) {
        throw new IllegalStateException(
            "REQUIRE_SERVICES=true, but PostgreSQL is not there: " + e.getMessage(), e);
      }
      String message =
          "SKIPPED on PostgreSQL: none answers at " + URL + " (" + e.getMessage() + ")";
      System.err.println(message);
      return ConditionEvaluationResult.disabled(message);
    }
  }
}
