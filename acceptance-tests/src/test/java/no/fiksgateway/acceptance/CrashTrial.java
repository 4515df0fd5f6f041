package no.fiksgateway.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is done to the gateway in one of its lives. */
sealed interface CrashTrial {
  /** For the table. */
  String name();

  /** It is killed at a step. */
  record Kill(CrashStep step) implements CrashTrial {
    @Override
    public String name() {
      return step.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + step.place() + ")";
    }
  }

  /**
   * The platform fails it, in the words of the simulator's admin API.
   *
   * @param beforeStart whether it waits for the gateway from its start: what is asked for once and then remembered would
   *     otherwise be known before
   */
  record Cut(String where, String what, int count, boolean beforeStart) implements CrashTrial {
    @Override
    public String name() {
      return "fault `" + where + " " + what + "`";
    }

    Map<String, Object> asFault() {
      return Map.of("where", where, "what", what, "count", count);
    }
  }

  List<Cut> CUTS = List.of(
      new Cut("amqp", "close-connection", 1, false),
      new Cut("amqp", "redeliver", 2, false),
      new Cut("amqp", "cancel-consumer", 1, false),
      new Cut("send", "lose-response", 2, false),
      new Cut("send", "close-connection", 2, false),
      new Cut("send", "status:503", 2, false),
      new Cut("receipt", "before-response", 3, false),
      new Cut("receipt", "reorder", 2, false),
      new Cut("catalog", "status:503", 2, true),
      new Cut("token", "status:503", 2, true));

  /** The few that tell most, on the way out and on the way in, for every build. */
  static List<CrashTrial> telling() {
    return List.of(
        new Kill(CrashStep.HTTP_ANSWERED_NOT_WRITTEN),
        new Kill(CrashStep.DELIVERY_COMMITTED_NOT_ACKED),
        new Kill(CrashStep.OUTCOME_BEFORE_COMMIT),
        new Kill(CrashStep.OFFER_BEFORE_COMMIT),
        new Kill(CrashStep.SEND_AFTER_COMMIT),
        new Kill(CrashStep.DELETE_AFTER_COMMIT));
  }

  /**
   * Each once. Kills on the way out and on the way in alternate: the platform gives a message up after three deliveries
   * in vain (KS: Fiks IO documentation, Serverfeil), and killing the receiver three times over one message proves nothing.
   */
  static List<CrashTrial> all() {
    List<CrashStep> out =
        Arrays.stream(CrashStep.values()).filter(CrashStep::isOutbound).toList();
    List<CrashStep> in =
        Arrays.stream(CrashStep.values()).filter(step -> !step.isOutbound()).toList();
    List<CrashTrial> trials = new ArrayList<>();
    for (int i = 0; i < Math.max(out.size(), in.size()); i++) {
      if (i < out.size()) {
        trials.add(new Kill(out.get(i)));
      }
      if (i < in.size()) {
        trials.add(new Kill(in.get(i)));
      }
    }
    trials.addAll(CUTS);
    return trials;
  }
}
