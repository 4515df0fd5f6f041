package no.fiksgateway.asice;

/**
 * What the sealer wrote.
 *
 * @param size number of bytes of ciphertext
 * @param sha256 SHA-256 of the ciphertext
 */
public record SealedPackage(long size, byte[] sha256) {}
