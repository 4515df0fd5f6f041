package no.fiksgateway.simulator.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message the platform accepted, as it never changes again.
 *
 * @param svarTil the message this one answers, or the one a platform receipt is about
 * @param svarTilType the type of that message; only on the platform's own receipts
 * @param dokumentlagerId set when the body is fetched from Dokumentlager instead of arriving with the delivery
 * @param headere the sender's own headers, without the prefix they carry on the wire
 * @param ttl how long it may wait at the head of the queue
 * @param accepted platform time
 */
public record Melding(
    UUID meldingId,
    String type,
    UUID avsenderKontoId,
    String avsenderNavn,
    UUID mottakerKontoId,
    @Nullable UUID svarTil,
    @Nullable String svarTilType,
    @Nullable UUID dokumentlagerId,
    Map<String, String> headere,
    Duration ttl,
    Instant accepted,
    Body body) {

  public Melding {
    headere = Map.copyOf(headere);
  }

  /** When the time to live is over. */
  public Instant expires() {
    return accepted.plus(ttl);
  }

  /** What travels with the message itself: nothing, if it waits in Dokumentlager. */
  public Body inline() {
    return dokumentlagerId == null ? body : Body.EMPTY;
  }

  /** The same message carrying other bytes. */
  public Melding withBody(Body other) {
    return new Melding(
        meldingId,
        type,
        avsenderKontoId,
        avsenderNavn,
        mottakerKontoId,
        svarTil,
        svarTilType,
        dokumentlagerId,
        headere,
        ttl,
        accepted,
        other);
  }
}
