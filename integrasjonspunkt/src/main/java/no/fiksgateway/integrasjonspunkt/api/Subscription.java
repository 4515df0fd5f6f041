package no.fiksgateway.integrasjonspunkt.api;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Null;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import no.fiksgateway.integrasjonspunkt.webhook.PushSubscription;
import no.fiksgateway.integrasjonspunkt.webhook.Subscriptions;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as clients write and read it.
 *
 * @param id given by the gateway
 * @param filter {@code status=LEVERT,FEIL&direction=OUTGOING&serviceIdentifier=DPFIO}; left out: everything
 * @param secret what pushes are signed with; shown once, in the answer to create
 * @param pingFailure why the endpoint did not take the ping; only in the answer to create
 */
record Subscription(
    @Null(groups = Subscription.New.class) @Nullable Long id,

    @NotNull(groups = Subscription.New.class) @Size(min = 1, max = 255) @Nullable
    String name,

    @NotNull(groups = Subscription.New.class) @URL @Size(max = 1000) @Nullable
    String pushEndpoint,

    @NotNull(groups = Subscription.New.class) @OneOf({"all", "messages"}) @Nullable
    String resource,

    @NotNull(groups = Subscription.New.class) @OneOf({"all", "status"}) @Nullable
    String event,

    @WebhookFilter @Size(max = 2000) @Nullable String filter,

    @Pattern(regexp = SECRET, message = "must be whsec_ followed by 24 to 64 bytes in base64")
    @Nullable
    String secret,

    @Nullable String pingFailure) {
  /** What a new one needs beside what every one needs. */
  interface New {}

  /** 24 bytes are 8 groups of 4 characters in base64, 64 bytes are 22 of which the last is padded. */
  private static final String SECRET = "whsec_("
      + "([A-Za-z0-9+/]{4}){8,21}|([A-Za-z0-9+/]{4}){8,20}[A-Za-z0-9+/]{3}="
      + "|([A-Za-z0-9+/]{4}){8,21}[A-Za-z0-9+/]{2}==)";

  static Subscription of(PushSubscription found) {
    return of(found, null, null);
  }

  static Subscription of(Subscriptions.Created created) {
    return of(created.subscription(), created.secret(), created.pingFailure());
  }

  private static Subscription of(
      PushSubscription found, @Nullable String secret, @Nullable String pingFailure) {
    return new Subscription(
        found.id(),
        found.name(),
        found.pushEndpoint(),
        found.resource(),
        found.event(),
        found.filter(),
        secret,
        pingFailure);
  }

  Subscriptions.NewSubscription wanted() {
    return new Subscriptions.NewSubscription(
        Objects.requireNonNull(name),
        Objects.requireNonNull(pushEndpoint),
        Objects.requireNonNull(resource),
        Objects.requireNonNull(event),
        filter,
        secret);
  }

  Subscriptions.Change change() {
    return new Subscriptions.Change(name, pushEndpoint, resource, event, filter, secret);
  }
}
