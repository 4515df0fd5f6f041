package no.fiksgateway.integrasjonspunkt.inbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.inbound.Dokumentlager.DownloadOutcome;
import no.fiksgateway.integrasjonspunkt.inbound.FiksDelivery.State;
import no.fiksgateway.integrasjonspunkt.inbound.PackageVault.Opening;
import no.fiksgateway.integrasjonspunkt.inbound.ReplyMatching.Match;
import no.fiksgateway.integrasjonspunkt.jobs.Job;
import no.fiksgateway.integrasjonspunkt.jobs.JobKind;
import no.fiksgateway.integrasjonspunkt.jobs.JobQueue;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.konto.KontoTurns;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingAccepted;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.PayloadStore;
import no.fiksgateway.integrasjonspunkt.payload.PayloadWriter;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks into one stored delivery: fetches its body, opens it, finds what it answers, and settles it as an inbox item, a
 * status, or a case for quarantine. Every step may be done again: what a crash leaves behind is either nothing or all.
 */
@Component
class DeliveryJob implements Job {
  private static final String RELEASED = " released ";

  static final JobKind KIND = new JobKind("deliver", JobQueue.OTHERS);

  private static final Logger LOG = LoggerFactory.getLogger(DeliveryJob.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final TypeReference<java.util.Map<String, String>> HEADERS =
      new TypeReference<>() {};

  private final FiksDeliveries deliveries;
  private final ReplyMatching matching;
  private final PackageVault vault;
  private final DeliverySettlement settlement;
  private final CanaryReception canaries;
  private final Dokumentlager dokumentlager;
  private final PayloadStore payloads;
  private final EgneKontoer kontoer;
  private final Jobs jobs;
  private final InboundSettings settings;
  private final JsonMapper json;
  private final Clock clock;
  private final Transactions transactions;
  private final KontoTurns turns;

  DeliveryJob(
      FiksDeliveries deliveries,
      ReplyMatching matching,
      PackageVault vault,
      DeliverySettlement settlement,
      CanaryReception canaries,
      Dokumentlager dokumentlager,
      PayloadStore payloads,
      EgneKontoer kontoer,
      Jobs jobs,
      InboundSettings settings,
      JsonMapper json,
      Clock clock,
      Transactions transactions,
      KontoTurns turns) {
    this.deliveries = deliveries;
    this.matching = matching;
    this.vault = vault;
    this.settlement = settlement;
    this.canaries = canaries;
    this.dokumentlager = dokumentlager;
    this.payloads = payloads;
    this.kontoer = kontoer;
    this.jobs = jobs;
    this.settings = settings;
    this.json = json;
    this.clock = clock;
    this.transactions = transactions;
    this.turns = turns;
  }

  @Override
  public JobKind kind() {
    return KIND;
  }

  /**
   * The job of a delivery that leaves the quarantine. It is another one than before: the one that put it there may still be
   * ending, and a job that runs does not hear that it is wanted again.
   */
  static String releasedAt(Instant when, Long delivery) {
    return delivery + RELEASED + when.toEpochMilli();
  }

  private static Long delivery(String job) {
    int released = job.indexOf(RELEASED);
    return Long.valueOf(released < 0 ? job : job.substring(0, released));
  }

  @Override
  public Result run(String id) {
    FiksDelivery row = deliveries.findById(delivery(id)).orElse(null);
    if (row == null || (row.state() != State.STORED && row.state() != State.WAITING)) {
      return DONE;
    }
    MeldingHeaders headers = MeldingHeaders.read(json.readValue(row.headers(), HEADERS), null);
    Optional<Canary> canary = Canary.in(row.konto(), headers);
    if (canary.isPresent()) {
      take(row, headers, canary.get());
      return DONE;
    }
    return turns.of(row.konto(), KIND, () -> look(row, headers));
  }

  private Result look(FiksDelivery row, MeldingHeaders headers) {
    Match match = match(row.konto(), headers);
    if (match instanceof Match.Unknown
        && clock.instant().isBefore(row.receivedAt().plus(settings.replyGrace()))) {
      transactions.once(() -> wait(row.id()));
      return Job.again(nextLook(row.receivedAt()));
    }
    Opening opening;
    try {
      PayloadId body = row.payload();
      if (body == null && headers.dokumentlagerId() != null) {
        Fetched fetched = fetch(row, headers.dokumentlagerId());
        if (fetched.again() != null) {
          return Job.again(fetched.again());
        }
        body = fetched.body();
        if (body == null) {
          return settle(
              row,
              headers,
              match,
              new Opening.Unreadable(ErrorCode.INCOMING_BODY_GONE, fetched.reason()));
        }
      }
      opening = body == null ? null : vault.open(body, kontoer.get(row.konto()));
    } catch (IOException e) {
      throw storeFailed(row, e);
    }
    return settle(row, headers, match, opening);
  }

  private void take(FiksDelivery row, MeldingHeaders headers, Canary canary) {
    try {
      canaries.take(row, headers, canary);
    } catch (IOException e) {
      throw storeFailed(row, e);
    }
  }

  private static UncheckedIOException storeFailed(FiksDelivery row, IOException e) {
    return new UncheckedIOException(
        "The payload store failed for delivery " + row.id() + "; it is tried again", e);
  }

  /** Null for a message that answers nothing. */
  private @Nullable Match match(KontoId konto, MeldingHeaders headers) {
    MeldingId svarTil = headers.svarTil();
    return svarTil == null
        ? null
        : transactions.once(() -> matching.match(konto, svarTil, headers));
  }

  private FiksDelivery wait(Long id) {
    FiksDelivery row = deliveries.findById(id).orElseThrow();
    row.waiting();
    return row;
  }

  /** Soon at first, then less and less often. */
  private Instant nextLook(Instant receivedAt) {
    Instant now = clock.instant();
    Duration waited = Duration.between(receivedAt, now);
    Duration pause = waited.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : waited;
    return now.plus(pause.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause);
  }

  /** Exactly one of: the body, a time to try again, or the reason why it will never come. */
  private record Fetched(@Nullable PayloadId body, @Nullable Instant again, String reason) {}

  private Fetched fetch(FiksDelivery row, UUID dokumentlagerId) throws IOException {
    try (PayloadWriter writer = payloads.newPayload()) {
      DownloadOutcome outcome = dokumentlager.download(row.konto(), dokumentlagerId, writer);
      if (outcome instanceof DownloadOutcome.Complete) {
        StoredPayload stored = writer.commit();
        transactions.once(() -> {
          FiksDelivery current = deliveries.findById(row.id()).orElseThrow();
          current.fetched(stored);
          return current;
        });
        return new Fetched(stored.id(), null, "");
      }
      if (outcome instanceof DownloadOutcome.Gone gone) {
        return new Fetched(
            null,
            null,
            "Dokumentlager answered HTTP " + gone.httpStatus() + " for the body " + dokumentlagerId
                + ": it is not there, or no longer. Ask the sender to send again.");
      }
      String reason = ((DownloadOutcome.Interrupted) outcome).reason();
      Instant again = nextLook(row.receivedAt());
      LOG.warn(
          "The body of delivery {} could not be fetched ({}); tried again at {}",
          row.id(),
          reason,
          again);
      return new Fetched(null, again, reason);
    }
  }

  private Result settle(
      FiksDelivery row, MeldingHeaders headers, @Nullable Match match, @Nullable Opening opening) {
    settlement.settle(row.id(), headers, match, opening);
    return DONE;
  }

  /** An answer may have come before the platform's answer to our send: now it can be matched. */
  @EventListener
  void meldingAccepted(MeldingAccepted accepted) {
    deliveries
        .findBySvarTilAndState(accepted.meldingId().value(), State.WAITING)
        .forEach(waiting -> jobs.now(KIND, waiting.id().toString()));
  }
}
