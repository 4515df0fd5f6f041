package no.fiksgateway.integrasjonspunkt.webhook;

/**
 * This instance has looked at the feed. Published at least once a second, also where nothing is new.
 *
 * @param head the highest position given so far
 */
public record FeedLookedAt(long head) {}
