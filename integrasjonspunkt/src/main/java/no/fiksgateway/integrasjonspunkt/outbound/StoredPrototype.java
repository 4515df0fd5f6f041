package no.fiksgateway.integrasjonspunkt.outbound;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.MessageId;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Edit;
import no.fiksgateway.integrasjonspunkt.outbound.Arkivsendinger.Prototype;

/** A message that could be made of an arkivmelding. */
@Entity
@Table(name = "prototype")
@SuppressWarnings("NullAway.Init")
class StoredPrototype {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ids")
  private Long id;

  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "arkivsending", nullable = false)
  private StoredArkivsending arkivsending;

  @Column(nullable = false)
  private int position;

  @Column(nullable = false, updatable = false)
  private UUID messageId;

  @Column(nullable = false, updatable = false)
  private String part;

  @Column(nullable = false)
  private boolean chosen;

  @Column(nullable = false)
  private String sbd;

  @Column(nullable = false)
  private String obstacles;

  @Column(nullable = false)
  private Instant deadline;

  protected StoredPrototype() {}

  StoredPrototype(StoredArkivsending arkivsending, int position, Prototype drawn) {
    this.arkivsending = arkivsending;
    this.position = position;
    this.messageId = drawn.messageId().value();
    this.part = drawn.part();
    this.chosen = drawn.chosen();
    take(drawn);
  }

  private void take(Prototype drawn) {
    this.sbd = drawn.sbd();
    this.obstacles = String.join("\n", drawn.obstacles());
    this.deadline = drawn.deadline();
  }

  void apply(Edit edit) {
    if (edit.chosen() != null) {
      this.chosen = edit.chosen();
    }
    if (edit.prototype() != null) {
      take(edit.prototype());
    }
  }

  MessageId messageId() {
    return new MessageId(messageId);
  }

  Instant deadline() {
    return deadline;
  }

  Prototype shown() {
    return new Prototype(messageId(), part, chosen, sbd, obstacles.lines().toList(), deadline);
  }
}
