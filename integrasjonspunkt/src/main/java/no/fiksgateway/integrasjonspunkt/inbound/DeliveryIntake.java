package no.fiksgateway.integrasjonspunkt.inbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.message.Unstorable;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores a delivery and asks for the work on it, in one transaction; the caller acknowledges after that. Nothing is
 * opened here, so that a slow or failing package never costs a delivery attempt: the platform gives up after three (KS:
 * Fiks IO documentation, Serverfeil).
 */
@Component
class DeliveryIntake implements DeliveryHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryIntake.class);

  private final FiksDeliveries deliveries;
  private final PayloadStore payloads;
  private final UnneededPayloads unneeded;
  private final Jobs jobs;
  private final JsonMapper json;
  private final Clock clock;
  private final Transactions transactions;

  DeliveryIntake(
      FiksDeliveries deliveries,
      PayloadStore payloads,
      UnneededPayloads unneeded,
      Jobs jobs,
      JsonMapper json,
      Clock clock,
      Transactions transactions) {
    this.deliveries = deliveries;
    this.payloads = payloads;
    this.unneeded = unneeded;
    this.jobs = jobs;
    this.json = json;
    this.clock = clock;
    this.transactions = transactions;
  }

  @Override
  public DeliveryVerdict handle(Delivery delivery) {
    MeldingHeaders headers = null;
    String unreadable = null;
    try {
      headers = MeldingHeaders.read(delivery.headers(), delivery.expiration());
    } catch (MeldingHeaders.UnreadableHeaders e) {
      unreadable = e.getMessage();
    }
    String key =
        headers == null ? "digest:" + digest(delivery) : headers.meldingId().toString();
    if (deliveries.existsByDeliveryKey(key)) {
      return DeliveryVerdict.ALREADY_SEEN;
    }
    StoredPayload stored = store(delivery);
    boolean kept = false;
    try {
      DeliveryVerdict verdict = keep(delivery, key, headers, unreadable, stored);
      kept = true;
      return verdict;
    } catch (DataIntegrityViolationException e) {
      if (deliveries.existsByDeliveryKey(key)) {
        return DeliveryVerdict.ALREADY_SEEN;
      }
      if (!Unstorable.isCauseOf(e)) {
        throw e;
      }
      // It would hold up all that comes after it, for ever.
      LOG.error("The headers of delivery {} cannot be stored", key, e);
      DeliveryVerdict verdict = keep(
          delivery,
          key,
          null,
          "Its headers cannot be stored: one is too long, or has characters the database does not know.",
          stored);
      kept = true;
      return verdict;
    } finally {
      if (!kept && stored != null) {
        unneeded.delete(stored.id());
      }
    }
  }

  private DeliveryVerdict keep(
      Delivery delivery,
      String key,
      @Nullable MeldingHeaders headers,
      @Nullable String unreadable,
      @Nullable StoredPayload stored) {
    return transactions.once(() -> {
      FiksDelivery row = deliveries.save(new FiksDelivery(
          key,
          delivery,
          json.writeValueAsString(delivery.headers()),
          headers,
          stored,
          clock.instant()));
      if (unreadable != null) {
        row.quarantined(ErrorCode.INCOMING_UNREADABLE, unreadable, clock.instant());
        LOG.error(
            "A delivery to account {} is quarantined as {}: {}",
            delivery.konto(),
            row.id(),
            unreadable);
        return DeliveryVerdict.QUARANTINED;
      }
      jobs.now(DeliveryJob.KIND, row.id().toString());
      return DeliveryVerdict.STORED;
    });
  }

  private @Nullable StoredPayload store(Delivery delivery) {
    if (delivery.body().length == 0) {
      return null;
    }
    try {
      return payloads.store(new ByteArrayInputStream(delivery.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "A message from Fiks could not be stored; it is left on the queue", e);
    }
  }

  private static String digest(Delivery delivery) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      Map<String, String> sorted = new TreeMap<>(delivery.headers());
      sha256.update((delivery.konto() + sorted.toString()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest(delivery.body()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
