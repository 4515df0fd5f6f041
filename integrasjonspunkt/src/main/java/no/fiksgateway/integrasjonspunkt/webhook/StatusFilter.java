package no.fiksgateway.integrasjonspunkt.webhook;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import no.fiksgateway.integrasjonspunkt.message.IncomingStatus;
import no.fiksgateway.integrasjonspunkt.message.OutgoingStatus;
import no.fiksgateway.integrasjonspunkt.message.StatusChange;
import org.jspecify.annotations.Nullable;

/**
 * Which statuses somebody wants to be told about. An empty set asks nothing of that member.
 *
 * @param services channels as eFormidling names them
 * @param kontoer our own accounts
 */
public record StatusFilter(
    Set<String> statuses, Set<String> directions, Set<String> services, Set<UUID> kontoer) {
  /** The channel of everything this gateway carries. */
  public static final String SERVICE = "DPFIO";

  /** The channels eFormidling knows. */
  public static final Set<String> SERVICES =
      Set.of(SERVICE, "DPO", "DPV", "DPI", "DPF", "DPE", "DPH", "UNKNOWN");

  private static final String STATUS = "status";
  private static final String DIRECTION = "direction";
  private static final String SERVICE_IDENTIFIER = "serviceIdentifier";

  private static final Set<String> STATUSES = Stream.of(
          names(OutgoingStatus.values()),
          names(IncomingStatus.values()),
          Stream.of(StatusChange.ANNET))
      .flatMap(names -> names)
      .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> DIRECTIONS =
      names(Direction.values()).collect(Collectors.toUnmodifiableSet());

  /**
   * Reads eFormidling's form: {@code status=LEVERT,FEIL&direction=OUTGOING&serviceIdentifier=DPFIO}, upper or lower case.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static StatusFilter parse(@Nullable String text) {
    Map<String, String> given = new HashMap<>();
    if (text != null && !text.isBlank()) {
      for (String part : text.strip().split("&", -1)) {
        String[] keyAndValues = part.split("=", -1);
        if (keyAndValues.length != 2 || keyAndValues[0].matches(".*[<>!~].*")) {
          throw new IllegalArgumentException("'" + part + "' is not of the form key=value,value");
        }
        String key = keyAndValues[0].strip();
        if (given.put(key.toLowerCase(Locale.ROOT), keyAndValues[1]) != null) {
          throw new IllegalArgumentException("'" + key + "' is given twice");
        }
      }
    }
    StatusFilter filter = of(
        given.remove(STATUS),
        given.remove(DIRECTION),
        given.remove(SERVICE_IDENTIFIER.toLowerCase(Locale.ROOT)));
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("unknown key "
          + String.join(", ", new TreeSet<>(given.keySet())) + "; known: "
          + String.join(", ", List.of(STATUS, DIRECTION, SERVICE_IDENTIFIER)));
    }
    return filter;
  }

  /**
   * From each member's values with commas between.
   *
   * @throws IllegalArgumentException naming a value nobody knows
   */
  public static StatusFilter of(
      @Nullable String statuses, @Nullable String directions, @Nullable String services) {
    return new StatusFilter(
        values(STATUS, statuses, STATUSES),
        values(DIRECTION, directions, DIRECTIONS),
        values(SERVICE_IDENTIFIER, services, SERVICES),
        Set.of());
  }

  /** The same, of these accounts only; of all where none is given. */
  public StatusFilter within(Set<UUID> accounts) {
    return new StatusFilter(statuses, directions, services, Set.copyOf(accounts));
  }

  private static Stream<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name);
  }

  private static Set<String> values(String key, @Nullable String text, Set<String> known) {
    if (text == null) {
      return Set.of();
    }
    Set<String> values = Arrays.stream(text.split(",", -1))
        .map(value -> value.strip().toUpperCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
    Set<String> unknown = new TreeSet<>(values);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(key + " '" + String.join(", ", unknown)
          + "' is unknown; known: " + String.join(", ", new TreeSet<>(known)));
    }
    return values;
  }

  public boolean matches(FeedStatus status) {
    return (statuses.isEmpty() || statuses.contains(status.status()))
        && (directions.isEmpty() || directions.contains(status.direction().name()))
        && (services.isEmpty() || services.contains(SERVICE))
        && (kontoer.isEmpty() || kontoer.contains(status.konto()));
  }

  /** The same in SQL, on {@code s} (status_change) and {@code m} (message); its parameters are {@link #parameters()}. */
  String condition() {
    StringBuilder condition = new StringBuilder();
    if (!statuses.isEmpty()) {
      condition.append(" and s.status in (:statuses)");
    }
    if (!directions.isEmpty()) {
      condition.append(" and m.direction in (:directions)");
    }
    if (!services.isEmpty() && !services.contains(SERVICE)) {
      condition.append(" and false");
    }
    if (!kontoer.isEmpty()) {
      condition.append(" and " + StatusFeed.KONTO + " in (:kontoer)");
    }
    return condition.toString();
  }

  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    if (!statuses.isEmpty()) {
      parameters.put("statuses", statuses);
    }
    if (!directions.isEmpty()) {
      parameters.put("directions", directions);
    }
    if (!kontoer.isEmpty()) {
      parameters.put("kontoer", kontoer);
    }
    return parameters;
  }
}
