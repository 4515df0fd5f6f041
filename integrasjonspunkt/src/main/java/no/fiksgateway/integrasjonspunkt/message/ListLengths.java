package no.fiksgateway.integrasjonspunkt.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The exact lengths of the long lists, at the same cost however long they are.
 *
 * <p>Whoever adds to a list or takes from it writes down, in the same transaction, how much longer it becomes; the sum of
 * what is written is the length. It is never ahead of the list nor behind it, whatever rolls back or commits late, and no
 * two writers wait for each other. Now and then a few hundred of these notes are folded into one.
 */
@Component
public class ListLengths {
  private static final Logger LOG = LoggerFactory.getLogger(ListLengths.class);

  private static final String CONVERSATIONS = "CONVERSATIONS";
  private static final String STATUSES = "STATUSES";

  private static final String INSERT =
      "insert into list_growth (list, kind, konto, entries) values (?, ?, ?, ?)";

  /** An id no account has, for SQL knows no empty list. */
  private static final List<UUID> NOBODY = List.of(new UUID(0, 0));

  /** Notes written between two folds: few enough to add up in no time. */
  private static final int FOLDED_AFTER = 250;

  /** Notes folded at once, so that a fold catches up with what processes that died have left. */
  private static final int MOST_FOLDED = 4 * FOLDED_AFTER;

  private final JdbcClient database;
  private final JdbcTemplate batches;
  private final TransactionTemplate ownTransaction;
  private final AtomicInteger notes = new AtomicInteger();

  ListLengths(JdbcClient database, JdbcTemplate batches, PlatformTransactionManager transactions) {
    this.database = database;
    this.batches = batches;
    this.ownTransaction = new TransactionTemplate(transactions);
    this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * How many messages clients are shown.
   *
   * @param of the accounts whose messages are meant; empty for all
   */
  public long conversations(@Nullable Direction direction, Optional<Set<KontoId>> of) {
    return length(CONVERSATIONS, direction == null ? null : direction.name(), of);
  }

  /** How many statuses clients are shown, as {@link #conversations(Direction, Optional)}. */
  public long statuses(@Nullable String status, Optional<Set<KontoId>> of) {
    return length(STATUSES, status, of);
  }

  private long length(String list, @Nullable String kind, Optional<Set<KontoId>> of) {
    return database
        .sql("select coalesce(sum(entries), 0) from list_growth where list = :list"
            + " and (kind = :kind or :allKinds) and (konto in (:kontoer) or :allKontoer)")
        .param("list", list)
        .param("kind", kind == null ? "" : kind)
        .param("allKinds", kind == null)
        .param("kontoer", of.map(ListLengths::ids).orElse(NOBODY))
        .param("allKontoer", of.isEmpty())
        .query(Long.class)
        .single();
  }

  private static List<UUID> ids(Set<KontoId> kontoer) {
    return kontoer.isEmpty() ? NOBODY : kontoer.stream().map(KontoId::value).toList();
  }

  /** @param more how many come into the list, in the caller's transaction; negative for those that leave it */
  void conversations(Direction direction, KontoId konto, int more) {
    note(new Part(CONVERSATIONS, direction.name(), konto.value()), more);
  }

  /** As {@link #conversations(Direction, KontoId, int)}. */
  void statuses(String status, KontoId konto, int more) {
    note(new Part(STATUSES, status, konto.value()), more);
  }

  /** Written at the end of the transaction, in one go. */
  private void note(Part part, int more) {
    Growth growth = (Growth) TransactionSynchronizationManager.getResource(this);
    if (growth == null) {
      growth = new Growth();
      TransactionSynchronizationManager.bindResource(this, growth);
      TransactionSynchronizationManager.registerSynchronization(growth);
    }
    growth.entries.merge(part, (long) more, Long::sum);
  }

  /** What one transaction has changed so far. */
  private class Growth implements TransactionSynchronization {
    private final Map<Part, Long> entries = new LinkedHashMap<>();

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(ListLengths.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(ListLengths.this, this);
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      write(entries);
    }

    @Override
    public void afterCommit() {
      if (notes.addAndGet(entries.size()) >= FOLDED_AFTER) {
        notes.set(0);
        foldUnlessItFails();
      }
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(ListLengths.this);
    }
  }

  private void write(Map<Part, Long> entries) {
    batches.batchUpdate(
        INSERT,
        entries.entrySet().stream()
            .map(entry -> new Object[] {
              entry.getKey().list(), entry.getKey().kind(), entry.getKey().konto(), entry.getValue()
            })
            .toList());
  }

  /** What has been committed must not look failed because of this. */
  private void foldUnlessItFails() {
    try {
      fold();
    } catch (DataAccessException | TransactionException e) {
      LOG.warn(
          "The lengths of the lists were not folded this time; they are exact all the same", e);
    }
  }

  private record Part(String list, String kind, UUID konto) {}

  private record Note(long id, Part part, long entries) {}

  /** Of two that fold at once each takes notes of its own; readers see either the notes or their sum. */
  void fold() {
    ownTransaction.executeWithoutResult(begun -> {
      List<Note> folded = database
          .sql(
              "select id, list, kind, konto, entries from list_growth order by id fetch first :most rows only for update skip locked")
          .param("most", MOST_FOLDED)
          .query((row, number) -> new Note(
              row.getLong("id"),
              new Part(
                  row.getString("list"), row.getString("kind"), row.getObject("konto", UUID.class)),
              row.getLong("entries")))
          .list();
      if (folded.isEmpty()) {
        return;
      }
      database
          .sql("delete from list_growth where id in (:ids)")
          .param("ids", folded.stream().map(Note::id).toList())
          .update();
      Map<Part, Long> sums = folded.stream()
          .collect(Collectors.groupingBy(
              Note::part, LinkedHashMap::new, Collectors.summingLong(Note::entries)));
      write(sums);
    });
  }
}
