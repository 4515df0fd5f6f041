package no.fiksgateway.demo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file of a demo message. Small, so it is held in memory; never compared as a whole. */
@SuppressWarnings("ArrayRecordComponent")
record DemoFile(String name, String mimeType, byte[] content) {

  /** SHA-256 of the content, in lower-case hex. */
  String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
