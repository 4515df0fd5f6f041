package no.fiksgateway.integrasjonspunkt.message;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * An id the platform gave one of our messages. A message sent again, because an answer was lost, has several; an answer
 * to any of them is an answer to the message.
 */
@Entity
@Table(name = "sent_melding")
@SuppressWarnings("NullAway.Init")
public class SentMelding {
  @Id
  private UUID meldingId;

  @Column(nullable = false)
  private UUID messageId;

  @Column(nullable = false)
  private Instant acceptedAt;

  protected SentMelding() {}

  public SentMelding(MeldingId meldingId, MessageId messageId, Instant acceptedAt) {
    this.meldingId = meldingId.value();
    this.messageId = messageId.value();
    this.acceptedAt = acceptedAt;
  }

  public MeldingId meldingId() {
    return new MeldingId(meldingId);
  }

  public MessageId messageId() {
    return new MessageId(messageId);
  }

  public Instant acceptedAt() {
    return acceptedAt;
  }
}
