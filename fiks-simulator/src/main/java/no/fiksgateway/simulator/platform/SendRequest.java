package no.fiksgateway.simulator.platform;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of the send API.
 *
 * @param ttl milliseconds; null lets the platform decide
 * @param headere the sender's own headers, among them {@code klientMeldingId} and {@code klientKorrelasjonsId}
 */
public record SendRequest(
    UUID avsenderKontoId,
    UUID mottakerKontoId,
    String meldingType,
    @Nullable UUID svarPaMelding,
    @Nullable Long ttl,
    Map<String, String> headere) {}
