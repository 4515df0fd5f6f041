package no.fiksgateway.integrasjonspunkt.webhook;

import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import no.fiksgateway.integrasjonspunkt.message.MessageStatusChanged;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Every status that clients see, in one order that all instances agree on and that never changes afterwards: the order
 * in which the statuses became visible, and for one message the order in which they were registered.
 *
 * <p>Numbers that are drawn inside a transaction do not give that order: of two that run at the same time, the one with
 * the higher numbers may commit first, and a reader that has gone past them would never see the other. So a status only
 * gets an entry in its own transaction. Its position is given later, by whoever holds the lock on the feed's head, to
 * what is committed by then. Whoever sees a position therefore sees all lower ones.
 */
@Component
public class StatusFeed {
  private static final int AT_ONCE = 500;

  private final EntityManager entities;
  private final JdbcClient database;
  private final JdbcTemplate batches;
  private final Transactions transactions;
  private final ApplicationEventPublisher events;

  /** Threads of this instance wait here and not for the database, where each would hold a connection. */
  private final ReentrantLock settling = new ReentrantLock();

  StatusFeed(
      EntityManager entities,
      JdbcClient database,
      JdbcTemplate batches,
      Transactions transactions,
      ApplicationEventPublisher events) {
    this.entities = entities;
    this.database = database;
    this.batches = batches;
    this.transactions = transactions;
    this.events = events;
  }

  /** Statuses have got their positions. Published inside the transaction that gives them, oldest first. */
  public record Positioned(List<Place> places) {}

  /** A status and its position. */
  public record Place(long position, long statusId) {}

  @EventListener
  void enter(MessageStatusChanged changed) {
    entities.persist(new FeedEntry(entities.getReference(StatusChange.class, changed.statusId())));
  }

  /** Gives positions to everything committed so far. Not to be called inside a transaction that writes statuses. */
  public void settle() {
    settling.lock();
    try {
      boolean more = somethingWaits();
      while (more) {
        more = transactions.once(this::settleSome);
      }
    } finally {
      settling.unlock();
    }
  }

  private boolean somethingWaits() {
    return database
        .sql("select status_id from status_feed where position is null limit 1")
        .query(Long.class)
        .optional()
        .isPresent();
  }

  private boolean settleSome() {
    long head = database
        .sql("select position from status_feed_head for update")
        .query(Long.class)
        .single();
    List<Long> waiting = database
        .sql("select status_id from status_feed where position is null order by entry limit ?")
        .param(AT_ONCE)
        .query(Long.class)
        .list();
    if (waiting.isEmpty()) {
      return false;
    }
    List<Place> places = IntStream.range(0, waiting.size())
        .mapToObj(place -> new Place(head + 1 + place, waiting.get(place)))
        .toList();
    batches.batchUpdate(
        "update status_feed set position = ? where status_id = ?",
        places.stream()
            .map(place -> new Object[] {place.position(), place.statusId()})
            .toList());
    database
        .sql("update status_feed_head set position = ?")
        .param(head + places.size())
        .update();
    events.publishEvent(new Positioned(places));
    return places.size() == AT_ONCE;
  }

  /** The highest position given so far; 0 where there is none. */
  public long head() {
    return database
        .sql("select position from status_feed_head")
        .query(Long.class)
        .single();
  }

  /** Where a status stands; empty where it is not in the feed, or no longer. */
  public OptionalLong positionOf(long statusId) {
    return database
        .sql("select position from status_feed where status_id = ? and position is not null")
        .param(statusId)
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** What comes after a position, at most so many, in order. */
  public List<FeedStatus> after(long position, int atMost) {
    return database
        .sql(SELECT + " from status_feed f" + JOINS
            + " where f.position > :position order by f.position limit :most")
        .param("position", position)
        .param("most", atMost)
        .query(StatusFeed::row)
        .list();
  }

  /** Our own account that a message, {@code m}, belongs to. */
  static final String KONTO =
      "case m.direction when 'OUTGOING' then m.avsender_konto else m.mottaker_konto end";

  /** The columns of {@link #row}, from {@code f}, which has a position and a status_id. */
  static final String SELECT =
      "select f.position, s.id, s.message_id, s.conversation_id, m.direction, s.status, s.description, s.last_update, "
          + KONTO + " as konto";

  static final String JOINS =
      " join status_change s on s.id = f.status_id join message m on m.id = s.message";

  static FeedStatus row(ResultSet found, int number) throws SQLException {
    return new FeedStatus(
        found.getLong("position"),
        found.getLong("id"),
        found.getObject("message_id", UUID.class),
        found.getObject("conversation_id", UUID.class),
        found.getObject("konto", UUID.class),
        Direction.valueOf(found.getString("direction")),
        found.getString("status"),
        found.getString("description"),
        found.getObject("last_update", OffsetDateTime.class).toInstant());
  }
}
