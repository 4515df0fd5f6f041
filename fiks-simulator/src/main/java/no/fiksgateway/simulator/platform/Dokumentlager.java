package no.fiksgateway.simulator.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import no.fiksgateway.simulator.queue.Body;
import no.fiksgateway.simulator.queue.Melding;
import no.fiksgateway.simulator.queue.MovableClock;

/**
 * Where bodies above 5 MB wait to be fetched: until 24 hours after the message's time to live (KS: Fiks IO
 * documentation, "Dokumentlager").
 */
public final class Dokumentlager {
  /** The largest ciphertext, in bytes, that travels with its message. What KS means by 5 MB is not published. */
  static final long LARGEST_INLINE = 5L * 1024 * 1024;

  private static final Duration AFTER_TTL = Duration.ofHours(24);

  private record Dokument(UUID mottakerKontoId, Body body, Instant deleted) {}

  private final MovableClock clock;
  private final Map<UUID, Dokument> dokumenter = new ConcurrentHashMap<>();
  private final Set<UUID> gone = ConcurrentHashMap.newKeySet();

  Dokumentlager(MovableClock clock) {
    this.clock = clock;
  }

  /** A document, and the id it is fetched by. */
  public record Found(UUID id, Body body) {}

  /**
   * What this account may fetch.
   *
   * @throws Refusal 404 if there never was such a document, 410 if it is deleted, 403 if it is another account's
   */
  public Found fetch(UUID id, Konto konto) {
    deleteOutdated();
    if (gone.contains(id)) {
      throw new Refusal(410, "Dokumentet " + id + " er slettet: levetiden er over");
    }
    Dokument dokument = dokumenter.get(id);
    if (dokument == null) {
      throw Refusal.notFound("Fant ikke dokumentet " + id);
    }
    if (!dokument.mottakerKontoId().equals(konto.kontoId())) {
      throw Refusal.forbidden("Integrasjonen har ikke tilgang til dokumentet " + id);
    }
    return new Found(id, dokument.body());
  }

  void put(UUID id, Melding melding) {
    dokumenter.put(
        id,
        new Dokument(
            melding.mottakerKontoId(), melding.body(), melding.expires().plus(AFTER_TTL)));
  }

  void deleteOutdated() {
    Instant now = clock.instant();
    dokumenter.forEach((id, dokument) -> {
      if (!dokument.deleted().isAfter(now)) {
        gone.add(id);
        dokumenter.remove(id);
        dokument.body().delete();
      }
    });
  }
}
