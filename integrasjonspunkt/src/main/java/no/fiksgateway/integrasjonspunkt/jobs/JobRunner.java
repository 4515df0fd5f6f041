package no.fiksgateway.integrasjonspunkt.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Runs the jobs of the tables: db-scheduler claims each row by its version, shows with heartbeats that the claim is
 * alive, and hands a dead instance's rows to the next one that looks.
 */
@Component
class JobRunner implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final DeadExecutionHandler<Void> REVIVE =
      new DeadExecutionHandler.ReviveDeadExecution<>();
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(20);

  private final Map<JobQueue, Scheduler> schedulers = new EnumMap<>(JobQueue.class);
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  JobRunner(DataSource dataSource, List<Job> jobs, JobSettings settings, Clock clock)
      throws SQLException {
    boolean postgres = isPostgres(dataSource);
    for (JobQueue queue : JobQueue.values()) {
      var builder = Scheduler.create(dataSource, tasks(jobs, queue, clock))
          .tableName(queue.table())
          .clock(clock::instant)
          .threads(settings.threads())
          .pollingInterval(settings.polling())
          .heartbeatInterval(settings.heartbeat())
          .missedHeartbeatsLimit(4)
          .shutdownMaxWait(SHUTDOWN_WAIT)
          .failureLogging(LogLevel.OFF, false);
      // At most as many are claimed as there are threads: what is claimed and waits shows no
      // heartbeat, and would be taken for dead and run a second time.
      schedulers.put(
          queue,
          postgres
              ? builder.pollUsingLockAndFetch(0.99, 1.0).build()
              : builder.pollUsingFetchAndLockOnExecute(0.99, 3.0).build());
    }
  }

  /** Before version 36 of the database there was one table, and an instance of then may still write to it. */
  private List<Task<?>> tasks(List<Job> jobs, JobQueue queue, Clock clock) {
    return jobs.stream()
        .filter(job -> job.kind().queue() == queue || queue == JobQueue.OTHERS)
        .<Task<?>>map(job -> task(job, clock))
        .toList();
  }

  private static boolean isPostgres(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }
  }

  private Task<Void> task(Job job, Clock clock) {
    return Tasks.custom(job.kind().name(), Void.class)
        .onFailure((failure, operations) -> {
          int failures = failure.getExecution().consecutiveFailures + 1;
          Duration pause = pauseAfter(failures);
          LOG.error(
              "Job {} {} failed {} time(s) in a row; it is tried again in {}",
              job.kind().name(),
              failure.getExecution().taskInstance.getId(),
              failures,
              pause,
              failure.getCause().orElse(null));
          operations.reschedule(failure, clock.instant().plus(pause));
        })
        .onDeadExecution((dead, operations) -> {
          if (runsHere(dead.getExecution().taskInstance)) {
            LOG.warn(
                "Job {} {} looked dead, but is running here: the machine's clock has jumped, or the database was away",
                job.kind().name(),
                dead.getExecution().taskInstance.getId());
          } else {
            REVIVE.deadExecution(dead, operations);
          }
        })
        .execute((instance, context) -> {
          Job.Result result = run(job, instance);
          if (result instanceof Job.Result.Again again) {
            return (complete, operations) -> operations.reschedule(complete, again.at());
          }
          return new CompletionHandler.OnCompleteRemove<>();
        });
  }

  private Job.Result run(Job job, TaskInstanceId instance) {
    running.add(key(instance));
    try {
      return job.run(instance.getId());
    } finally {
      running.remove(key(instance));
    }
  }

  private boolean runsHere(TaskInstanceId instance) {
    return running.contains(key(instance));
  }

  private static String key(TaskInstanceId instance) {
    return instance.getTaskName() + " " + instance.getId();
  }

  static Duration pauseAfter(int failures) {
    int doublings = Math.min(failures - 1, 10);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
  void jobsAreDue(Jobs.JobsDue due) {
    Objects.requireNonNull(schedulers.get(due.queue())).triggerCheckForDueExecutions();
  }

  @Override
  public void start() {
    schedulers.values().forEach(Scheduler::start);
  }

  /** All at the same time: each waits for what it is at. */
  @Override
  public void stop() {
    CompletableFuture.allOf(schedulers.values().stream()
            .map(scheduler -> CompletableFuture.runAsync(
                scheduler::stop, stopping -> new Thread(stopping, "stop-jobs").start()))
            .toArray(CompletableFuture[]::new))
        .join();
  }

  @Override
  public boolean isRunning() {
    return schedulers.values().stream()
        .allMatch(scheduler -> scheduler.getSchedulerState().isStarted());
  }
}
