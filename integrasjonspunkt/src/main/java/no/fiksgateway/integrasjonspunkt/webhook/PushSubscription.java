package no.fiksgateway.integrasjonspunkt.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import no.fiksgateway.integrasjonspunkt.message.OfKontoer;
import org.hibernate.annotations.Filter;
import org.jspecify.annotations.Nullable;

/** Somebody who wants statuses pushed to an endpoint. */
@Entity
@Table(name = "push_subscription")
@Filter(name = OfKontoer.FILTER, condition = OfKontoer.MADE_BY, deduceAliasInjectionPoints = false)
@SuppressWarnings("NullAway.Init")
public class PushSubscription {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ids")
  @SequenceGenerator(name = "ids", sequenceName = "ids", allocationSize = 50)
  private Long id;

  @Version
  private int version;

  @Column(nullable = false)
  private String name;

  @Column(nullable = false)
  private String pushEndpoint;

  @Column(nullable = false)
  private String resource;

  @Column(nullable = false)
  private String event;

  private @Nullable String filter;

  /** Encrypted. */
  @Column(nullable = false)
  private String secret;

  /** The accounts whose statuses are pushed, as {@link OfKontoer#heldTo} has them; null: all. */
  @Column(updatable = false)
  private @Nullable String heldTo;

  protected PushSubscription() {}

  PushSubscription(
      Subscriptions.NewSubscription wanted, @Nullable String heldTo, String sealedSecret) {
    this.heldTo = heldTo;
    this.name = wanted.name();
    this.pushEndpoint = wanted.pushEndpoint();
    this.resource = wanted.resource();
    this.event = wanted.event();
    this.filter = blankToNull(wanted.filter());
    this.secret = sealedSecret;
  }

  /** Takes over what is given. */
  void change(Subscriptions.Change change, @Nullable String sealedSecret) {
    this.name = change.name() == null ? name : change.name();
    this.pushEndpoint = change.pushEndpoint() == null ? pushEndpoint : change.pushEndpoint();
    this.resource = change.resource() == null ? resource : change.resource();
    this.event = change.event() == null ? event : change.event();
    this.filter = change.filter() == null ? filter : blankToNull(change.filter());
    this.secret = sealedSecret == null ? secret : sealedSecret;
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  public long id() {
    return id;
  }

  public String name() {
    return name;
  }

  public String pushEndpoint() {
    return pushEndpoint;
  }

  public String resource() {
    return resource;
  }

  public String event() {
    return event;
  }

  /** In eFormidling's form; null: everything. */
  public @Nullable String filter() {
    return filter;
  }

  @Nullable
  String heldTo() {
    return heldTo;
  }

  StatusFilter statusFilter() {
    return StatusFilter.parse(filter).within(OfKontoer.kontoer(heldTo));
  }

  String sealedSecret() {
    return secret;
  }
}
