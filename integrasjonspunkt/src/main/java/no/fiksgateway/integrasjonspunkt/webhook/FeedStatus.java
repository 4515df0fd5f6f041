package no.fiksgateway.integrasjonspunkt.webhook;

import java.time.Instant;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import org.jspecify.annotations.Nullable;

/**
 * A status in the feed.
 *
 * @param position its place in the feed; later ones have higher places, and none is ever given out of order
 * @param konto our own account that the message belongs to
 * @param status an eFormidling status name
 */
public record FeedStatus(
    long position,
    long statusId,
    UUID messageId,
    UUID conversationId,
    UUID konto,
    Direction direction,
    String status,
    @Nullable String description,
    Instant at) {}
