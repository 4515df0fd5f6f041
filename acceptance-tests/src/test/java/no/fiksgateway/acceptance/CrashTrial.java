package no.fiksgateway.acceptance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What is done to the gateway while messages are under way. */
sealed interface CrashTrial {
  /** For the table. */
  String name();

  /** It is killed at a step. */
  record Kill(CrashStep step) implements CrashTrial {
    @Override
    public String name() {
      return "death: " + step.title();
    }
  }

  /**
   * While it is at a step, every connection is reset: to the platform's HTTP and AMQP, and from the local system. It lives on.
   */
  record Cut(CrashStep step) implements CrashTrial {
    @Override
    public String name() {
      return "cut: " + step.title();
    }
  }

  /**
   * The platform fails it, in the words of the simulator's admin API.
   *
   * @param beforeStart whether it waits for the gateway from its start: what is asked for once and then remembered would
   *     otherwise be known before
   */
  record Fault(String where, String what, int count, boolean beforeStart) implements CrashTrial {
    @Override
    public String name() {
      return "fault: `" + where + " " + what + "`";
    }

    Map<String, Object> asFault() {
      return Map.of("where", where, "what", what, "count", count);
    }
  }

  List<Fault> FAULTS = List.of(
      new Fault("amqp", "close-connection", 1, false),
      new Fault("amqp", "redeliver", 2, false),
      new Fault("amqp", "cancel-consumer", 1, false),
      new Fault("send", "lose-response", 2, false),
      new Fault("send", "close-connection", 2, false),
      new Fault("send", "status:503", 2, false),
      new Fault("receipt", "before-response", 3, false),
      new Fault("receipt", "reorder", 2, false),
      new Fault("catalog", "status:503", 2, true),
      new Fault("token", "status:503", 2, true));

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
   * Each once. One that the gateway survives comes before each death, so that a process is not started for the death
   * alone. What happens on the way out and on the way in alternates: the platform gives a message up after three
   * deliveries in vain (KS: Fiks IO documentation, Serverfeil), and to end three over one message proves nothing.
   */
  static List<CrashTrial> all() {
    List<CrashStep> out =
        Arrays.stream(CrashStep.values()).filter(CrashStep::isOutbound).toList();
    List<CrashStep> in =
        Arrays.stream(CrashStep.values()).filter(step -> !step.isOutbound()).toList();
    List<CrashTrial> trials = new ArrayList<>();
    for (int i = 0; i < Math.max(out.size(), in.size()); i++) {
      if (i < in.size()) {
        trials.add(new Cut(in.get(i)));
      }
      if (i < out.size()) {
        trials.add(new Kill(out.get(i)));
        trials.add(new Cut(out.get(i)));
      }
      if (i < in.size()) {
        trials.add(new Kill(in.get(i)));
      }
    }
    trials.addAll(FAULTS);
    return trials;
  }
}
