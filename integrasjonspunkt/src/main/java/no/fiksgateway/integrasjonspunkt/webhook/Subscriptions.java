package no.fiksgateway.integrasjonspunkt.webhook;

import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import no.fiksgateway.integrasjonspunkt.access.Access;
import no.fiksgateway.integrasjonspunkt.jobs.Jobs;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.RejectedException;
import no.fiksgateway.integrasjonspunkt.message.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Component;

/**
 * Who wants statuses pushed, and how far the pushes have come. Who is held to certain accounts is pushed their statuses only, and sees the
 * subscriptions of no other.
 */
@Component
public class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private final PushSubscriptions subscriptions;
  private final Backlog backlog;
  private final StatusFeed feed;
  private final Targets targets;
  private final PushClient client;
  private final EventBodies bodies;
  private final SubscriptionSecrets secrets;
  private final Jobs jobs;
  private final Transactions transactions;
  private final Access access;
  private final Clock clock;

  Subscriptions(
      PushSubscriptions subscriptions,
      Backlog backlog,
      StatusFeed feed,
      Targets targets,
      PushClient client,
      EventBodies bodies,
      SubscriptionSecrets secrets,
      Jobs jobs,
      Transactions transactions,
      Access access,
      Clock clock) {
    this.subscriptions = subscriptions;
    this.backlog = backlog;
    this.feed = feed;
    this.targets = targets;
    this.client = client;
    this.bodies = bodies;
    this.secrets = secrets;
    this.jobs = jobs;
    this.transactions = transactions;
    this.access = access;
    this.clock = clock;
  }

  /**
   * A subscription to be made.
   *
   * @param filter as {@link StatusFilter#parse} reads it; null or blank: everything
   * @param secret what pushes are to be signed with; null: a new one is made
   */
  public record NewSubscription(
      String name,
      String pushEndpoint,
      String resource,
      String event,
      @Nullable String filter,
      @Nullable String secret) {}

  /** What is to be changed; null: it stays. A blank filter stands for everything. */
  public record Change(
      @Nullable String name,
      @Nullable String pushEndpoint,
      @Nullable String resource,
      @Nullable String event,
      @Nullable String filter,
      @Nullable String secret) {}

  /**
   * A subscription was made.
   *
   * @param secret what pushes are signed with; not told again
   * @param pingFailure why the endpoint did not take the ping; null: it did
   */
  public record Created(
      PushSubscription subscription,
      String secret,
      @Nullable String pingFailure) {}

  public Page<PushSubscription> list(Pageable page) {
    return subscriptions.findAll(page);
  }

  public PushSubscription get(long id) {
    return subscriptions.findById(id).orElseThrow(() -> noSuchSubscription(id));
  }

  /** Pings the endpoint, and stores the subscription whatever came of that. It is told of statuses from here on. */
  public Created create(NewSubscription wanted) {
    SigningSecret secret =
        wanted.secret() == null ? SigningSecret.generate() : SigningSecret.parse(wanted.secret());
    refuseTwin(wanted.name(), wanted.pushEndpoint(), null);
    String pingFailure = ping(wanted.pushEndpoint(), secret);
    feed.settle();
    PushSubscription made = twinsRefused(
        wanted.name(),
        wanted.pushEndpoint(),
        () -> transactions.once(() -> {
          PushSubscription saved = subscriptions.saveAndFlush(
              new PushSubscription(wanted, access.heldTo(), secrets.seal(secret)));
          backlog.begin(saved.id(), feed.head());
          return saved;
        }));
    return new Created(made, secret.text(), pingFailure);
  }

  /** Pings a new endpoint, as at creation. What waits goes where the subscription now says, at once. */
  public void change(long id, Change change) {
    PushSubscription old = get(id);
    SigningSecret secret =
        change.secret() == null ? secrets.of(old) : SigningSecret.parse(change.secret());
    String name = change.name() == null ? old.name() : change.name();
    String endpoint = change.pushEndpoint() == null ? old.pushEndpoint() : change.pushEndpoint();
    refuseTwin(name, endpoint, id);
    if (!endpoint.equals(old.pushEndpoint())) {
      ping(endpoint, secret);
    }
    twinsRefused(
        name,
        endpoint,
        () -> transactions.once(() -> {
          PushSubscription changed = get(id);
          changed.change(change, change.secret() == null ? null : secrets.seal(secret));
          jobs.now(PushJob.KIND, Long.toString(id));
          return subscriptions.saveAndFlush(changed);
        }));
  }

  /** What has not been pushed yet never will be. */
  public void delete(long id) {
    transactions.insist(() -> subscriptions.delete(get(id)));
  }

  public void deleteAll() {
    transactions.insist(() -> subscriptions.deleteAll());
  }

  /** How the pushes go. */
  public Deliveries deliveries(long id) {
    feed.settle();
    return backlog.deliveries(id, get(id).statusFilter());
  }

  /**
   * Queues the statuses of a time range, ends included, that match the subscription, to be pushed again in their order and
   * ahead of what is new. Those that wait anyway are not queued twice.
   *
   * @return how many of them wait now
   */
  public int replay(long id, Instant from, Instant to) {
    StatusFilter filter = get(id).statusFilter();
    feed.settle();
    return transactions.insist(() -> {
      int waiting = backlog.replay(id, filter, from, to);
      jobs.now(PushJob.KIND, Long.toString(id));
      return waiting;
    });
  }

  private @Nullable String ping(String endpoint, SigningSecret secret) {
    try {
      targets.addresses(URI.create(endpoint).getHost());
    } catch (Targets.RefusedException e) {
      throw new RejectedException(ErrorCode.PUSH_TARGET_REFUSED, String.valueOf(e.getMessage()));
    } catch (UnknownHostException e) {
      return notTaken(endpoint, "UnknownHostException: " + e.getMessage());
    }
    PushClient.Outcome outcome =
        client.push(endpoint, secret, "ping-" + UUID.randomUUID(), bodies.ping(clock.instant()));
    return outcome instanceof PushClient.Outcome.Failed failed
        ? notTaken(endpoint, failed.reason())
        : null;
  }

  private static String notTaken(String endpoint, String reason) {
    LOG.info("The ping was not taken by {}: {}", endpoint, reason);
    return reason;
  }

  private void refuseTwin(String name, String endpoint, @Nullable Long itself) {
    subscriptions
        .findByNameAndPushEndpoint(name, endpoint)
        .filter(found -> itself == null || found.id() != itself)
        .ifPresent(found -> {
          throw twin(name, endpoint);
        });
  }

  /** Of two that are made at the same time the database refuses one. */
  private static PushSubscription twinsRefused(
      String name, String endpoint, Supplier<PushSubscription> saving) {
    try {
      return saving.get();
    } catch (DataIntegrityViolationException e) {
      RejectedException refused = twin(name, endpoint);
      refused.initCause(e);
      throw refused;
    }
  }

  private static RejectedException twin(String name, String endpoint) {
    return new RejectedException(
        ErrorCode.SUBSCRIPTION_EXISTS,
        "Subscription with name = " + name + " and pushEndpoint = " + endpoint + " already exists");
  }

  private static RejectedException noSuchSubscription(long id) {
    return new RejectedException(
        ErrorCode.SUBSCRIPTION_NOT_FOUND, "Subscription with id = " + id + " was not found");
  }
}
