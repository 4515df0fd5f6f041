package no.fiksgateway.integrasjonspunkt.webhook;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;

/**
 * A status's place in the feed, as its own transaction writes it. An entity so that it is inserted after the status;
 * {@link StatusFeed} does the rest in SQL.
 */
@Entity
@Table(name = "status_feed")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
class FeedEntry {
  @Id
  private Long statusId;

  @MapsId
  @OneToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "status_id", nullable = false)
  private StatusChange status;

  protected FeedEntry() {}

  FeedEntry(StatusChange status) {
    this.status = status;
  }
}
