package no.fiksgateway.integrasjonspunkt.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.integrasjonspunkt.GatewayTest;
import no.fiksgateway.integrasjonspunkt.TestDatabase;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Work that is asked for while the scheduler has its hands on it. */
@GatewayTest
class JobsTest {
  private static final JobKind JOB = new JobKind("job-of-a-test", JobQueue.OTHERS);

  @Autowired
  private Jobs jobs;

  @Autowired
  private Transactions transactions;

  @Autowired
  private JdbcClient database;

  @Autowired
  private Clock clock;

  @Test
  void aJobThatIsPickedUpWhileItIsMovedStaysAsItIs() throws Exception {
    String id = UUID.randomUUID().toString();
    Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
    transactions.insist(() -> jobs.at(JOB, id, tomorrow));
    CountDownLatch picked = new CountDownLatch(1);
    CountDownLatch moving = new CountDownLatch(1);
    CompletableFuture<Void> picking = CompletableFuture.runAsync(() -> transactions.insist(() -> {
      database
          .sql(
              "update scheduled_tasks set picked = true, version = version + 1, picked_by = 'another',"
                  + " last_heartbeat = current_timestamp where task_instance = ?")
          .param(id)
          .update();
      picked.countDown();
      awaitIn(moving);
    }));
    awaitIn(picked);

    CompletableFuture<Void> moved = CompletableFuture.runAsync(
        () -> transactions.insist(() -> jobs.at(JOB, id, tomorrow.plus(Duration.ofDays(1)))));
    await().until(this::somebodyWaitsForARow);
    moving.countDown();

    picking.get(10, TimeUnit.SECONDS);
    moved.get(10, TimeUnit.SECONDS);
    assertThat(database
            .sql("select picked from scheduled_tasks where task_instance = ?")
            .param(id)
            .query(Boolean.class)
            .single())
        .isTrue();
    database
        .sql("delete from scheduled_tasks where task_instance = ?")
        .param(id)
        .update();
  }

  @Test
  void aJobThatAnEarlierVersionLeftIsRunFromWhereItIs() {
    String noMessage = UUID.randomUUID().toString();
    for (String left : List.of("send", "expire")) {
      database
          .sql(
              "insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                  + " values (?, ?, current_timestamp, false, 1)")
          .params(left, noMessage)
          .update();
    }

    await()
        .until(() -> database
            .sql("select count(*) = 0 from scheduled_tasks where task_instance = ?")
            .param(noMessage)
            .query(Boolean.class)
            .single());
  }

  private boolean somebodyWaitsForARow() {
    String waiting = TestDatabase.POSTGRESQL
        ? "select count(*) > 0 from pg_locks where not granted"
        : "select count(*) > 0 from information_schema.sessions where blocker_id is not null";
    return database.sql(waiting).query(Boolean.class).single();
  }

  private static void awaitIn(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
