package no.fiksgateway.asice;

/**
 * A verified file of an opened package.
 *
 * @param name its name, safe to use as a relative path
 * @param mimeType the media type its signer states, {@code application/octet-stream} if none or none that is well-formed
 * @param size its expanded length in bytes
 * @param sha256 SHA-256 of the expanded bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Entries are not compared with each other.
public record PackageEntry(String name, String mimeType, long size, byte[] sha256) {}
