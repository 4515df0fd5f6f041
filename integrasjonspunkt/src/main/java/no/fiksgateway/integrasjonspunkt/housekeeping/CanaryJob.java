package no.fiksgateway.integrasjonspunkt.housekeeping;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import no.fiksgateway.asice.PackageFile;
import no.fiksgateway.asice.PackageSealer;
import no.fiksgateway.integrasjonspunkt.housekeeping.CanaryFlight.Leg;
import no.fiksgateway.integrasjonspunkt.inbound.Canary;
import no.fiksgateway.integrasjonspunkt.inbound.CanaryReturned;
import no.fiksgateway.integrasjonspunkt.jobs.Job;
import no.fiksgateway.integrasjonspunkt.jobs.JobKind;
import no.fiksgateway.integrasjonspunkt.jobs.JobQueue;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.katalog.Kontokatalog.NokkelLookup;
import no.fiksgateway.integrasjonspunkt.katalog.Mottakere;
import no.fiksgateway.integrasjonspunkt.konto.EgenKonto;
import no.fiksgateway.integrasjonspunkt.konto.EgneKontoer;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.Forsendelse;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Sends each account's canaries, one after the other, and judges those that do not come back. One instance at a time has
 * an account's job; whichever instance takes the canary off the queue writes down that it came.
 */
@Component
class CanaryJob implements Job {
  static final JobKind KIND = new JobKind("canary", JobQueue.OTHERS);

  private static final Logger LOG = LoggerFactory.getLogger(CanaryJob.class);

  private final CanaryFlights flights;
  private final CanarySettings settings;
  private final EgneKontoer kontoer;
  private final Mottakere mottakere;
  private final FiksIoSender sender;
  private final Jobs jobs;
  private final Clock clock;
  private final Transactions transactions;

  CanaryJob(
      CanaryFlights flights,
      CanarySettings settings,
      EgneKontoer kontoer,
      Mottakere mottakere,
      FiksIoSender sender,
      Jobs jobs,
      Clock clock,
      Transactions transactions) {
    this.flights = flights;
    this.settings = settings;
    this.kontoer = kontoer;
    this.mottakere = mottakere;
    this.sender = sender;
    this.jobs = jobs;
    this.clock = clock;
    this.transactions = transactions;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    if (settings.enabled()) {
      transactions.insist(() -> kontoer
          .all()
          .forEach(konto -> jobs.at(KIND, konto.kontoId().toString(), clock.instant())));
    }
  }

  @Override
  public JobKind kind() {
    return KIND;
  }

  @Override
  public Result run(String id) {
    Optional<EgenKonto> konto = kontoer.find(KontoId.of(id));
    if (!settings.enabled() || konto.isEmpty()) {
      return DONE;
    }
    Canary canary = new Canary(UUID.randomUUID());
    Next next = transactions.insist(() -> next(konto.get().kontoId(), canary));
    if (!next.departs()) {
      return Job.again(next.at());
    }
    fly(konto.get(), canary);
    return Job.again(next.at());
  }

  /** Whether a canary departs now, and when to look again. */
  private record Next(boolean departs, Instant at) {}

  private Next next(KontoId konto, Canary canary) {
    Instant now = clock.instant();
    CanaryFlight flight = flights.findById(konto.value()).orElse(null);
    if (flight == null) {
      flight = new CanaryFlight(konto);
    } else {
      Instant latest = flight.startedAt().plus(settings.timeout());
      if (flight.isUnderWay() && now.isBefore(latest)) {
        return new Next(false, latest);
      }
      if (flight.isUnderWay()) {
        lost(flight, now);
      }
      Instant due = flight.startedAt().plus(settings.interval());
      if (now.isBefore(due)) {
        return new Next(false, due);
      }
    }
    flight.departs(canary, now);
    flights.save(flight);
    return new Next(true, now.plus(settings.timeout()));
  }

  private void lost(CanaryFlight flight, Instant now) {
    if (flight.meldingId() == null) {
      fail(
          flight,
          Leg.SEND,
          "Nobody knows whether the platform accepted it; it did not arrive within "
              + settings.timeout() + ".",
          now);
    } else {
      fail(
          flight,
          Leg.QUEUE,
          "The platform accepted it as " + flight.meldingId() + " and had not delivered it after "
              + settings.timeout() + ".",
          now);
    }
  }

