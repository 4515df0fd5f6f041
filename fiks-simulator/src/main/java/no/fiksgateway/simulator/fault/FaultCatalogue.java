package no.fiksgateway.simulator.fault;

import static no.fiksgateway.simulator.fault.What.BAD_DIGEST;
import static no.fiksgateway.simulator.fault.What.BEFORE_RESPONSE;
import static no.fiksgateway.simulator.fault.What.CANCEL_CONSUMER;
import static no.fiksgateway.simulator.fault.What.CLOSE_CONNECTION;
import static no.fiksgateway.simulator.fault.What.DELAY;
import static no.fiksgateway.simulator.fault.What.DUPLICATE;
import static no.fiksgateway.simulator.fault.What.LOSE_RESPONSE;
import static no.fiksgateway.simulator.fault.What.REDELIVER;
import static no.fiksgateway.simulator.fault.What.REORDER;
import static no.fiksgateway.simulator.fault.What.STATUS;
import static no.fiksgateway.simulator.fault.What.TRUNCATE;
import static no.fiksgateway.simulator.fault.What.UNSIGNED;
import static no.fiksgateway.simulator.fault.What.WRONG_KEY;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which faults there are, part by part, and how the admin API spells them. What makes no sense is refused. */
public final class FaultCatalogue {
  /** What the AMQP endpoint can say: login refused, connection closed by force, answer timed out. */
  private static final Set<Integer> AMQP_CODES = Set.of(403, 320, 406);

  private static final int MOST = 100_000;
  private static final int LONGEST_DELAY_MILLIS = 600_000;
  private static final Map<Where, Set<What>> POSSIBLE = new EnumMap<>(Where.class);
  private static final Map<What, Integer> DEFAULT_DELAY_MILLIS =
      Map.of(DELAY, 1000, REORDER, 2000, BEFORE_RESPONSE, 500);

  static {
    Set<What> anyHttp = EnumSet.of(STATUS, DELAY, LOSE_RESPONSE, CLOSE_CONNECTION, TRUNCATE);
    Set<What> content = EnumSet.of(TRUNCATE, WRONG_KEY, BAD_DIGEST, UNSIGNED);
    POSSIBLE.put(Where.SEND, union(union(anyHttp, content), EnumSet.of(DUPLICATE)));
    POSSIBLE.put(Where.CATALOG, union(anyHttp, EnumSet.of(WRONG_KEY)));
    POSSIBLE.put(Where.DOKUMENTLAGER, anyHttp);
    POSSIBLE.put(Where.TOKEN, anyHttp);
    POSSIBLE.put(
        Where.AMQP,
        union(
            content,
            EnumSet.of(
                STATUS, DELAY, CLOSE_CONNECTION, CANCEL_CONSUMER, REDELIVER, REORDER, DUPLICATE)));
    POSSIBLE.put(
        Where.RECEIPT,
        union(content, EnumSet.of(LOSE_RESPONSE, DELAY, REORDER, DUPLICATE, BEFORE_RESPONSE)));
  }

  private FaultCatalogue() {}

  /**
   * Reads a fault.
   *
   * @param count null for once
   * @param delayMillis null for what is usual for this fault
   * @throws IllegalArgumentException if there is no such fault; the message says what there is instead
   */
  public static Fault read(
      @Nullable String where,
      @Nullable String what,
      @Nullable Integer count,
      @Nullable Integer delayMillis) {
    Where part = Arrays.stream(Where.values())
        .filter(w -> w.apiName().equals(where))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("where must be one of " + parts()));
    int status = status(what);
    What kind = Arrays.stream(What.values())
        .filter(w -> w == STATUS ? status > 0 : w.apiName().equals(what))
        .findFirst()
        .orElseThrow(() -> impossible(part, what));
    if (!possible(part).contains(kind)) {
      throw impossible(part, what);
    }
    if (kind == STATUS) {
      checkStatus(part, status);
    }
    int times = count == null ? 1 : count;
    int delay = delayMillis == null ? DEFAULT_DELAY_MILLIS.getOrDefault(kind, 0) : delayMillis;
    if (times < 1 || times > MOST || delay < 0 || delay > LONGEST_DELAY_MILLIS) {
      throw new IllegalArgumentException(
          "count must be from 1 to " + MOST + ", delayMs from 0 to " + LONGEST_DELAY_MILLIS);
    }
    return new Fault(part, kind, status, times, Duration.ofMillis(delay));
  }

  /** What can go wrong there. */
  public static Set<What> possible(Where where) {
    return POSSIBLE.getOrDefault(where, Set.of());
  }

  private static int status(@Nullable String what) {
    return what != null && what.matches("status:[0-9]{3}")
        ? Integer.parseInt(what.substring(7))
        : 0;
  }

  private static void checkStatus(Where where, int status) {
    if (where == Where.AMQP && !AMQP_CODES.contains(status)) {
      throw new IllegalArgumentException(
          "for amqp the status is a reply code: 403 refuses the next login, 406 closes the consuming"
              + " channel, 320 closes the connection");
    }
    if (where != Where.AMQP && (status < 400 || status > 599)) {
      throw new IllegalArgumentException("status must be an error, from 400 to 599");
    }
  }

  private static IllegalArgumentException impossible(Where where, @Nullable String what) {
    return new IllegalArgumentException(
        "'" + what + "' cannot happen to " + where.apiName() + "; what can: " + names(where));
  }

  private static String names(Where where) {
    return possible(where).stream()
        .map(what -> what == STATUS ? "status:NNN" : what.apiName())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String parts() {
    return Arrays.stream(Where.values()).map(Where::apiName).collect(Collectors.joining(", "));
  }

  private static Set<What> union(Set<What> some, Set<What> more) {
    EnumSet<What> both = EnumSet.copyOf(some);
    both.addAll(more);
    return both;
  }
}
