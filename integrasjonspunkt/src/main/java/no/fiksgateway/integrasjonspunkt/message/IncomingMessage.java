package no.fiksgateway.integrasjonspunkt.message;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message from a Fiks account to one of ours, opened and verified, offered to the local system. */
@Entity
@DiscriminatorValue("INCOMING")
@SuppressWarnings("NullAway.Init")
public class IncomingMessage extends Message {
  @Column(nullable = false)
  private UUID avsenderKonto;

  @Column(nullable = false)
  private UUID mottakerKonto;

  private @Nullable UUID svarPaMelding;

  @Convert(converter = HeadereColumn.class)
  private Map<String, String> headere = Map.of();

  private boolean resendt;

  private @Nullable String packagePayload;

  private @Nullable String signer;

  private @Nullable Instant lockedUntil;

  private @Nullable UUID lockToken;

  private @Nullable String lockHolder;

  private @Nullable Instant finishedAt;

  protected IncomingMessage() {}

  /** A new inbox item, with status OPPRETTET once {@link StatusLedger#opened} has registered it. */
  public IncomingMessage(Arrival arrival, Instant now) {
    super(
        new MessageId(arrival.meldingId().value()),
        arrival.conversationId(),
        arrival.type().value(),
        arrival.type().value(),
        arrival.sender(),
        arrival.receiver(),
        IncomingStatus.OPPRETTET,
        arrival.deadline(),
        now);
    putInto(Box.INBOX);
    this.avsenderKonto = arrival.avsenderKonto().value();
    this.mottakerKonto = arrival.mottakerKonto().value();
    this.svarPaMelding =
        arrival.svarPaMelding() == null ? null : arrival.svarPaMelding().value();
    this.headere = Map.copyOf(arrival.headere());
    this.resendt = arrival.resendt();
    this.packagePayload = arrival.packagePayload();
    this.signer = arrival.signer();
  }

  /**
   * What came in.
   *
   * @param packagePayload where the opened ASiC-E lies in the payload store; null for a message without payload
   * @param signer the verdict on the signer, JSON; null for a message without payload
   */
  public record Arrival(
      MeldingId meldingId,
      ConversationId conversationId,
      Meldingstype type,
      Partner sender,
      Partner receiver,
      KontoId avsenderKonto,
      KontoId mottakerKonto,
      @Nullable MeldingId svarPaMelding,
      Map<String, String> headere,
      boolean resendt,
      @Nullable Instant deadline,
      @Nullable String packagePayload,
      @Nullable String signer) {}

  @Override
  public Direction direction() {
    return Direction.INCOMING;
  }

  @Override
  public IncomingStatus status() {
    return IncomingStatus.valueOf(statusName());
  }

  public MeldingId meldingId() {
    return new MeldingId(messageId().value());
  }

  public Meldingstype meldingstype() {
    return new Meldingstype(documentType());
  }

  @Override
  public KontoId konto() {
    return mottakerKonto();
  }

  public KontoId avsenderKonto() {
    return new KontoId(avsenderKonto);
  }

  public KontoId mottakerKonto() {
    return new KontoId(mottakerKonto);
  }

  public @Nullable MeldingId svarPaMelding() {
    return svarPaMelding == null ? null : new MeldingId(svarPaMelding);
  }

  public Map<String, String> headere() {
    return headere;
  }

  /** The platform had tried to deliver it before. */
  public boolean resendt() {
    return resendt;
  }

  public @Nullable String packagePayload() {
    return packagePayload;
  }

  public @Nullable String signer() {
    return signer;
  }

  /** The token of a lock that still holds, or null. */
  public @Nullable UUID lockHeldAt(Instant now) {
    return lockedUntil != null && lockedUntil.isAfter(now) ? lockToken : null;
  }

  public @Nullable Instant lockedUntil() {
    return lockedUntil;
  }

  /** Who has the lock, or had it last; null where nobody has had it since it was given back. */
  public @Nullable String lockHolder() {
    return lockHolder;
  }

  public UUID lock(String holder, Instant now, Duration time) {
    UUID token = UUID.randomUUID();
    this.lockHolder = holder;
    this.lockToken = token;
    this.lockedUntil = now.plus(time);
    return token;
  }

  public void extendLock(Instant now, Duration time) {
    this.lockedUntil = now.plus(time);
  }

  /** Whether the local system is done with it; a finished message is no longer offered. */
  public boolean isFinished() {
    return finishedAt != null;
  }

  public void finish(Instant now) {
    this.finishedAt = now;
    putInto(null);
    this.lockedUntil = null;
    this.lockToken = null;
    this.lockHolder = null;
    this.packagePayload = null;
  }
}
