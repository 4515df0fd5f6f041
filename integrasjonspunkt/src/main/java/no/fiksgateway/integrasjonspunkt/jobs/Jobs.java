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
import java.util.List;
import java.util.Map;
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

  private final SchedulerClient client;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Jobs(DataSource dataSource, ApplicationEventPublisher events, Clock clock) {
    this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
        .build();
    this.events = events;
    this.clock = clock;
  }

  /** To be run as soon as the transaction has committed, also where the job was waiting for a later time. */
  public void now(String job, String id) {
    at(job, id, clock.instant());
    events.publishEvent(new JobsDue());
  }

  /**
   * To be run at these times, for something that is made in this transaction, so that none of the jobs can be there.
   *
   * @param times by job
   * @throws DuplicateKeyException one of them is there: somebody else has made the same
   */
  public void ofNew(String id, Map<String, Instant> times) {
    List<SchedulableInstance<?>> all = times.entrySet().stream()
        .<SchedulableInstance<?>>map(
            job -> SchedulableInstance.of(new TaskInstance<>(job.getKey(), id), job.getValue()))
        .toList();
    try {
      client.scheduleBatch(all);
    } catch (FailedToScheduleBatchException e) {
      throw new DuplicateKeyException("A job of " + times.keySet() + " is there for " + id, e);
    }
    Instant now = clock.instant();
    if (times.values().stream().anyMatch(time -> !time.isAfter(now))) {
      events.publishEvent(new JobsDue());
    }
  }

  /** To be run as soon as the transaction has committed, unless the job is there already: then it keeps its time. */
  public void unlessThere(String job, String id) {
    boolean added = client.schedule(
        new TaskInstance<>(job, id), clock.instant(), ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
    if (added) {
      events.publishEvent(new JobsDue());
    }
  }

  /** To be run at a time. A job that already waits is moved; one that is running now stays as it is. */
  public void at(String job, String id, Instant when) {
    for (int tried = 1; !isScheduled(job, id, when); tried++) {
      if (tried == TRIES) {
        throw new ConcurrencyFailureException(
            "Job " + job + " " + id + " was picked up each time it was to be moved");
      }
    }
  }

  /** False: it was picked up or ended between the scheduler's look at it and its write. */
  private boolean isScheduled(String job, String id, Instant when) {
    try {
      client.schedule(new TaskInstance<>(job, id), when, ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
    } catch (TaskInstanceCurrentlyExecutingException running) {
      LOG.debug("Job {} {} is running and decides itself when to go on", job, id);
    } catch (ExecutionException changed) {
      LOG.debug("Job {} {} is looked at again", job, id, changed);
      return false;
    }
    return true;
  }

  /** Takes back a job that waits. False: it is running now, or nothing waits. */
  public boolean takeBack(String job, String id) {
    try {
      client.cancel(new TaskInstance<>(job, id));
      return true;
    } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException tooLate) {
      return false;
    } catch (ExecutionException changed) {
      throw new ConcurrencyFailureException(
          "Job " + job + " " + id + " was picked up while it was taken back", changed);
    }
  }

  /** Published where jobs became due, so that they need not wait for the next look at the table. */
  record JobsDue() {}
}
