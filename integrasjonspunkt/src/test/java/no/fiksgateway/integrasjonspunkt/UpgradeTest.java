package no.fiksgateway.integrasjonspunkt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database that an earlier gateway has used. */
@ExtendWith(TestDatabase.class)
class UpgradeTest {
  private static final UUID SENDER = new UUID(1, 1);
  private static final UUID RECEIVER = new UUID(2, 2);

  private static FluentConfiguration flyway(DataSource database) {
    return Flyway.configure()
        .dataSource(database)
        .locations(
            "classpath:db/migration",
            "classpath:db/vendor/" + (TestDatabase.POSTGRESQL ? "postgresql" : "h2"))
        .placeholders(Map.of("h2CacheKilobytes", "16384"));
  }

  private static DataSource fresh() {
    Map<String, Object> settings = TestDatabase.fresh();
    return new DriverManagerDataSource(
        (String) settings.get("spring.datasource.url"),
        (String) settings.getOrDefault("spring.datasource.username", "sa"),
        (String) settings.getOrDefault("spring.datasource.password", ""));
  }

  @Test
  void statusesFromBeforeTheFeedAreInItAndStayQueued() {
    DataSource database = fresh();
    flyway(database).target("20").load().migrate();
    JdbcClient sql = JdbcClient.create(database);
    aMessageWithThreeStatuses(sql, 1, "OUTGOING");
    sql.sql("insert into status_queue (status_id) values (30)").update();

    flyway(database).load().migrate();

    assertThat(sql.sql("select status_id from status_feed order by position")
            .query(Long.class)
            .list())
        .containsExactly(10L, 30L);
    assertThat(
            sql.sql("select position from status_feed_head").query(Long.class).single())
        .isEqualTo(2);
    assertThat(sql.sql("select status_id from queued_status where position = 2")
            .query(Long.class)
            .list())
        .containsExactly(30L);
  }

  @Test
  void eachAccountsListsAreAsLongAsBefore() {
    DataSource database = fresh();
    flyway(database).target("29").load().migrate();
    JdbcClient sql = JdbcClient.create(database);
    aMessageWithThreeStatuses(sql, 1, "OUTGOING");
    aMessageWithThreeStatuses(sql, 2, "INCOMING");

    flyway(database).load().migrate();

    assertThat(
            sql.sql("select list || ' ' || kind || ' ' || konto || ' ' || entries from list_growth")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(
            "CONVERSATIONS OUTGOING " + SENDER + " 1",
            "CONVERSATIONS INCOMING " + RECEIVER + " 1",
            "STATUSES SENDT " + SENDER + " 2",
            "STATUSES SENDT " + RECEIVER + " 2");
  }

  @Test
  void whatWaitsIsInItsQueueAndWhatIsBeingDoneStays() {
    DataSource database = fresh();
    flyway(database).target("35").load().migrate();
    JdbcClient sql = JdbcClient.create(database);
    for (String job : List.of("send", "expire", "expire-arkivsending", "deliver", "push")) {
      for (boolean picked : new boolean[] {true, false}) {
        sql.sql(
                "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                    + " values (?, ?, current_timestamp, ?, 3)")
            .params(job, picked ? "under way" : "waits", picked)
            .update();
      }
    }

    flyway(database).load().migrate();

    assertThat(jobs(sql, "scheduled_sends")).containsExactly("send waits 3");
    assertThat(jobs(sql, "scheduled_deadlines")).containsExactly("expire waits 3");
    assertThat(jobs(sql, "scheduled_tasks"))
        .hasSize(8)
        .contains("send under way 3", "expire under way 3")
        .doesNotContain("send waits 3", "expire waits 3");
  }

  private static List<String> jobs(JdbcClient sql, String table) {
    return sql.sql("select task_name || ' ' || task_instance || ' ' || version from " + table)
        .query(String.class)
        .list();
  }

  /** Of which clients are shown two; the first message's have the ids 10, 20 and 30. */
  private static void aMessageWithThreeStatuses(JdbcClient sql, long number, String direction) {
    sql.sql(
            "insert into message (id, version, direction, message_id, conversation_id, process, document_type, sender,"
                + " sender_identifier, receiver, receiver_identifier, status, created_at, last_update, automatic,"
                + " avsender_konto, mottaker_konto) values (:number, 0, :direction, :id, :id, 'p', 'd', 's', 's', 'r', 'r',"
                + " 'SENDT', current_timestamp, current_timestamp, false, :sender, :receiver)")
        .param("number", number)
        .param("direction", direction)
        .param("id", UUID.randomUUID())
        .param("sender", SENDER)
        .param("receiver", RECEIVER)
        .update();
    for (int status = 1; status <= 3; status++) {
      sql.sql(
              "insert into status_change (id, message, message_id, conversation_id, status, reported, disposition,"
                  + " shown, last_update, evidence_source, evidence_detail) select :id, id, message_id, conversation_id,"
                  + " 'SENDT', 'SENDT', 'MOVED', :shown, last_update, 'LOCAL_API', '' from message where id = :number")
          .param("id", (number - 1) * 100 + 10L * status)
          .param("shown", status != 2)
          .param("number", number)
          .update();
    }
  }
}
