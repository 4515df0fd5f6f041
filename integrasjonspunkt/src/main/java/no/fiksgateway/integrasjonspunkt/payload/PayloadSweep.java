package no.fiksgateway.integrasjonspunkt.payload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.jobs.Job;
import no.fiksgateway.integrasjonspunkt.jobs.JobKind;
import no.fiksgateway.integrasjonspunkt.jobs.JobQueue;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Removes payloads that nobody names: a process that dies between storing a payload and committing the row that names it
 * leaves one, and nothing else would ever find it.
 *
 * <p>A payload is named by the transaction that follows its storing or never. So one that no committed row names, and
 * that is older than any call may last, is never named again. A pass goes through the store in portions and remembers
 * how far it came, whichever instance goes on.
 */
@Component
class PayloadSweep implements Job {
  private static final JobKind KIND = new JobKind("sweep-payloads", JobQueue.OTHERS);
  private static final String ALL = "all";

  private static final Logger LOG = LoggerFactory.getLogger(PayloadSweep.class);
  private static final int PORTION = 1000;
  private static final Duration BETWEEN_PASSES = Duration.ofDays(1);

  private final PayloadStore payloads;
  private final List<PayloadOwner> owners;
  private final PayloadSettings settings;
  private final JdbcClient database;
  private final Jobs jobs;
  private final Clock clock;

  PayloadSweep(
      PayloadStore payloads,
      List<PayloadOwner> owners,
      PayloadSettings settings,
      JdbcClient database,
      Jobs jobs,
      Clock clock) {
    this.payloads = payloads;
    this.owners = owners;
    this.settings = settings;
    this.database = database;
    this.jobs = jobs;
    this.clock = clock;
  }

  @EventListener(ApplicationReadyEvent.class)
  @Transactional
  void begin() {
    jobs.unlessThere(KIND, ALL);
  }

  @Override
  public JobKind kind() {
    return KIND;
  }

  @Override
  public Result run(String id) {
    try {
      boolean more = sweepPortion(PORTION);
      return Job.again(more ? clock.instant() : clock.instant().plus(BETWEEN_PASSES));
    } catch (IOException e) {
      throw new UncheckedIOException("The payload store could not be swept; it is tried again", e);
    }
  }

  /**
   * Looks at the next payloads in the order of their ids.
   *
   * @return false: this was the end of the pass, and the next portion is the first one again
   */
  boolean sweepPortion(int atMost) throws IOException {
    List<PayloadStore.Kept> portion = payloads.list(reached().orElse(null), atMost);
    Instant latest = clock.instant().minus(settings.unnamedKept());
    Set<String> unnamed = new HashSet<>(portion.stream()
        .filter(kept -> kept.since().isBefore(latest))
        .map(kept -> kept.id().value())
        .toList());
    for (PayloadOwner owner : owners) {
      if (!unnamed.isEmpty()) {
        unnamed.removeAll(owner.named(Set.copyOf(unnamed)));
      }
    }
    for (String payload : unnamed) {
      payloads.delete(new PayloadId(payload));
    }
    if (!unnamed.isEmpty()) {
      LOG.info("Removed {} payloads that no message names: {}", unnamed.size(), unnamed);
    }
    boolean more = portion.size() == atMost;
    remember(more ? portion.get(portion.size() - 1).id().value() : null);
    return more;
  }

  private Optional<PayloadId> reached() {
    return database
        .sql("select reached from payload_sweep")
        .query((row, number) -> Optional.ofNullable(row.getString(1)).map(PayloadId::new))
        .single();
  }

  private void remember(@Nullable String reached) {
    database.sql("update payload_sweep set reached = ?").param(reached).update();
  }
}
