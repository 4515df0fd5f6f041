package no.fiksgateway.acceptance;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a gateway that dies over and over keeps its statuses in. */
sealed interface CrashDatabase extends AutoCloseable {
  enum Kind {
    H2,
    POSTGRESQL;

    CrashDatabase fresh() throws SQLException {
      return this == H2 ? new H2() : PostgreSql.fresh();
    }
  }

  /** What the gateway has to be told of it. */
  Map<String, String> settings();

  @Override
  void close() throws SQLException;

  /** The gateway's own choice, in its data folder. */
  record H2() implements CrashDatabase {
    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  /** A database of its own on this machine's server; POSTGRES_URL, POSTGRES_USER and POSTGRES_PASSWORD say where else. */
  record PostgreSql(String name) implements CrashDatabase {
    private static final String URL = setting("POSTGRES_URL", "jdbc:postgresql://127.0.0.1:5432/");
    private static final String USER = setting("POSTGRES_USER", "postgres");
    private static final String PASSWORD = setting("POSTGRES_PASSWORD", "postgres");

    private static String setting(String name, String standard) {
      return Optional.ofNullable(System.getenv(name)).orElse(standard);
    }

    static PostgreSql fresh() throws SQLException {
      String name = "gateway_crash_" + UUID.randomUUID().toString().replace("-", "");
      administer("create database " + name);
      return new PostgreSql(name);
    }

    private static void administer(String statement) throws SQLException {
      try (Connection connection = DriverManager.getConnection(URL + "postgres", USER, PASSWORD);
          Statement sql = connection.createStatement()) {
        sql.execute(statement);
      }
    }

    @Override
    public Map<String, String> settings() {
      return Map.of(
          "spring.datasource.url",
          URL + name,
          "spring.datasource.username",
          USER,
          "spring.datasource.password",
          PASSWORD,
          // Several gateways, and what dead ones have left, share the server's hundred connections.
          "spring.datasource.hikari.maximum-pool-size",
          "12");
    }

    @Override
    public void close() throws SQLException {
      administer("drop database " + name + " with (force)");
    }
  }
}
