package no.fiksgateway.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Follows one message's statuses and prints each the first time it is seen, with the evidence for it. */
final class StatusHistory {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final String BESIDE_STATUS = "  %-20s%s";
  private static final int LINE = 100;

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
      List<String> why = wrapped(reasons(status));
      screen.happened(BESIDE_STATUS.formatted(name, why.get(0)).stripTrailing());
      why.stream().skip(1).forEach(line -> screen.continued(BESIDE_STATUS.formatted("", line)));
    }
  }

  private static List<String> reasons(JsonNode status) {
    List<String> reasons = new ArrayList<>();
    status
        .path("evidence")
        .properties()
        .forEach(member -> reasons.add(member.getKey() + " " + text(member.getValue())));
    for (String name : List.of("errorCode", "description")) {
      if (status.has(name)) {
        reasons.add(name + " " + text(status.path(name)));
      }
    }
    return reasons;
  }

  private static List<String> wrapped(List<String> reasons) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String reason : reasons) {
      if (line.isEmpty()) {
        line = reason;
      } else if (line.length() + reason.length() < LINE) {
        line += ", " + reason;
      } else {
        lines.add(line);
        line = reason;
      }
    }
    lines.add(line);
    return lines;
  }

  private static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }
}
