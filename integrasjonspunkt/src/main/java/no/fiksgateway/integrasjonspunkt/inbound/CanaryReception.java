package no.fiksgateway.integrasjonspunkt.inbound;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import no.fiksgateway.asice.PackageEntry;
import no.fiksgateway.integrasjonspunkt.inbound.PackageVault.Opening;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Opens and verifies a canary like any other package, tells of it, and leaves nothing of it behind. */
@Component
class CanaryReception {
  private final FiksDeliveries deliveries;
  private final PackageVault vault;
  private final UnneededPayloads unneeded;
  private final EgneKontoer kontoer;
  private final ApplicationEventPublisher events;
  private final Transactions transactions;

  CanaryReception(
      FiksDeliveries deliveries,
      PackageVault vault,
      UnneededPayloads unneeded,
      EgneKontoer kontoer,
      ApplicationEventPublisher events,
      Transactions transactions) {
    this.deliveries = deliveries;
    this.vault = vault;
    this.unneeded = unneeded;
    this.kontoer = kontoer;
    this.events = events;
    this.transactions = transactions;
  }

  /**
   * Takes one off the stream of deliveries. The platform's receipts about a canary are only let go of: that it did not
   * arrive in time is known here without them.
   *
   * @throws IOException where the payload store fails; it can be taken again
   */
  void take(FiksDelivery row, MeldingHeaders headers, Canary canary) throws IOException {
    if (headers.svarTil() != null) {
      letGo(row, null, null);
      return;
    }
    PayloadId body = row.payload();
    Opening opening = body == null ? null : vault.open(body, kontoer.get(row.konto()));
    letGo(row, opening, new CanaryReturned(row.konto(), canary, problem(canary, opening)));
  }

  private static @Nullable String problem(Canary canary, @Nullable Opening opening) {
    if (opening == null) {
      return "It came back without its package.";
    }
    if (opening instanceof Opening.Unreadable unreadable) {
      return unreadable.reason() + " (" + unreadable.code() + ")";
    }
    return ((Opening.Verified) opening).files().stream().allMatch(file -> isOurs(file, canary))
        ? null
        : "What was in its package is not what was sent.";
  }

  private static boolean isOurs(PackageEntry file, Canary canary) {
    try {
      return file.name().equals(Canary.FILENAME)
          && MessageDigest.isEqual(
              file.sha256(), MessageDigest.getInstance("SHA-256").digest(canary.content()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private void letGo(
      FiksDelivery row, @Nullable Opening opening, @Nullable CanaryReturned returned) {
    PayloadId body = row.payload();
    transactions.insist(() -> {
      deliveries.deleteById(row.id());
      if (body != null) {
        unneeded.afterCommit(body);
      }
      if (opening instanceof Opening.Verified verified) {
        unneeded.afterCommit(verified.asice().id());
      }
      if (returned != null) {
        events.publishEvent(returned);
      }
    });
  }
}
