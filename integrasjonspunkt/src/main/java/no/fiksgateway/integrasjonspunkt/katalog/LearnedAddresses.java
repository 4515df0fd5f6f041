package no.fiksgateway.integrasjonspunkt.katalog;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Whose the accounts are that have sent to us, so that an organisation can be answered by its number. */
@Component
class LearnedAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(LearnedAddresses.class);

  private final JdbcClient database;
  private final TransactionTemplate ownTransaction;
  private final Clock clock;

  LearnedAddresses(JdbcClient database, PlatformTransactionManager transactions, Clock clock) {
    this.database = database;
    this.ownTransaction = new TransactionTemplate(transactions);
    this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.clock = clock;
  }

  /**
   * Remembers whose account it is, apart from the caller's transaction: that this may fail, and two may do it at once, is
   * no reason to lose what the caller does. Only for what the Kontokatalog said, since messages to the organisation may
   * go there.
   */
  void learned(KontoId konto, Organisasjonsnummer whose) {
    Optional<Organisasjonsnummer> known = organisation(konto);
    if (known.isPresent() && known.get().equals(whose)) {
      return;
    }
    try {
      ownTransaction.executeWithoutResult(status -> write(konto, whose, known.isPresent()));
    } catch (DataAccessException | TransactionException e) {
      LOG.info(
          "That account {} belongs to {} could not be remembered, and is tried again when it next sends",
          konto,
          whose,
          e);
    }
  }

  private void write(KontoId konto, Organisasjonsnummer whose, boolean replaces) {
    database
        .sql(
            replaces
                ? "update learned_address set organisasjonsnummer = :number, learned_at = :now"
                    + " where konto = :konto"
                : "insert into learned_address (konto, organisasjonsnummer, learned_at)"
                    + " values (:konto, :number, :now) on conflict do nothing")
        .param("konto", konto.value())
        .param("number", whose.value())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  Optional<Organisasjonsnummer> organisation(KontoId konto) {
    return database
        .sql("select organisasjonsnummer from learned_address where konto = :konto")
        .param("konto", konto.value())
        .query(String.class)
        .optional()
        .map(Organisasjonsnummer::new);
  }

  List<KontoId> accountsOf(Organisasjonsnummer number) {
    return database
        .sql("select konto from learned_address where organisasjonsnummer = :number order by konto")
        .param("number", number.value())
        .query(UUID.class)
        .list()
        .stream()
        .map(KontoId::new)
        .toList();
  }
}
