package no.fiksgateway.simulator.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.OpenOutcome;
import no.fiksgateway.asice.OpeningLimits;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageOpener;
import no.fiksgateway.asice.PackageSealer;
import no.fiksgateway.simulator.queue.Body;
import no.fiksgateway.simulator.queue.MovableClock;

/** Seals and opens for the accounts whose keys the simulator has. */
final class Packages {
  private final TestAuthority authority;
  private final MovableClock clock;
  private final BodyStore bodies;

  Packages(TestAuthority authority, MovableClock clock, BodyStore bodies) {
    this.authority = authority;
    this.clock = clock;
    this.bodies = bodies;
  }

  /** The files as the sender's organisation would seal them. */
  Body seal(String organisasjonsnummer, List<PackageFile> files, X509Certificate recipient) {
    PackageSealer sealer =
        new PackageSealer(authority.virksomhetssertifikat(organisasjonsnummer), clock::outsideTime);
    try {
      return bodies.keep(out -> sealer.seal(files, recipient, out));
    } catch (IOException e) {
      throw new UncheckedIOException("sealing a package failed", e);
    }
  }

  /**
   * The ASiC-E container inside, verified.
   *
   * @throws Refusal 422 if it cannot be opened or does not verify, 409 if the simulator has no key for it
   */
  Body open(Konto receiver, Body ciphertext) {
    if (receiver.privateKey() == null) {
      throw new Refusal(409, "the simulator has no private key of account " + receiver.kontoId());
    }
    PackageOpener opener = new PackageOpener(
        DecryptionKeys.of(List.of(receiver.privateKey())),
        OpeningLimits.defaults(),
        clock::outsideTime);
    OpenOutcome[] outcome = new OpenOutcome[1];
    try {
      Body opened = bodies.keep(out -> outcome[0] = opener.open(ciphertext::open, out));
      if (outcome[0] instanceof OpenOutcome.Opened) {
        return opened;
      }
      opened.delete();
    } catch (IOException e) {
      throw new UncheckedIOException("opening a package failed", e);
    }
    throw new Refusal(422, "the package does not open: " + outcome[0]);
  }
}
