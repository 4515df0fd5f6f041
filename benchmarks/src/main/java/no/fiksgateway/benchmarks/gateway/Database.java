package no.fiksgateway.benchmarks.gateway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.h2.mvstore.MVStoreTool;
import org.jspecify.annotations.Nullable;

/**
 * Where one gateway keeps its messages.
 *
 * @param file the gateway's own, which it reads itself; null where a server has the files
 * @param settings what the gateway has to be told of it
 * @param tidyUp what a database does by itself, sooner or later, after so much has changed
 */
record Database(
    Kind kind,
    @Nullable Path file,
    String url,
    String user,
    String password,
    Map<String, String> settings,
    String tidyUp,
    String drop)
    implements AutoCloseable {

  enum Kind {
    H2,
    POSTGRESQL
  }

  static Database in(Path gateway, Kind kind) throws SQLException {
    return kind == Kind.H2 ? embedded(gateway) : postgresql();
  }

  /** The one a gateway has by default. It can be connected to while the gateway is stopped. */
  private static Database embedded(Path gateway) {
    // As in application.yml.
    Path file = Gateway.data(gateway).resolve("integrasjonspunkt");
    String url = "jdbc:h2:file:" + file
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    return new Database(Kind.H2, Path.of(file + ".mv.db"), url, "sa", "", Map.of(), "analyze", "");
  }

  private static Database postgresql() throws SQLException {
    String server = setting("benchmark.postgresql.server");
    String user = setting("benchmark.postgresql.user");
    String password = setting("benchmark.postgresql.password");
    String name = "benchmark_" + UUID.randomUUID().toString().replace("-", "");
    Database made = new Database(
        Kind.POSTGRESQL,
        null,
        "jdbc:postgresql://" + server + "/" + name,
        user,
        password,
        Map.of(
            "spring.datasource.url",
            "jdbc:postgresql://" + server + "/" + name,
            "spring.datasource.username",
            user,
            "spring.datasource.password",
            password),
        "vacuum analyze",
        "drop database " + name + " with (force)");
    made.onTheServer("create database " + name);
    return made;
  }

  private static String setting(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        kind == Kind.POSTGRESQL ? url + "?reWriteBatchedInserts=true" : url, user, password);
  }

  /** With its version. */
  String product() throws SQLException {
    try (Connection connection = connect()) {
      return connection.getMetaData().getDatabaseProductName() + " "
          + connection.getMetaData().getDatabaseProductVersion().replaceAll(" .*", "");
    }
  }

  /**
   * Leaves nothing in H2's file that is no longer needed. A gateway sees to that while it runs, and would go on for long if it
   * found a file that somebody else has made. Nobody may have it open.
   */
  void makeRoom() {
    if (file != null) {
      // SHUTDOWN COMPACT of H2 2.4.240 would also compress it, as no gateway ever does.
      MVStoreTool.compact(file.toString(), false);
    }
  }

  private void onTheServer(String sql) throws SQLException {
    String maintenance = url.substring(0, url.lastIndexOf('/')) + "/postgres";
    try (Connection connection = DriverManager.getConnection(maintenance, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    if (kind == Kind.POSTGRESQL) {
      onTheServer(drop);
    }
  }
}
