package no.fiksgateway.integrasjonspunkt.katalog;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
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

/** Whose the accounts are that have sent to us, and what, so that an organisation can be answered by its number. */
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
   * Remembers whose account it is that sent this, apart from the caller's transaction: that this may fail, and two may do it at once, is
   * no reason to lose what the caller does. Only for what the Kontokatalog said, since messages to the organisation may
   * go there.
   */
  void learned(KontoId konto, Organisasjonsnummer whose, Meldingstype sent) {
    if (isKnown(konto, whose, sent)) {
      return;
    }
    try {
      ownTransaction.executeWithoutResult(status -> write(konto, whose, sent));
    } catch (DataAccessException | TransactionException e) {
      LOG.info(
          "That account {} belongs to {} could not be remembered, and is tried again when it next sends",
          konto,
          whose,
          e);
    }
  }

  private boolean isKnown(KontoId konto, Organisasjonsnummer whose, Meldingstype sent) {
    return database
        .sql(
            "select 1 from learned_address a join learned_type t on t.konto = a.konto"
                + " where a.konto = :konto and a.organisasjonsnummer = :number and t.meldingstype = :type")
        .param("konto", konto.value())
        .param("number", whose.value())
        .param("type", sent.value())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private void write(KontoId konto, Organisasjonsnummer whose, Meldingstype sent) {
    List.of(
            "update learned_address set organisasjonsnummer = :number, learned_at = :now"
                + " where konto = :konto and organisasjonsnummer <> :number",
            "insert into learned_address (konto, organisasjonsnummer, learned_at)"
                + " values (:konto, :number, :now) on conflict do nothing",
            "insert into learned_type (konto, meldingstype) values (:konto, :type) on conflict do nothing")
        .forEach(sql -> database
            .sql(sql)
            .param("konto", konto.value())
            .param("number", whose.value())
            .param("type", sent.value())
            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
            .update());
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

  /** Those of them that have sent something of this process. */
  List<KontoId> accountsOf(Organisasjonsnummer number, String process) {
    return database
        .sql(
            "select a.konto, t.meldingstype from learned_address a join learned_type t on t.konto = a.konto"
                + " where a.organisasjonsnummer = :number order by a.konto")
        .param("number", number.value())
        .query((found, row) ->
            new Sent(found.getObject("konto", UUID.class), found.getString("meldingstype")))
        .stream()
        .filter(sent -> sent.isOf(process))
        .map(sent -> new KontoId(sent.konto()))
        .distinct()
        .toList();
  }

  private record Sent(UUID konto, String meldingstype) {
    private static final Pattern PROTOCOL = Pattern.compile("(.+?\\.v\\d+)\\..+");

    /** A process is a Meldingstype, or what several begin with, by habit as far as the protocol's version. */
    boolean isOf(String process) {
      return meldingstype.startsWith(process + ".")
          || protocol(meldingstype).equals(protocol(process));
    }

    private static String protocol(String type) {
      Matcher matcher = PROTOCOL.matcher(type);
      return matcher.matches() ? matcher.group(1) : type;
    }
  }
}
