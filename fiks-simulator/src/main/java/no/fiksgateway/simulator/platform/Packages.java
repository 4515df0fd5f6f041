package no.fiksgateway.simulator.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import no.fiksgateway.asice.DecryptionKeys;
import no.fiksgateway.asice.OpenOutcome;
import no.fiksgateway.asice.OpeningLimits;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageOpener;
import no.fiksgateway.asice.PackageSealer;
import no.fiksgateway.asice.Virksomhetssertifikat;
import no.fiksgateway.simulator.fault.What;
import no.fiksgateway.simulator.queue.Body;
import no.fiksgateway.simulator.queue.MovableClock;

/** Seals and opens for the accounts whose keys the simulator has. */
final class Packages {
  private static final String NOBODY = "999999999";

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
    return keep(out -> sealer.seal(files, recipient, out));
  }

  /** The same, gone wrong in one of the ways that concern a package. */
  Body sealBadly(
      String organisasjonsnummer, List<PackageFile> files, X509Certificate recipient, What damage) {
    return switch (damage) {
      case WRONG_KEY -> seal(organisasjonsnummer, files, someoneElsesCertificate());
      case TRUNCATE -> seal(organisasjonsnummer, files, recipient).firstHalf();
      case BAD_DIGEST ->
        tamper(organisasjonsnummer, files, recipient, DamagedPackage::withChangedFile);
      case UNSIGNED ->
        tamper(organisasjonsnummer, files, recipient, DamagedPackage::withoutSignature);
      default -> throw new IllegalArgumentException(damage + " does not concern a package");
    };
  }

  /** The certificate of an organisation that has no account; what it seals, no account can open. */
  X509Certificate someoneElsesCertificate() {
    return authority.virksomhetssertifikat(NOBODY).certificate();
  }

  private interface Tampering {
    void apply(InputStream asice, OutputStream out) throws IOException;
  }

  private Body tamper(
      String organisasjonsnummer,
      List<PackageFile> files,
      X509Certificate recipient,
      Tampering tampering) {
    Virksomhetssertifikat own = authority.virksomhetssertifikat(organisasjonsnummer);
    Body good = seal(organisasjonsnummer, files, own.certificate());
    Body container = open(own.privateKey(), good);
    Body tampered = keep(out -> tampering.apply(container.open(), out));
    try {
      return keep(out -> DamagedPackage.encrypt(tampered.open(), recipient, out));
    } finally {
      List.of(good, container, tampered).forEach(Body::delete);
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
    return open(receiver.privateKey(), ciphertext);
  }

  private Body open(PrivateKey key, Body ciphertext) {
    PackageOpener opener = new PackageOpener(
        DecryptionKeys.of(List.of(key)), OpeningLimits.defaults(), clock::outsideTime);
    AtomicReference<OpenOutcome> outcome = new AtomicReference<>();
    Body opened = keep(out -> outcome.set(opener.open(ciphertext::open, out)));
    if (outcome.get() instanceof OpenOutcome.Opened) {
      return opened;
    }
    opened.delete();
    throw new Refusal(422, "the package does not open: " + outcome.get());
  }

  private Body keep(BodyStore.Source source) {
    try {
      return bodies.keep(source);
    } catch (IOException e) {
      throw new UncheckedIOException("a package could not be written", e);
    }
  }
}
