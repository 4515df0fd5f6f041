package no.fiksgateway.integrasjonspunkt.message;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.PrePersist;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Filter;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a message's history. What it says is written once; whether clients see it can change, and a draft takes its
 * history along to another conversation.
 */
@Entity
@Table(name = "status_change")
@Filter(name = OfKontoer.FILTER, condition = OfKontoer.STATUS, deduceAliasInjectionPoints = false)
@SuppressWarnings("NullAway.Init")
public class StatusChange {
  /** What the entry did to the message's status. */
  public enum Disposition {
    /** The status became this. */
    MOVED,
    /** Registered because a later step, proved by the same evidence, implies it. */
    IMPLIED,
    /** Said before. */
    REPEATED,
    /** Overtaken by a later step. */
    LATE,
    /** At odds with what was established; shown as ANNET. */
    CONTRADICTED,
    /** Something worth knowing that claims no status; shown as ANNET. */
    NOTE
  }

  /** The status name under which clients see an entry that moved nothing. */
  public static final String ANNET = "ANNET";

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ids")
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "message", nullable = false)
  private Message message;

  @Column(name = "message", nullable = false, insertable = false, updatable = false)
  private long messageNumber;

  @Column(nullable = false)
  private UUID messageId;

  @Column(nullable = false)
  private UUID conversationId;

  @Column(nullable = false)
  private String status;

  @Column(nullable = false)
  private String reported;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  private Disposition disposition;

  private @Nullable String description;

  private @Nullable String errorCode;

  @Column(nullable = false)
  private Instant lastUpdate;

  /** Whether clients see it among the statuses: repeated and overtaken reports, what the gateway's own receipts go
   * through, and what a client has deleted stay in the history only. */
  @Column(nullable = false)
  private boolean shown;

  @Embedded
  private Evidence evidence;

  protected StatusChange() {}

  StatusChange(
      Message message,
      String reported,
      Disposition disposition,
      Evidence evidence,
      @Nullable String description,
      @Nullable ErrorCode errorCode,
      Instant now) {
    this.message = message;
    this.messageId = message.messageId().value();
    this.conversationId = message.conversationId().value();
    this.reported = reported;
    this.disposition = disposition;
    this.status = switch (disposition) {
      case MOVED, IMPLIED, REPEATED, LATE -> reported;
      case CONTRADICTED, NOTE -> ANNET;
    };
    this.shown = isNews() && !message.isHidden();
    this.evidence = evidence;
    this.description = description;
    this.errorCode = errorCode == null ? null : errorCode.name();
    this.lastUpdate = now;
  }

  @PrePersist
  void numberMessage() {
    this.messageNumber = message.id();
  }

  public long id() {
    return id;
  }

  /** {@link Message#id()} of its message. */
  public long messageNumber() {
    return messageNumber;
  }

  public MessageId messageId() {
    return new MessageId(messageId);
  }

  public ConversationId conversationId() {
    return new ConversationId(conversationId);
  }

  void moveTo(ConversationId conversation) {
    this.conversationId = conversation.value();
  }

  /** What clients see: the reported status, or ANNET for an entry that is at odds with the rest. */
  public String status() {
    return status;
  }

  /** What was said, also where it moved nothing. */
  public String reported() {
    return reported;
  }

  public Disposition disposition() {
    return disposition;
  }

  public boolean isShown() {
    return shown;
  }

  void hide() {
    this.shown = false;
  }

  /** Whether those are told who follow the message: not of what was known already, nor of the gateway's own receipts. */
  boolean isNews() {
    return !message.isAutomatic()
        && disposition != Disposition.REPEATED
        && disposition != Disposition.LATE;
  }

  public @Nullable String description() {
    return description;
  }

  public @Nullable String errorCode() {
    return errorCode;
  }

  public Instant lastUpdate() {
    return lastUpdate;
  }

  public Evidence evidence() {
    return evidence;
  }
}
