package no.fiksgateway.integrasjonspunkt.message;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Draws what really happened to a message, from its history, as a Mermaid sequence diagram. */
public final class MessageFlow {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Europe/Oslo"));

  private MessageFlow() {}

  /**
   * @param history every entry, oldest first
   * @return the diagram's source, {@code text/vnd.mermaid}; times are those of Oslo
   */
  public static String draw(Message message, List<StatusChange> history) {
    StringBuilder diagram = new StringBuilder("sequenceDiagram\n");
    boolean out = message.direction() == Direction.OUTGOING;
    String other = safe((out ? message.receiver() : message.sender()).value());
    diagram.append("  participant fs as sak/arkiv system\n");
    diagram.append("  participant ip as integrasjonspunkt\n");
    diagram.append("  participant fiks as KS Fiks IO\n");
    diagram.append("  participant other as ").append(other).append('\n');
    for (List<StatusChange> step : steps(history)) {
      StatusChange first = step.get(0);
      diagram.append(arrows(message, first));
      String statuses =
          step.stream().map(MessageFlow::word).distinct().collect(Collectors.joining(", "));
      diagram
          .append("  Note over ip: ")
          .append(at(first.lastUpdate()))
          .append(' ')
          .append(statuses);
      String words = words(step);
      if (words != null) {
        diagram.append("<br>").append(safe(words));
      }
      diagram.append('\n');
    }
    return diagram.toString();
  }

  /** Entries that one and the same piece of evidence proves stand together. */
  private static List<List<StatusChange>> steps(List<StatusChange> history) {
    List<List<StatusChange>> steps = new ArrayList<>();
    for (StatusChange change : history) {
      List<StatusChange> last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
      if (last != null && last.get(0).evidence().equals(change.evidence())) {
        last.add(change);
      } else {
        steps.add(new ArrayList<>(List.of(change)));
      }
    }
    return steps;
  }

  private static String arrows(Message message, StatusChange change) {
    Evidence evidence = change.evidence();
    String type = safe(message.documentType());
    String said = evidence.meldingstype() == null ? type : safe(evidence.meldingstype());
    boolean out = message.direction() == Direction.OUTGOING;
    return switch (evidence.source()) {
      case LOCAL_API -> "  fs->>ip: " + (out ? type : safe(evidence.detail())) + "\n";
      case FIKS_ANSWER ->
        "  ip->>fiks: send " + type + "\n  fiks-->>ip: "
            + (evidence.meldingId() == null
                ? safe(evidence.detail())
                : "meldingId " + evidence.meldingId())
            + "\n";
      case FIKS_MESSAGE ->
        "  other->>fiks: " + said + "\n  fiks->>ip: meldingId " + evidence.meldingId() + "\n";
      case OWN_CLOCK -> "  ip->>ip: own clock\n";
      case GATEWAY -> "  ip->>ip: " + safe(evidence.detail()) + "\n";
    };
  }

  private static String word(StatusChange change) {
    return switch (change.disposition()) {
      case MOVED, IMPLIED, NOTE -> change.status();
      case REPEATED -> change.reported() + " (again)";
      case LATE -> change.reported() + " (late)";
      case CONTRADICTED -> "ANNET (" + change.reported() + " at odds)";
    };
  }

  private static @Nullable String words(List<StatusChange> step) {
    return step.stream()
        .map(StatusChange::description)
        .filter(description -> description != null)
        .findFirst()
        .orElse(null);
  }

  private static String at(Instant time) {
    return TIME.format(time);
  }

  /** Mermaid reads a semicolon as the end of a line and a hash as the start of an entity. */
  private static String safe(String text) {
    String oneLine = text.replaceAll("\\s+", " ")
        .replace(';', ',')
        .replace('#', ' ')
        .replace("<", "‹")
        .replace(">", "›");
    return oneLine.length() > 200 ? oneLine.substring(0, 200) + "…" : oneLine;
  }
}
