package no.fiksgateway.integrasjonspunkt.inbound;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.message.OfKontoer;
import no.fiksgateway.integrasjonspunkt.payload.PayloadId;
import no.fiksgateway.integrasjonspunkt.payload.StoredPayload;
import org.hibernate.annotations.Filter;
import org.jspecify.annotations.Nullable;

/** A message as the platform delivered it: kept before it is acknowledged, and kept for good where it cannot be read. */
@Entity
@Table(name = "fiks_delivery")
@Filter(name = OfKontoer.FILTER, condition = OfKontoer.KONTO, deduceAliasInjectionPoints = false)
@SuppressWarnings("NullAway.Init")
class FiksDelivery {
  /** How far we have come with a delivery. */
  enum State {
    /** Safe, not yet looked into. */
    STORED,
    /** Answers something we do not know yet. */
    WAITING,
    /** Offered to the local system. */
    INBOX,
    /** Moved a status, and has nothing else to give. */
    STATUS_ONLY,
    /** The sender's repetition of a message we have. */
    DUPLICATE,
    /** Cannot be read; kept with the reason until an operator decides. */
    QUARANTINED,
    /** An operator has decided that it is not needed. */
    DISCARDED
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ids")
  @SequenceGenerator(name = "ids", sequenceName = "ids", allocationSize = 50)
  private Long id;

  @Version
  private int version;

  @Column(nullable = false)
  private String deliveryKey;

  @Column(nullable = false)
  private UUID konto;

  private @Nullable UUID meldingId;

  private @Nullable UUID avsender;

  private @Nullable String meldingstype;

  private @Nullable UUID svarTil;

  private @Nullable UUID dokumentlagerId;

  private @Nullable String klientMeldingId;

  @Column(nullable = false)
  private String headers;

  private @Nullable Instant expiresAt;

  private boolean redelivered;

  @Column(nullable = false)
  private Instant receivedAt;

  private @Nullable String payload;

  private long size;

  private @Nullable String sha256;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  private State state;

  private @Nullable String reason;

  private @Nullable String errorCode;

  private @Nullable UUID answersMessage;

  private @Nullable Instant settledAt;

  protected FiksDelivery() {}

  FiksDelivery(
      String deliveryKey,
      Delivery delivery,
      String headersJson,
      @Nullable MeldingHeaders read,
      @Nullable StoredPayload stored,
      Instant now) {
    this.deliveryKey = deliveryKey;
    this.konto = delivery.konto().value();
    this.headers = headersJson;
    this.redelivered = delivery.redelivered();
    this.receivedAt = now;
    this.state = State.STORED;
    if (stored != null) {
      this.payload = stored.id().value();
      this.size = stored.size();
      this.sha256 = stored.sha256();
    }
    if (read != null) {
      this.meldingId = read.meldingId().value();
      this.avsender = read.avsender().value();
      this.meldingstype = read.type().value();
      this.svarTil = read.svarTil() == null ? null : read.svarTil().value();
      this.dokumentlagerId = read.dokumentlagerId();
      this.klientMeldingId = read.klientMeldingId();
      this.expiresAt = read.levetid() == null ? null : now.plus(read.levetid());
    }
  }

  Long id() {
    return id;
  }

  @Nullable
  UUID meldingId() {
    return meldingId;
  }

  @Nullable
  UUID avsender() {
    return avsender;
  }

  @Nullable
  String meldingstype() {
    return meldingstype;
  }

  @Nullable
  UUID svarTil() {
    return svarTil;
  }

  @Nullable
  String errorCode() {
    return errorCode;
  }

  KontoId konto() {
    return new KontoId(konto);
  }

  String headers() {
    return headers;
  }

  @Nullable
  Instant expiresAt() {
    return expiresAt;
  }

  boolean redelivered() {
    return redelivered;
  }

  Instant receivedAt() {
    return receivedAt;
  }

  @Nullable
  PayloadId payload() {
    return payload == null ? null : new PayloadId(payload);
  }

  /** The body has been fetched from Dokumentlager. */
  void fetched(StoredPayload body) {
    this.payload = body.id().value();
    this.size = body.size();
    this.sha256 = body.sha256();
  }

  long size() {
    return size;
  }

  @Nullable
  String sha256() {
    return sha256;
  }

  State state() {
    return state;
  }

  @Nullable
  String reason() {
    return reason;
  }

  void waiting() {
    this.state = State.WAITING;
  }

  void settled(State end, Instant now) {
    this.state = end;
    this.settledAt = now;
  }

  void quarantined(ErrorCode code, String why, Instant now) {
    this.state = State.QUARANTINED;
    this.errorCode = code.name();
    // What a header says may be quoted, and not every database knows all its characters.
    this.reason = why.replace('\u0000', ' ');
    this.settledAt = now;
  }

  /** To be looked into once more. */
  void released() {
    this.state = State.STORED;
    this.reason = null;
    this.errorCode = null;
    this.settledAt = null;
  }

  /** The body is no longer needed: what it held has been verified and stored anew, or was not wanted. */
  @Nullable
  PayloadId takePayload() {
    PayloadId taken = payload();
    this.payload = null;
    return taken;
  }

  void answers(MessageId message) {
    this.answersMessage = message.value();
  }
}
