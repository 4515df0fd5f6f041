package no.fiksgateway.integrasjonspunkt.katalog;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whose the accounts are that have sent to us, so that an organisation can be answered by its number. */
@Component
public class LearnedAddresses {
  private final JdbcClient database;
  private final Clock clock;

  LearnedAddresses(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Remembers whose account it is, in the caller's transaction where there is one. Only for what the Kontokatalog said:
   * messages to the organisation may go there.
   */
  public void learned(KontoId konto, Organisasjonsnummer whose) {
    Optional<Organisasjonsnummer> known = organisation(konto);
    if (known.isPresent() && known.get().equals(whose)) {
      return;
    }
    String write = known.isPresent()
        ? "update learned_address set organisasjonsnummer = :number, learned_at = :now where konto = :konto"
        : "insert into learned_address (konto, organisasjonsnummer, learned_at) values (:konto, :number, :now)"
            + " on conflict do nothing";
    database
        .sql(write)
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
