package no.fiksgateway.asice;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;

/** One opening of a package in memory: its outcome, and what was written. */
record Opening(OpenOutcome outcome, byte[] asice) {

  static Opening of(byte[] sealed, Organisation... recipients) {
    return of(sealed, OpeningLimits.defaults(), recipients);
  }

  static Opening of(byte[] sealed, OpeningLimits limits, Organisation... recipients) {
    DecryptionKeys keys = DecryptionKeys.of(
        List.of(recipients).stream().map(Organisation::privateKey).toList());
    ByteArrayOutputStream asice = new ByteArrayOutputStream();
    try {
      OpenOutcome outcome = new PackageOpener(keys, limits, InstantSource.fixed(Organisation.NOW))
          .open(() -> new ByteArrayInputStream(sealed), asice);
      return new Opening(outcome, asice.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OpenOutcome.Opened opened() {
    if (outcome instanceof OpenOutcome.Opened opened) {
      return opened;
    }
    throw new AssertionError("Not opened: " + outcome);
  }
}
