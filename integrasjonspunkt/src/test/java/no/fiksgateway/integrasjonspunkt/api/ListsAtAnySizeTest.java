package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import no.fiksgateway.integrasjonspunkt.TestDatabase;
import no.fiksgateway.integrasjonspunkt.api.CaseSystem.Part;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a call costs must not grow with what is stored. The database is asked, with many messages in it, how it would find
 * what each call asks for: a reading of a whole table, or a sorting of it, is what would grow.
 */
@ApiTest
@ExtendWith(TestDatabase.class)
@Import(QuerySpy.class)
class ListsAtAnySizeTest {
  private static final int COPIES = 10_000;
  private static boolean filled;

  @Autowired
  private CaseSystem client;

  @Autowired
  private FiksSender sender;

  @Autowired
  private QuerySpy spy;

  @Autowired
  private DataSource dataSource;

  @Autowired
  private Clock clock;

  @Autowired
  private JdbcClient database;

  @BeforeEach
  void manyMessages() {
    if (filled) {
      return;
    }
    Sbd sent = new Sbd();
    client
        .oneStep(sent.json(), List.of(new Part("a", "a.txt", "text/plain", new byte[] {1})))
        .is(200);
    await().until(() -> client.get("/api/statuses/" + sent.messageId()).text().contains("SENDT"));
    UUID received = sender.sendsWithoutPayload("no.ks.fiks.arkiv.v1.innsyn.sok", Map.of());
    await()
        .until(
            () -> client.get("/api/statuses/" + received).text().contains("INNKOMMENDE_MOTTATT"));
    copy(received, 10 * COPIES);
    copy(sent.messageId(), 20 * COPIES);
    database
        .sql(
            "update message set box = null, finished_at = created_at where id > ? and mod(id, 100) <> 0")
        .param(COPIES)
        .update();
    database
        .sql("update message set box = 'OUTBOX' where direction = 'OUTGOING' and mod(id, 100) = 0")
        .update();
    for (String table : List.of("queued_status", "status_feed")) {
      database.sql("delete from " + table).update();
      database
          .sql("insert into " + table + " (position, status_id) select id, id from status_change")
          .update();
    }
    database.sql("analyze").update();
    filled = true;
  }

  /** The same message with the same history, many times. */
  private void copy(UUID messageId, int after) {
    for (String table : List.of("message", "status_change")) {
      String columns = columns(table, "");
      String copied = columns(table, "m.")
          .replaceFirst("m\\.id\\b", table.equals("message") ? "? + x" : "? + 2 * x + m.id - first")
          .replace("m.message,", "? + x,")
          .replace("m.message_id", "gen_random_uuid()")
          .replace("m.last_update", "m.last_update - x * interval '1' second");
      var insert = database
          .sql("insert into " + table + " (" + columns + ") select " + copied + " from "
              + "(select m.*, min(m.id) over () as first from " + table
              + " m where message_id = ?) m"
              + " cross join generate_series(1, ?) t(x)")
          .param(after);
      if (table.equals("status_change")) {
        insert = insert.param(after);
      }
      insert.param(messageId).param(COPIES).update();
    }
  }

  private String columns(String table, String prefix) {
    return database
        .sql(
            "select column_name from information_schema.columns where table_name = ? order by ordinal_position")
        .param(table)
        .query(String.class)
        .list()
        .stream()
        .map(column -> prefix + column)
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/messages/in, 2",
    "/api/messages/in?sort=id&page=3, 2",
    "/api/messages/out, 2",
    "/api/messages/in/peek, 2",
    "/api/statuses, 1",
    "'/api/statuses?sort=id,desc', 1",
    "'/api/statuses?sort=lastUpdate,desc', 1",
    "/api/statuses?status=SENDT, 1",
    "'/api/statuses?status=SENDT&sort=id,desc', 1",
    "'/api/statuses?status=SENDT&sort=lastUpdate,desc', 1",
    "/api/statuses/peek, 2",
    "/api/conversations, 2",
    "'/api/conversations?sort=lastUpdate,asc', 2",
    "/api/conversations?direction=OUTGOING, 2",
    "/api/statuses/{one}, 2",
    "/api/statuses?messageId={one}, 1",
    "/api/statuses?conversationId={one}, 1",
    "/api/statuses?fromDateTime={now}, 1",
    "/api/statuses?status=LEVERT&fromDateTime={now}, 1"
  })
  void aCallReadsNoWholeTable(String path, int queries) throws SQLException {
    String one = database
        .sql("select cast(message_id as varchar) from message where id = ?")
        .param(10 * COPIES + 100)
        .query(String.class)
        .single();
    String call = path.replace("{one}", one).replace("{now}", clock.instant().toString());
    List<QuerySpy.Query> asked = spy.during(() -> client.get(call)).stream()
        .filter(query -> query.reads("message", "status_change", "queued_status"))
        .toList();

    assertThat(asked).hasSize(queries);
    for (QuerySpy.Query query : asked) {
      String plan = plan(query);
      assertThat(plan).as(query.sql()).doesNotContain("tableScan", "Seq Scan");
      if (path.contains("{")) {
        assertThat(plan).as(query.sql()).doesNotContain("status_change_shown");
      } else if (query.sql().contains("fetch first")) {
        assertThat(sortsEverything(plan)).as(query + "\n" + plan).isFalse();
      }
    }
  }

  /**
   * And not only what has the same place in an index. H2 repeats the query, and says how many columns the index has in
   * order, of which the first may be one that is the same everywhere; PostgreSQL names what it does.
   */
  private static boolean sortsEverything(String plan) {
    return plan.contains("ORDER BY")
        ? !plan.contains("index sorted") || plan.contains("index sorted: 1 of")
        : plan.replace("Incremental Sort", "").contains("Sort  ");
  }

  private String plan(QuerySpy.Query query) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement explain = connection.prepareStatement("explain " + query.sql())) {
      query.bindTo(explain);
      StringBuilder plan = new StringBuilder();
      try (ResultSet lines = explain.executeQuery()) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
      return plan.toString();
    }
  }
}
