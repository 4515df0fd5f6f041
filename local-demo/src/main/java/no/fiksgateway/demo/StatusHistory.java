package no.fiksgateway.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Follows one message's statuses and prints each the first time it is seen, with the evidence for it. */
final class StatusHistory {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final GatewayApi gateway;
  private final Screen screen;
  private final UUID messageId;
  private final List<String> seen = new ArrayList<>();

  StatusHistory(GatewayApi gateway, Screen screen, UUID messageId) {
    this.gateway = gateway;
    this.screen = screen;
    this.messageId = messageId;
  }

  /** Prints until one of these statuses comes; answers every status there was, in order. */
  List<String> followUntil(Set<String> last, Duration patience) throws DemoFailed {
    long deadline = System.nanoTime() + patience.toNanos();
    while (seen.stream().noneMatch(last::contains)) {
      if (System.nanoTime() > deadline) {
        throw new DemoFailed("Message " + messageId + " got none of the statuses " + last
            + " within " + patience.toSeconds() + " s. It had " + seen + ".");
      }
      Pause.of(LOOK_AGAIN);
      printNews();
    }
    return List.copyOf(seen);
  }

  private void printNews() throws DemoFailed {
    List<JsonNode> all = gateway.statuses(messageId);
    for (JsonNode status : all.subList(seen.size(), all.size())) {
      String name = text(status.path("status"));
      seen.add(name);
      screen.happened("  %-20s %s".formatted(name, reason(status)).stripTrailing());
    }
  }

  private static String reason(JsonNode status) {
    StringJoiner reason = new StringJoiner(", ");
    status
        .path("evidence")
        .properties()
        .forEach(member -> add(reason, member.getKey(), member.getValue()));
    add(reason, "errorCode", status.path("errorCode"));
    add(reason, "description", status.path("description"));
    return reason.toString();
  }

  private static void add(StringJoiner reason, String name, JsonNode value) {
    if (!value.isMissingNode()) {
      reason.add(name + " " + text(value));
    }
  }

  private static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }
}
