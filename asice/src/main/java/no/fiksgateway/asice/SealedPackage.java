package no.fiksgateway.asice;

/**
 * What the sealer wrote.
 *
 * @param size number of bytes of ciphertext
 * @param sha256 SHA-256 of the ciphertext
 */
@SuppressWarnings("ArrayRecordComponent") // Packages are not compared with each other.
public record SealedPackage(long size, byte[] sha256) {}
