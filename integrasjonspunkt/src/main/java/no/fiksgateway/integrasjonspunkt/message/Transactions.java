package no.fiksgateway.integrasjonspunkt.message;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs work in a transaction that begins and ends where it is written, for steps between which others may look. */
@Component
public class Transactions {
  private static final int TRIES = 5;

  private final TransactionTemplate transaction;

  Transactions(PlatformTransactionManager transactions) {
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Runs the work once; what it throws rolls back. */
  public <T> T once(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(status -> work.get()));
  }

  /**
   * Runs work that two may be at in the same moment. The database tells them apart; the one that came second looks again,
   * a few times, before it gives up with what the database said.
   */
  public <T> T insist(Supplier<T> work) {
    for (int tried = 1; ; tried++) {
      try {
        return once(work);
      } catch (ConcurrencyFailureException | DataIntegrityViolationException cameSecond) {
        if (tried == TRIES || Unstorable.isCauseOf(cameSecond)) {
          throw cameSecond;
        }
      }
    }
  }

  /** As {@link #insist(Supplier)}, for work that answers nothing. */
  public void insist(Runnable work) {
    insist(() -> {
      work.run();
      return true;
    });
  }
}