  private void fly(EgenKonto konto, Canary canary) {
    NokkelLookup nokkel = mottakere.offentligNokkel(konto.kontoId());
    if (nokkel instanceof NokkelLookup.Found found) {
      SendOutcome outcome = sender.send(
          forsendelse(konto, canary), out -> seal(konto, canary, found.certificate(), out));
      settle(konto, canary, outcome);
    } else if (nokkel instanceof NokkelLookup.Unavailable unavailable) {
      failed(konto, canary, Leg.KEY, unavailable.reason());
    } else {
      failed(konto, canary, Leg.KEY, "The Kontokatalog has no public key for our own account.");
    }
  }

  private Forsendelse forsendelse(EgenKonto konto, Canary canary) {
    return new Forsendelse(
        konto.kontoId(),
        konto.kontoId(),
        new Meldingstype(settings.meldingstype()),
        null,
        settings.timeout(),
        canary.headere());
  }

  private void seal(EgenKonto konto, Canary canary, X509Certificate recipient, OutputStream out)
      throws IOException {
    PackageFile file = new PackageFile(
        Canary.FILENAME, "text/plain", () -> new ByteArrayInputStream(canary.content()));
    new PackageSealer(konto.signer(), clock).seal(List.of(file), recipient, out);
  }

  private void settle(EgenKonto konto, Canary canary, SendOutcome outcome) {
    if (outcome instanceof SendOutcome.Accepted accepted) {
      whileUnderWay(konto.kontoId(), canary, flight -> flight.accepted(accepted.meldingId()));
    } else if (outcome instanceof SendOutcome.NoToken noToken) {
      failed(konto, canary, Leg.TOKEN, noToken.reason());
    } else if (outcome instanceof SendOutcome.Refused refused) {
      failed(
          konto,
          canary,
          Leg.SEND,
          "Fiks IO refused it (HTTP " + refused.httpStatus() + "): "
              + refused.reason()
              + (refused.errorId() == null ? "" : " errorId=" + refused.errorId())
              + (refused.errorCode() == null ? "" : " errorCode=" + refused.errorCode()));
    } else if (outcome instanceof SendOutcome.TryAgain tryAgain) {
      failed(konto, canary, Leg.SEND, tryAgain.reason());
    } else if (outcome instanceof SendOutcome.NotSealed notSealed) {
      failed(
          konto,
          canary,
          Leg.SEND,
          "Its package could not be made: " + notSealed.cause().getMessage());
    } else {
      // It may have been accepted: whether it arrives will tell.
      LOG.info(
          "Canary of account {}: {}", konto.kontoId(), ((SendOutcome.Unknown) outcome).reason());
    }
  }

  private void failed(EgenKonto konto, Canary canary, Leg leg, String why) {
    whileUnderWay(konto.kontoId(), canary, flight -> fail(flight, leg, why, clock.instant()));
  }

  private static void fail(CanaryFlight flight, Leg leg, String why, Instant now) {
    flight.failed(leg, why, now);
    LOG.warn("The canary of account {} failed at leg {}: {}", flight.konto(), leg, why);
  }

  @EventListener
  void returned(CanaryReturned returned) {
    ifUnderWay(returned.konto(), returned.canary(), flight -> {
      Instant now = clock.instant();
      String problem = returned.problem();
      if (problem != null) {
        fail(flight, Leg.OPEN, problem, now);
        return;
      }
      if (flight.failedLast()) {
        LOG.info("The canary of account {} has come back again", flight.konto());
      }
      flight.arrived(now);
    });
  }

  private void whileUnderWay(KontoId konto, Canary canary, Consumer<CanaryFlight> change) {
    transactions.insist(() -> ifUnderWay(konto, canary, change));
  }

  /** Does nothing for one that has ended: a canary that comes back late has already failed. */
  private void ifUnderWay(KontoId konto, Canary canary, Consumer<CanaryFlight> change) {
    flights.findById(konto.value()).filter(flight -> flight.isUnderWay(canary)).ifPresent(change);
  }
}
