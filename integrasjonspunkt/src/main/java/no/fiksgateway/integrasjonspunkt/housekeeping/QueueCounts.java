package no.fiksgateway.integrasjonspunkt.housekeeping;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.QueueLookup;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What the platform counted last at the queues of our accounts. */
@Component
class QueueCounts {
  private static final Logger LOG = LoggerFactory.getLogger(QueueCounts.class);

  private final Kontokatalog katalog;
  private final Clock clock;
  private final Map<KontoId, Counted> last = new ConcurrentHashMap<>();

  QueueCounts(Kontokatalog katalog, Clock clock) {
    this.katalog = katalog;
    this.clock = clock;
  }

  /**
   * An answer of the platform.
   *
   * @param askedAt before the question was sent: what happened after that may not be in the answer
   * @param unavailable why the platform has not answered since; null where it has
   */
  record Counted(
      @Nullable Instant askedAt,
      @Nullable Long consumers,
      @Nullable Long unfetched,
      @Nullable String unavailable) {}

  /** Asks for one account. Takes at most integrasjonspunkt.fiks.lookup-timeout for each call it needs. */
  void ask(KontoId konto) {
    Instant askedAt = clock.instant();
    QueueLookup answer = katalog.queue(konto);
    Counted before = last.get(konto);
    if (answer instanceof QueueLookup.Found found) {
      last.put(
          konto,
          new Counted(askedAt, found.antallKonsumenter(), found.antallUavhentedeMeldinger(), null));
      return;
    }
    String reason = ((QueueLookup.Unavailable) answer).reason();
    if (before == null || before.unavailable() == null) {
      LOG.warn(
          "What the platform counts at the queue of account {} is not known: {}", konto, reason);
    }
    last.put(
        konto,
        before == null
            ? new Counted(null, null, null, reason)
            : new Counted(before.askedAt(), before.consumers(), before.unfetched(), reason));
  }

  Optional<Counted> of(KontoId konto) {
    return Optional.ofNullable(last.get(konto));
  }
}
