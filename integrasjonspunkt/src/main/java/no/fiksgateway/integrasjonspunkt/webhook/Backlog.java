package no.fiksgateway.integrasjonspunkt.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import no.fiksgateway.integrasjonspunkt.jobs.Backoff;
import no.fiksgateway.integrasjonspunkt.webhook.Deliveries.GivenUp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is still to be pushed to each subscription: what a replay asks for, and then everything in the feed after the
 * position the pushes have reached.
 */
@Component
class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
  private static final int AT_ONCE = 50;

  /** Beside what is refused this often, the next ones must have their turn. */
  static final int MOST_REFUSALS = 10;

  private final JdbcClient database;
  private final StatusFeed feed;
  private final WebhookSettings settings;
  private final Clock clock;

  Backlog(JdbcClient database, StatusFeed feed, WebhookSettings settings, Clock clock) {
    this.database = database;
    this.feed = feed;
    this.settings = settings;
    this.clock = clock;
  }

  /** A status to be pushed. */
  record Push(FeedStatus status, boolean replayed) {}

  /** A new subscription is told of what comes after a position. */
  void begin(long subscription, long position) {
    database
        .sql("insert into push_progress (subscription, position) values (?, ?)")
        .param(subscription)
        .param(position)
        .update();
  }

  /** A subscription, and the accounts it was made for. */
  record Behind(long subscription, @Nullable String heldTo) {}

  /** Subscriptions that something waits for, as far as can be seen without their filters. */
  List<Behind> behind() {
    return database.sql("""
            select p.subscription, s.held_to from push_progress p
            join push_subscription s on s.id = p.subscription
            where p.position < (select position from status_feed_head)
               or exists (select 1 from push_replay r where r.subscription = p.subscription)
            """).query(Behind.class).list();
  }

  /** The next ones, in the order they are to be pushed; none only where nothing waits. */
  List<Push> next(long subscription, StatusFilter filter) {
    List<Push> replayed = database
        .sql(StatusFeed.SELECT + " from push_replay f" + StatusFeed.JOINS
            + " where f.subscription = :subscription order by f.position limit :most")
        .param("subscription", subscription)
        .param("most", AT_ONCE)
        .query(StatusFeed::row)
        .list()
        .stream()
        .map(status -> new Push(status, true))
        .toList();
    return replayed.isEmpty() ? nextNew(subscription, filter) : replayed;
  }

  private List<Push> nextNew(long subscription, StatusFilter filter) {
    long position = position(subscription);
    while (true) {
      List<FeedStatus> found = feed.after(position, AT_ONCE);
      if (found.isEmpty()) {
        return List.of();
      }
      List<Push> wanted = found.stream()
          .filter(filter::matches)
          .map(status -> new Push(status, false))
          .toList();
      if (!wanted.isEmpty()) {
        return wanted;
      }
      position = found.get(found.size() - 1).position();
      reached(subscription, position);
    }
  }

  private long position(long subscription) {
    return database
        .sql("select position from push_progress where subscription = ?")
        .param(subscription)
        .query(Long.class)
        .optional()
        .orElse(Long.MAX_VALUE);
  }

  private void reached(long subscription, long position) {
    database
        .sql("update push_progress set position = :position"
            + " where subscription = :subscription and position < :position")
        .param("subscription", subscription)
        .param("position", position)
        .update();
  }

  @Transactional
  void delivered(long subscription, Push push) {
    done(subscription, push);
    database
        .sql(
            "update push_progress set last_success = :now, failures = 0, refusals = 0, failing_since = null,"
                + " next_attempt = null where subscription = :subscription")
        .param("subscription", subscription)
        .param("now", sql(clock.instant()))
        .update();
  }

  private void done(long subscription, Push push) {
    long position = push.status().position();
    if (push.replayed()) {
      database
          .sql("delete from push_replay where subscription = ? and position = ?")
          .param(subscription)
          .param(position)
          .update();
    } else {
      reached(subscription, position);
    }
  }

  /** Answers when the next attempt is due; now, for a subscription that is no more. */
  @Transactional
  Instant failed(PushSubscription subscription, Push push, PushClient.Outcome.Failed what) {
    long id = subscription.id();
    Instant now = clock.instant();
    Progress before = progress(id).orElse(null);
    if (before == null) {
      return now;
    }
    int failures = before.failures() + 1;
    int refusals = what.refused() ? before.refusals() + 1 : 0;
    Instant since = Objects.requireNonNullElse(before.failingSince(), now);
    Instant next = now.plus(new Backoff(settings.firstPause(), settings.longestPause())
        .after(failures, what.retryAfter()));
    if (refusals >= MOST_REFUSALS) {
      done(id, push);
      givenUp(subscription, List.of(push.status().at()));
      failures = 0;
      refusals = 0;
      next = now;
    }
    Instant tooOld = now.minus(settings.giveUpAfter());
    if (!since.isAfter(tooOld)) {
      giveUpWhatIsOlderThan(tooOld, subscription);
    }
    database
        .sql(
            "update push_progress set failures = :failures, refusals = :refusals, failing_since = :since,"
                + " last_failure = :now, failure = :failure, next_attempt = :next"
                + " where subscription = :subscription")
        .param("subscription", id)
        .param("failures", failures)
        .param("refusals", refusals)
        .param("since", sql(since))
        .param("now", sql(now))
        .param("failure", what.reason())
        .param("next", sql(next))
        .update();
    return next;
  }

  /** Of the new ones the time they were registered counts, of replayed ones the time they were asked for. */
  private void giveUpWhatIsOlderThan(Instant tooOld, PushSubscription subscription) {
    long id = subscription.id();
    givenUp(
        subscription,
        database
            .sql(
                "select s.last_update from push_replay r join status_change s on s.id = r.status_id"
                    + " where r.subscription = :subscription and r.requested_at <= :old")
            .param("subscription", id)
            .param("old", sql(tooOld))
            .query((found, number) ->
                found.getObject("last_update", OffsetDateTime.class).toInstant())
            .list());
    database
        .sql("delete from push_replay where subscription = ? and requested_at <= ?")
        .param(id)
        .param(sql(tooOld))
        .update();
    for (List<FeedStatus> old = olderThan(tooOld, id);
        !old.isEmpty();
        old = olderThan(tooOld, id)) {
      givenUp(
          subscription,
          old.stream()
              .filter(subscription.statusFilter()::matches)
              .map(FeedStatus::at)
              .toList());
      reached(id, old.get(old.size() - 1).position());
    }
  }

  private List<FeedStatus> olderThan(Instant tooOld, long subscription) {
    return feed.after(position(subscription), AT_ONCE).stream()
        .takeWhile(status -> !status.at().isAfter(tooOld))
        .toList();
  }

  private void givenUp(PushSubscription subscription, List<Instant> registered) {
    if (registered.isEmpty()) {
      return;
    }
    Instant first = registered.stream().min(Instant::compareTo).orElseThrow();
    Instant last = registered.stream().max(Instant::compareTo).orElseThrow();
    LOG.warn(
        "Gave up pushing {} status(es) registered from {} to {} to subscription {} ({}); its endpoint does not take"
            + " them. When it does, POST /api/subscriptions/{}/replay pushes them",
        registered.size(),
        first,
        last,
        subscription.id(),
        subscription.name(),
        subscription.id());
    database
        .sql("update push_progress set given_up = given_up + :count,"
            + " given_up_from = least(coalesce(given_up_from, :first), :first),"
            + " given_up_to = greatest(coalesce(given_up_to, :last), :last)"
            + " where subscription = :subscription")
        .param("subscription", subscription.id())
        .param("count", registered.size())
        .param("first", sql(first))
        .param("last", sql(last))
        .update();
  }

  /** See {@link Subscriptions#replay}. */
  @Transactional
  public int replay(long subscription, StatusFilter filter, Instant from, Instant to) {
    String matching = " from status_feed f" + StatusFeed.JOINS
        + " where f.position <= (select position from push_progress where subscription = :subscription)"
        + " and s.last_update between :from and :to" + filter.condition();
    range(
            database.sql("insert into push_replay (subscription, position, status_id, requested_at)"
                + " select cast(:subscription as bigint), f.position, f.status_id, cast(:now as timestamp with time zone)"
                + matching
                + " on conflict do nothing"),
            subscription,
            from,
            to)
        .param("now", sql(clock.instant()))
        .params(filter.parameters())
        .update();
    range(
            database.sql(
                "update push_progress set given_up = 0, given_up_from = null, given_up_to = null"
                    + " where subscription = :subscription and given_up_from >= :from and given_up_to <= :to"),
            subscription,
            from,
            to)
        .update();
    return range(
            database.sql("select count(*) from status_feed f" + StatusFeed.JOINS
                + " where s.last_update between :from and :to" + filter.condition()
                + " and (f.position > (select position from push_progress where subscription = :subscription)"
                + " or exists (select 1 from push_replay r"
                + " where r.subscription = :subscription and r.position = f.position))"),
            subscription,
            from,
            to)
        .params(filter.parameters())
        .query(Integer.class)
        .single();
  }

  private static StatementSpec range(
      StatementSpec statement, long subscription, Instant from, Instant to) {
    return statement
        .param("subscription", subscription)
        .param("from", sql(from))
        .param("to", sql(to));
  }

  Deliveries deliveries(long subscription, StatusFilter filter) {
    Progress progress = progress(subscription).orElseThrow();
    long waiting = database
            .sql("select count(*) from status_feed f" + StatusFeed.JOINS
                + " where f.position > :position" + filter.condition())
            .param("position", progress.position())
            .params(filter.parameters())
            .query(Long.class)
            .single()
        + database
            .sql("select count(*) from push_replay where subscription = ?")
            .param(subscription)
            .query(Long.class)
            .single();
    return new Deliveries(
        waiting,
        progress.lastSuccess(),
        progress.lastFailure(),
        progress.failure(),
        progress.failures(),
        progress.nextAttempt(),
        progress.givenUp());
  }

  private record Progress(
      long position,
      int failures,
      int refusals,
      @Nullable Instant failingSince,
      @Nullable Instant lastSuccess,
      @Nullable Instant lastFailure,
      @Nullable String failure,
      @Nullable Instant nextAttempt,
      @Nullable GivenUp givenUp) {}

  private Optional<Progress> progress(long subscription) {
    return database
        .sql("select * from push_progress where subscription = ?")
        .param(subscription)
        .query(Backlog::progress)
        .optional();
  }

  private static Progress progress(ResultSet found, int number) throws SQLException {
    Instant from = instant(found, "given_up_from");
    Instant to = instant(found, "given_up_to");
    return new Progress(
        found.getLong("position"),
        found.getInt("failures"),
        found.getInt("refusals"),
        instant(found, "failing_since"),
        instant(found, "last_success"),
        instant(found, "last_failure"),
        found.getString("failure"),
        instant(found, "next_attempt"),
        from == null || to == null ? null : new GivenUp(found.getLong("given_up"), from, to));
  }

  private static @Nullable Instant instant(ResultSet found, String column) throws SQLException {
    OffsetDateTime at = found.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static OffsetDateTime sql(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
