package no.fiksgateway.integrasjonspunkt.outbound;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import org.jspecify.annotations.Nullable;

/** One try at handing a message to the platform, and what came of it. Written before the first byte leaves. */
@Entity
@Table(name = "send_attempt")
@SuppressWarnings("NullAway.Init")
class SendAttempt {
  /** What came of an attempt. */
  enum Outcome {
    /** Begun; after a crash this is all that is known, and the platform may have accepted. */
    STARTED,
    ACCEPTED,
    TRY_AGAIN,
    REFUSED,
    UNKNOWN,
    NOT_SEALED
  }

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ids")
  @SequenceGenerator(name = "ids", sequenceName = "ids", allocationSize = 50)
  private Long id;

  @Column(nullable = false)
  private UUID messageId;

  @Column(nullable = false)
  private Instant startedAt;

  private @Nullable Instant endedAt;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  private Outcome outcome;

  private @Nullable UUID meldingId;

  private @Nullable String errorId;

  private @Nullable String reason;

  protected SendAttempt() {}

  SendAttempt(MessageId messageId, Instant now) {
    this.messageId = messageId.value();
    this.startedAt = now;
    this.outcome = Outcome.STARTED;
  }

  void ended(SendOutcome result, Instant now) {
    this.endedAt = now;
    if (result instanceof SendOutcome.Accepted accepted) {
      this.outcome = Outcome.ACCEPTED;
      this.meldingId = accepted.meldingId().value();
    } else if (result instanceof SendOutcome.TryAgain tryAgain) {
      this.outcome = Outcome.TRY_AGAIN;
      this.errorId = tryAgain.errorId();
      this.reason = tryAgain.reason();
    } else if (result instanceof SendOutcome.NoToken noToken) {
      this.outcome = Outcome.TRY_AGAIN;
      this.reason = noToken.reason();
    } else if (result instanceof SendOutcome.Refused refused) {
      this.outcome = Outcome.REFUSED;
      this.errorId = refused.errorId();
      this.reason = refused.reason();
    } else if (result instanceof SendOutcome.Unknown unknown) {
      this.outcome = Outcome.UNKNOWN;
      this.reason = unknown.reason();
    } else if (result instanceof SendOutcome.NotSealed notSealed) {
      this.outcome = Outcome.NOT_SEALED;
      this.reason = String.valueOf(notSealed.cause().getMessage());
    }
  }

  /** Whether the platform may have the message by this attempt although nothing says that it has. */
  boolean mayHaveBeenAccepted() {
    return outcome == Outcome.STARTED || outcome == Outcome.UNKNOWN;
  }

  Long id() {
    return id;
  }

  Outcome outcome() {
    return outcome;
  }

  @Nullable
  String reason() {
    return reason;
  }
}
