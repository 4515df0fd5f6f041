package no.fiksgateway.integrasjonspunkt.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.groups.Default;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import no.fiksgateway.integrasjonspunkt.webhook.Deliveries;
import no.fiksgateway.integrasjonspunkt.webhook.Subscriptions;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Pageable;
import org.springframework.data.web.PageableDefault;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Who wants statuses pushed. */
@RestController
@RequestMapping("/api/subscriptions")
class SubscriptionController {
  private static final Map<String, String> SORTABLE = Map.of(
      "id", "id",
      "name", "name",
      "pushEndpoint", "pushEndpoint",
      "resource", "resource",
      "event", "event",
      "filter", "filter");

  private final Subscriptions subscriptions;

  SubscriptionController(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /**
   * How the pushes go.
   *
   * @param waiting how many statuses are still to be pushed
   * @param failure why the last attempt that failed did
   * @param failures how many attempts have failed since the last that did not
   * @param givenUp what will not be pushed any more, unless it is replayed
   */
  record DeliveriesBody(
      long waiting,
      @Nullable OffsetDateTime lastSuccess,
      @Nullable OffsetDateTime lastFailure,
      @Nullable String failure,
      int failures,
      @Nullable OffsetDateTime nextAttempt,
      @Nullable GivenUp givenUp) {
    record GivenUp(long count, OffsetDateTime from, OffsetDateTime to) {}

    static DeliveriesBody of(Deliveries found) {
      Deliveries.GivenUp given = found.givenUp();
      return new DeliveriesBody(
          found.waiting(),
          oslo(found.lastSuccess()),
          oslo(found.lastFailure()),
          found.failure(),
          found.failures(),
          oslo(found.nextAttempt()),
          given == null
              ? null
              : new GivenUp(given.count(), OsloTime.of(given.from()), OsloTime.of(given.to())));
    }

    private static @Nullable OffsetDateTime oslo(@Nullable Instant at) {
      return at == null ? null : OsloTime.of(at);
    }
  }

  /** The time range, ends included, whose statuses are to be pushed again. */
  record Range(
      @JsonDeserialize(using = OsloTime.Reader.class) @NotNull
      OffsetDateTime from,

      @JsonDeserialize(using = OsloTime.Reader.class) @NotNull
      OffsetDateTime to) {}

  /**
   * What is pushed again.
   *
   * @param queued how many statuses of the range wait to be pushed now
   */
  record Replayed(int queued) {}

  /** Who wants statuses pushed. */
  @GetMapping
  ApiPage<Subscription> list(@PageableDefault(size = ApiPage.DEFAULT_SIZE) Pageable page) {
    return ApiPage.of(
        subscriptions.list(ApiPage.translate(page, SORTABLE)), page, Subscription::of);
  }

  /** One subscription. */
  @GetMapping("/{id}")
  Subscription get(@PathVariable long id) {
    return Subscription.of(subscriptions.get(id));
  }

  /** Begins a subscription, after a ping to its endpoint. The answer alone has the secret that pushes are signed with. */
  @PostMapping
  Subscription create(
      @Validated({Default.class, Subscription.New.class}) @RequestBody Subscription wanted) {
    return Subscription.of(subscriptions.create(wanted.wanted()));
  }

  /** Changes a subscription. Members that are left out keep their values. */
  @PutMapping("/{id}")
  void change(@PathVariable long id, @Valid @RequestBody Subscription change) {
    subscriptions.change(id, change.change());
  }

  /** Ends a subscription. */
  @DeleteMapping("/{id}")
  void delete(@PathVariable long id) {
    subscriptions.delete(id);
  }

  /** Ends all subscriptions. */
  @DeleteMapping
  void deleteAll() {
    subscriptions.deleteAll();
  }

  /** How the pushes go. */
  @GetMapping("/{id}/deliveries")
  DeliveriesBody deliveries(@PathVariable long id) {
    return DeliveriesBody.of(subscriptions.deliveries(id));
  }

  /** Pushes the statuses of a time range again. */
  @PostMapping("/{id}/replay")
  Replayed replay(@PathVariable long id, @Valid @RequestBody Range range) {
    if (range.from().isAfter(range.to())) {
      String words = "must not be after to";
      String from = range.from().toString();
      throw Problem.invalid(
              "range",
              List.of(new Finding(
                  "range", "from", from, List.of("Range"), null, words, false, "Range")))
          .exceptionally();
    }
    return new Replayed(
        subscriptions.replay(id, range.from().toInstant(), range.to().toInstant()));
  }
}
