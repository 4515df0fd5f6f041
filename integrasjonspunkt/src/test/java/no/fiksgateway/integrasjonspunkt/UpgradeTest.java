package no.fiksgateway.integrasjonspunkt;

import static org.assertj.core.api.Assertions.assertThat;

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
  private static FluentConfiguration flyway(DataSource database) {
    return Flyway.configure().dataSource(database).locations("classpath:db/migration");
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
    sql.sql(
            "insert into message (id, version, direction, message_id, conversation_id, process, document_type, sender,"
                + " sender_identifier, receiver, receiver_identifier, status, created_at, last_update, automatic,"
                + " avsender_konto, mottaker_konto) values (1, 0, 'OUTGOING', :id, :id, 'p', 'd', 's', 's', 'r', 'r',"
                + " 'SENDT', current_timestamp, current_timestamp, false, :id, :id)")
        .param("id", UUID.randomUUID())
        .update();
    for (int id = 1; id <= 3; id++) {
      sql.sql(
              "insert into status_change (id, message, message_id, conversation_id, status, reported, disposition,"
                  + " shown, last_update, evidence_source, evidence_detail) select :id, id, message_id, conversation_id,"
                  + " 'SENDT', 'SENDT', 'MOVED', :shown, last_update, 'LOCAL_API', '' from message")
          .param("id", 10L * id)
          .param("shown", id != 2)
          .update();
    }
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
}
