package no.fiksgateway.integrasjonspunkt.housekeeping;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.inbound.Canary;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import org.jspecify.annotations.Nullable;

/** The last canary of one account, and when one succeeded and failed last. Shared by all instances. */
@Entity
@Table(name = "canary")
@SuppressWarnings("NullAway.Init")
class CanaryFlight {
  /** The parts of the way, in their order. */
  enum Leg {
    /** The Kontokatalog gave no certificate to encrypt with. */
    KEY,
    /** Maskinporten gave no token. */
    TOKEN,
    /** The platform did not accept the message, or its answer was lost. */
    SEND,
    /** The platform accepted it and did not deliver it to us in time. */
    QUEUE,
    /** It was delivered and could not be opened and verified. */
    OPEN
  }

  @Id
  private UUID konto;

  @Version
  private int version;

  @Column(nullable = false)
  private UUID token;

  private boolean underWay;

  @Column(nullable = false)
  private Instant startedAt;

  private @Nullable UUID meldingId;

  private @Nullable Instant succeededAt;

  private @Nullable Long roundTripMillis;

  private @Nullable Instant failedAt;

  @Enumerated(EnumType.STRING)
  private @Nullable Leg failedLeg;

  private @Nullable String failure;

  protected CanaryFlight() {}

  CanaryFlight(KontoId konto) {
    this.konto = konto.value();
  }

  void departs(Canary canary, Instant now) {
    this.token = canary.token();
    this.underWay = true;
    this.startedAt = now;
    this.meldingId = null;
  }

  void accepted(MeldingId id) {
    this.meldingId = id.value();
  }

  void arrived(Instant now) {
    this.underWay = false;
    this.succeededAt = now;
    this.roundTripMillis = Duration.between(startedAt, now).toMillis();
  }

  void failed(Leg leg, String why, Instant now) {
    this.underWay = false;
    this.failedAt = now;
    this.failedLeg = leg;
    this.failure = why;
  }

  /** Whether this one is on its way now. */
  boolean isUnderWay(Canary canary) {
    return underWay && token.equals(canary.token());
  }

  boolean isUnderWay() {
    return underWay;
  }

  /** The last one that ended, ended well. */
  boolean succeededLast() {
    return succeededAt != null && (failedAt == null || succeededAt.isAfter(failedAt));
  }

  /** The last one that ended, failed. */
  boolean failedLast() {
    return failedAt != null && !succeededLast();
  }

  KontoId konto() {
    return new KontoId(konto);
  }

  Instant startedAt() {
    return startedAt;
  }

  @Nullable
  UUID meldingId() {
    return meldingId;
  }

  @Nullable
  Instant succeededAt() {
    return succeededAt;
  }

  @Nullable
  Duration roundTrip() {
    return roundTripMillis == null ? null : Duration.ofMillis(roundTripMillis);
  }

  @Nullable
  Instant failedAt() {
    return failedAt;
  }

  @Nullable
  Leg failedLeg() {
    return failedLeg;
  }

  @Nullable
  String failure() {
    return failure;
  }
}
