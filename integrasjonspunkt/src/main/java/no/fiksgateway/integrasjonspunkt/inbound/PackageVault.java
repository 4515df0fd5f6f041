package no.fiksgateway.integrasjonspunkt.inbound;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import no.fiksgateway.asice.OpenOutcome;
import no.fiksgateway.asice.OpeningLimits;
import no.fiksgateway.asice.PackageEntry;
import no.fiksgateway.asice.PackageOpener;
import no.fiksgateway.asice.Signer;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import no.fiksgateway.integrasjonspunkt.payload.PayloadWriter;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import no.fiksgateway.integrasjonspunkt.receipt.FeilmeldingReader;
import org.springframework.stereotype.Component;

/** Opens stored packages into the payload store; what has not been verified to the end is never committed there. */
@Component
class PackageVault {
  private static final OpeningLimits DEFAULTS = OpeningLimits.defaults();

  private final PayloadStore payloads;
  private final FeilmeldingReader feilmeldinger;
  private final InboundSettings settings;
  private final Clock clock;

  PackageVault(
      PayloadStore payloads,
      FeilmeldingReader feilmeldinger,
      InboundSettings settings,
      Clock clock) {
    this.payloads = payloads;
    this.feilmeldinger = feilmeldinger;
    this.settings = settings;
    this.clock = clock;
  }

  /** How opening went. */
  sealed interface Opening {
    record Verified(StoredPayload asice, List<PackageEntry> files, Signer signer)
        implements Opening {}

    record Unreadable(ErrorCode code, String reason) implements Opening {}
  }

  /**
   * Opens a stored package.
   *
   * @throws IOException where the store fails; the package is untouched and can be opened later
   */
  Opening open(PayloadId ciphertext, EgenKonto konto) throws IOException {
    OpeningLimits limits = new OpeningLimits(
        settings.maxExpandedSize().toBytes(), DEFAULTS.maxEntries(), DEFAULTS.maxManifestBytes());
    PackageOpener opener = new PackageOpener(konto.keys(), limits, clock);
    try (PayloadWriter asice = payloads.newPayload()) {
      OpenOutcome outcome = opener.open(() -> payloads.open(ciphertext), asice);
      if (outcome instanceof OpenOutcome.Opened opened) {
        return new Opening.Verified(asice.commit(), opened.files(), opened.signer());
      }
      return unreadable(outcome);
    }
  }

  private static Opening.Unreadable unreadable(OpenOutcome outcome) {
    if (outcome instanceof OpenOutcome.NotForUs notForUs) {
      return new Opening.Unreadable(ErrorCode.INCOMING_NO_KEY, notForUs.reason());
    }
    if (outcome instanceof OpenOutcome.SignatureInvalid invalid) {
      return new Opening.Unreadable(ErrorCode.INCOMING_SIGNATURE_INVALID, invalid.reason());
    }
    return new Opening.Unreadable(
        ErrorCode.INCOMING_UNREADABLE, ((OpenOutcome.Malformed) outcome).reason());
  }

  /** What the files of a verified answer say went wrong, if they say so. */
  Optional<FeilmeldingReader.Reported> feilmelding(StoredPayload asice) throws IOException {
    try (ZipInputStream files = new ZipInputStream(payloads.open(asice.id()))) {
      for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
        if (entry.isDirectory() || entry.getName().startsWith("META-INF/")) {
          continue;
        }
        Optional<FeilmeldingReader.Reported> reported =
            feilmeldinger.read(entry.getName(), new KeptOpen(files));
        if (reported.isPresent()) {
          return reported;
        }
      }
    }
    return Optional.empty();
  }

  /** One entry of a zip: closing it must not close the rest. */
  private static final class KeptOpen extends FilterInputStream {
    KeptOpen(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // The zip is closed by whoever opened it.
    }
  }
}
