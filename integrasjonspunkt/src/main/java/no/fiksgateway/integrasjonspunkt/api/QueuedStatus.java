package no.fiksgateway.integrasjonspunkt.api;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The place of a status in the {@link StatusQueue}. */
@Entity
@Table(name = "queued_status")
@SuppressWarnings("NullAway.Init")
class QueuedStatus {
  /** In the feed. */
  @Id
  private Long position;

  @Column(nullable = false)
  private Long statusId;

  protected QueuedStatus() {}
}
