package no.fiksgateway.integrasjonspunkt.jobs;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.exceptions.FailedToScheduleBatchException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Asks for work in the caller's transaction: it happens if, and only if, that transaction commits. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private static final int TRIES = 5;

  private final Map<JobQueue, SchedulerClient> clients = new EnumMap<>(JobQueue.class);
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Jobs(DataSource dataSource, ApplicationEventPublisher events, Clock clock) {
    DataSource inTransaction = new TransactionAwareDataSourceProxy(dataSource);
    for (JobQueue queue : JobQueue.values()) {
      clients.put(
          queue,
          SchedulerClient.Builder.create(inTransaction).tableName(queue.table()).build());
    }
    this.events = events;
    this.clock = clock;
  }

  /** To be run as soon as the transaction has committed, also where the job was waiting for a later time. */
  public void now(JobKind job, String id) {
    at(job, id, clock.instant());
    events.publishEvent(new JobsDue(job.queue()));
  }

  /**
   * To be run at these times, for something that is made in this transaction, so that none of the jobs can be there.
   *
   * @param times by job
   * @throws DuplicateKeyException one of them is there: somebody else has made the same
   */
  public void ofNew(String id, Map<JobKind, Instant> times) {
    try {
      // In the same order everywhere, so that two who make the same do not wait for each other.
      times.entrySet().stream()
          .sorted(Comparator.comparing(job -> job.getKey().queue()))
          .forEach(job -> client(job.getKey().queue())
              .scheduleBatch(
                  List.of(SchedulableInstance.of(instance(job.getKey(), id), job.getValue()))));
    } catch (FailedToScheduleBatchException e) {
      throw new DuplicateKeyException("A job of " + times.keySet() + " is there for " + id, e);
    }
    Instant now = clock.instant();
    times.forEach((job, time) -> {
      if (!time.isAfter(now)) {
        events.publishEvent(new JobsDue(job.queue()));
      }
    });
  }

  /** To be run as soon as the transaction has committed, unless the job is there already: then it keeps its time. */
  public void unlessThere(JobKind job, String id) {
    boolean added = client(job.queue())
        .schedule(instance(job, id), clock.instant(), ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
    if (added) {
      events.publishEvent(new JobsDue(job.queue()));
    }
  }

  /** To be run at a time. A job that already waits is moved; one that is running now stays as it is. */
  public void at(JobKind job, String id, Instant when) {
    for (int tried = 1; !isScheduled(job, id, when); tried++) {
      if (tried == TRIES) {
        throw new ConcurrencyFailureException(
            "Job " + job.name() + " " + id + " was picked up each time it was to be moved");
      }
    }
  }

  /** False: it was picked up or ended between the scheduler's look at it and its write. */
  private boolean isScheduled(JobKind job, String id, Instant when) {
    try {
      client(job.queue()).schedule(instance(job, id), when, ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
    } catch (TaskInstanceCurrentlyExecutingException running) {
      LOG.debug("Job {} {} is running and decides itself when to go on", job.name(), id);
    } catch (ExecutionException changed) {
      LOG.debug("Job {} {} is looked at again", job.name(), id, changed);
      return false;
    }
    return true;
  }

  /** Takes back a job that waits. False: it is running now, or nothing waits. */
  public boolean takeBack(JobKind job, String id) {
    try {
      client(job.queue()).cancel(instance(job, id));
      return true;
    } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException tooLate) {
      return false;
    } catch (ExecutionException changed) {
      throw new ConcurrencyFailureException(
          "Job " + job.name() + " " + id + " was picked up while it was taken back", changed);
    }
  }

  /** Looks soon, and not only at the next poll, what is due in a queue. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public void lookAgain(JobQueue queue) {
    events.publishEvent(new JobsDue(queue));
  }

  private SchedulerClient client(JobQueue queue) {
    return Objects.requireNonNull(clients.get(queue));
  }

  private static TaskInstance<Void> instance(JobKind job, String id) {
    return new TaskInstance<>(job.name(), id);
  }

  /** Published where jobs may have become due, so that they need not wait for the next look at the table. */
  record JobsDue(JobQueue queue) {}
}
