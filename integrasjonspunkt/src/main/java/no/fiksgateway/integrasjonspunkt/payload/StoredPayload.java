package no.fiksgateway.integrasjonspunkt.payload;

/**
 * A payload that is safely stored.
 *
 * @param size of the content, bytes
 * @param sha256 of the content, lower-case hex
 */
public record StoredPayload(PayloadId id, long size, String sha256) {}
