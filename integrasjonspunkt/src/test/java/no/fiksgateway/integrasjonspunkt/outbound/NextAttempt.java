package no.fiksgateway.integrasjonspunkt.outbound;

import no.fiksgateway.integrasjonspunkt.message.MessageId;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The moment in which an attempt at sending has failed, and the job waits for the next. */
final class NextAttempt {
  private NextAttempt() {}

  static void await(JdbcClient database, MessageId id) {
    Awaitility.await()
        .until(() -> database
                .sql(
                    "select count(*) from scheduled_sends where task_name = 'send' and task_instance = ? and picked = false"
                        + " and exists (select 1 from send_attempt where message_id = ? and ended_at is not null)")
                .params(id.toString(), id.value())
                .query(Integer.class)
                .single()
            == 1);
  }
}
