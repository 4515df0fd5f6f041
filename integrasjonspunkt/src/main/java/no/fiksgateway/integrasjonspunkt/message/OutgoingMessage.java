package no.fiksgateway.integrasjonspunkt.message;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message from the local system to a Fiks account. */
@Entity
@DiscriminatorValue("OUTGOING")
@SuppressWarnings("NullAway.Init")
public class OutgoingMessage extends Message {
  /** Where the message stands with the local system; what has come of it out there is {@link #status()}. */
  public enum Stage {
    /** May be edited, given files, deleted. */
    DRAFT,
    /** Handed over by the local system, not yet accepted by the platform. */
    QUEUED,
    /** Nothing more to do here: accepted or refused by the platform, or out of time. */
    DONE,
    /** Taken back by the local system before it was sent; the id stays taken. */
    WITHDRAWN
  }

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  private Stage stage;

  @Column(nullable = false)
  private UUID avsenderKonto;

  @Column(nullable = false)
  private UUID mottakerKonto;

  @Column(nullable = false)
  private String sbd;

  @Column(nullable = false)
  private String contentDigest;

  private @Nullable UUID svarPaMelding;

  @Column(updatable = false)
  private @Nullable UUID resendOf;

  @Column(nullable = false)
  private String klientMeldingId;

  @Convert(converter = HeadereColumn.class)
  private Map<String, String> headere = Map.of();

  protected OutgoingMessage() {}

  /** A new draft, with status OPPRETTET once {@link StatusLedger#opened} has registered it. */
  public OutgoingMessage(Draft draft, Instant now) {
    super(
        draft.messageId(),
        draft.conversationId(),
        draft.process(),
        draft.documentType(),
        draft.sender(),
        draft.receiver(),
        OutgoingStatus.OPPRETTET,
        draft.deadline(),
        now);
    this.stage = Stage.DRAFT;
    putInto(Box.OUTBOX);
    take(draft);
  }

  /** An answer the gateway gives of itself. */
  public static OutgoingMessage automatic(Draft draft, Instant now) {
    OutgoingMessage message = new OutgoingMessage(draft, now);
    message.madeByTheGateway();
    return message;
  }

  /** A new message with the files of one that ended badly. */
  public static OutgoingMessage resend(OutgoingMessage old, Draft draft, Instant now) {
    OutgoingMessage message = new OutgoingMessage(draft, now);
    message.resendOf = old.messageId().value();
    old.documents().forEach(document -> message.add(document.copy()));
    return message;
  }

  /** The message this one sends anew, or null. */
  public @Nullable MessageId resendOf() {
    return resendOf == null ? null : new MessageId(resendOf);
  }

  /** Whether it answers a message in; nothing answers it in turn. */
  public boolean isAnswer() {
    return svarPaMelding != null;
  }

  /** Replaces what the client said of the message; its id, files and history stay. */
  public void redraft(Draft draft) {
    redraft(
        draft.conversationId(),
        draft.process(),
        draft.documentType(),
        draft.sender(),
        draft.receiver(),
        draft.deadline());
    take(draft);
  }

  private void take(Draft draft) {
    this.avsenderKonto = draft.avsenderKonto().value();
    this.mottakerKonto = draft.mottakerKonto().value();
    this.sbd = draft.sbd();
    this.contentDigest = draft.contentDigest();
    this.svarPaMelding =
        draft.svarPaMelding() == null ? null : draft.svarPaMelding().value();
    this.klientMeldingId =
        draft.klientMeldingId() == null ? draft.messageId().toString() : draft.klientMeldingId();
    this.headere = Map.copyOf(draft.headere());
    describe(title(), draft.reference() != null ? draft.reference() : reference());
  }

  /**
   * What the local system asked for, validated and resolved.
   *
   * @param sbd the SBD as it is given back to the client, JSON
   * @param contentDigest SHA-256, lower-case hex, of what the client sent; equal digests mean the same request
   * @param svarPaMelding the message in that it answers; null where it answers none, or names none
   * @param klientMeldingId goes to the receiver unchanged at every resend; null: the messageId
   * @param headere the client's own Fiks headers, without the ones the gateway sets
   */
  public record Draft(
      MessageId messageId,
      ConversationId conversationId,
      String process,
      String documentType,
      Partner sender,
      Partner receiver,
      Instant deadline,
      KontoId avsenderKonto,
      KontoId mottakerKonto,
      String sbd,
      String contentDigest,
      @Nullable MeldingId svarPaMelding,
      @Nullable String klientMeldingId,
      Map<String, String> headere,
      @Nullable String reference) {
    /** The same as an answer to a message in. */
    public Draft answering(MeldingId question) {
      return new Draft(
          messageId,
          conversationId,
          process,
          documentType,
          sender,
          receiver,
          deadline,
          avsenderKonto,
          mottakerKonto,
          sbd,
          contentDigest,
          question,
          klientMeldingId,
          headere,
          reference);
    }
  }

  @Override
  public Direction direction() {
    return Direction.OUTGOING;
  }

  @Override
  public OutgoingStatus status() {
    return OutgoingStatus.valueOf(statusName());
  }

  /** Every outgoing message has a deadline. */
  @Override
  public Instant deadline() {
    return Objects.requireNonNull(super.deadline());
  }

  public Stage stage() {
    return stage;
  }

  public void enter(Stage next) {
    this.stage = next;
    putInto(next == Stage.DRAFT || next == Stage.QUEUED ? Box.OUTBOX : null);
  }

  @Override
  public KontoId konto() {
    return avsenderKonto();
  }

  public KontoId avsenderKonto() {
    return new KontoId(avsenderKonto);
  }

  public KontoId mottakerKonto() {
    return new KontoId(mottakerKonto);
  }

  public Meldingstype meldingstype() {
    return new Meldingstype(documentType());
  }

  public String sbd() {
    return sbd;
  }

  public String contentDigest() {
    return contentDigest;
  }

  public @Nullable MeldingId svarPaMelding() {
    return svarPaMelding == null ? null : new MeldingId(svarPaMelding);
  }

  public String klientMeldingId() {
    return klientMeldingId;
  }

  public Map<String, String> headere() {
    return headere;
  }
}
