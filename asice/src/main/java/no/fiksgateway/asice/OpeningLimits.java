package no.fiksgateway.asice;

/**
 * How much a package may ask of us.
 *
 * @param maxExpandedBytes bytes of all entries together when expanded, and of the decrypted container
 * @param maxEntries entries in the container, its own ones included
 * @param maxManifestBytes bytes of each of the container's own entries (manifests and signature)
 */
public record OpeningLimits(long maxExpandedBytes, int maxEntries, long maxManifestBytes) {

  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;

  public OpeningLimits {
    if (maxExpandedBytes <= 0
        || maxEntries <= 0
        || maxManifestBytes <= 0
        || maxManifestBytes > GIB) {
      throw new IllegalArgumentException(
          "Limits for opening packages must be positive, and that for manifests at most 1 GiB");
    }
  }

  /** 64 GiB, 10 000 entries, 8 MiB: far above what the field sends, and far below what would harm a server. */
  public static OpeningLimits defaults() {
    return new OpeningLimits(64 * GIB, 10_000, 8 * MIB);
  }
}
