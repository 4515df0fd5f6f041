package no.fiksgateway.benchmarks.gateway;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import no.fiksgateway.benchmarks.gateway.Simulator.Account;

/**
 * How many messages the API accepts beside that of another checkout, in the same minutes, since no machine is as fast now as it
 * was an hour ago. The two gateways take turns, and whoever waits stands still. Arguments: the other checkout, built;
 * messages in a round; messages before those that count.
 */
public final class BesideBenchmark {
  /** Pairs of rounds that count. */
  private static final int PAIRS = 5;

  /** At the beginning of a turn, not counted: what has stood still has connections to make and jobs to catch up with. */
  private static final int FIRST = 200;

  private BesideBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path other = Path.of(arguments[0]);
    int sends = Integer.parseInt(arguments[1]);
    int warmUp = Integer.parseInt(arguments[2]);
    Report report = new Report();
    report.begin();
    report.line("");
    report.line(
        "| one-step sends of 1 KiB by 8 clients, in turns | the other, per second | this one, per second | ratio | the other, CPU | this one, CPU | ratio |");
    report.line("|---|---|---|---|---|---|---|");
    try (Folder folder = Folder.make("beside");
        Simulator simulator = new Simulator(folder.sub("simulator").path())) {
      for (Database.Kind kind : Database.Kind.values()) {
        try (Folder theirs = folder.sub("other-" + kind);
            Folder ours = folder.sub("this-" + kind);
            Database their = Database.in(theirs.path(), kind);
            Database our = Database.in(ours.path(), kind)) {
          List<Pair> pairs;
          try (Side one = Side.start(other, theirs, simulator, their);
              Side two = Side.start(Part.here(), ours, simulator, our)) {
            pairs = measure(one, two, sends, warmUp);
          }
          report(report, our.product(), pairs);
        }
      }
    }
    report.end(Folder.target().resolve("benchmark-beside.md"));
  }

  /** One of the two gateways. */
  private record Side(Gateway gateway, UUID sender, UUID receiver) implements AutoCloseable {
    static Side start(Path root, Folder folder, Simulator simulator, Database database)
        throws Exception {
      List<Account> accounts = simulator.open(1);
      Gateway gateway =
          new Gateway(root, folder.path(), simulator, accounts, List.of(), database.settings());
      return new Side(gateway, accounts.get(0).kontoId(), simulator.silentReceiver());
    }

    Turn turn(int sends) throws Exception {
      gateway.goOn();
      AcceptRate.send(gateway, sender, receiver, FIRST);
      double before = gateway.cpuSeconds();
      AcceptRate.Round round = AcceptRate.send(gateway, sender, receiver, sends);
      double cpu = gateway.cpuSeconds() - before;
      gateway.standStill();
      return new Turn(round.perSecond(), cpu * 1000 / round.latencies().count());
    }

    @Override
    public void close() throws InterruptedException {
      gateway.close();
    }
  }

  /** @param cpu milliseconds of the gateway's process for each message, whatever else it did meanwhile included */
  private record Turn(double perSecond, double cpu) {}

  private record Pair(Turn other, Turn own) {
    double ratio(ToDoubleFunction<Turn> of) {
      return of.applyAsDouble(own) / of.applyAsDouble(other);
    }
  }

  private static List<Pair> measure(Side other, Side own, int sends, int warmUp) throws Exception {
    other.gateway().standStill();
    own.gateway().standStill();
    List<Pair> pairs = new ArrayList<>();
    int sent = 0;
    int turns = 0;
    while (pairs.size() < PAIRS) {
      boolean otherFirst = turns++ % 2 == 0;
      Turn before = (otherFirst ? other : own).turn(sends);
      Turn after = (otherFirst ? own : other).turn(sends);
      Pair pair = otherFirst ? new Pair(before, after) : new Pair(after, before);
      sent += sends + FIRST;
      boolean counts = sent > warmUp;
      Report.progress(
          "%.0f a second, %.2f ms, beside %.0f a second, %.2f ms%s",
          pair.own().perSecond(),
          pair.own().cpu(),
          pair.other().perSecond(),
          pair.other().cpu(),
          counts ? "" : " while they warm up");
      if (counts) {
        pairs.add(pair);
      }
    }
    other.gateway().goOn();
    own.gateway().goOn();
    return pairs;
  }

  private static void report(Report report, String database, List<Pair> pairs) {
    report.line(
        "| %s, %d pairs | %s | %s | %s | %s ms | %s ms | %s |",
        database,
        pairs.size(),
        range("%.0f", pairs, pair -> pair.other().perSecond()),
        range("%.0f", pairs, pair -> pair.own().perSecond()),
        range("%.2f", pairs, pair -> pair.ratio(Turn::perSecond)),
        range("%.2f", pairs, pair -> pair.other().cpu()),
        range("%.2f", pairs, pair -> pair.own().cpu()),
        range("%.2f", pairs, pair -> pair.ratio(Turn::cpu)));
  }

  /** The median, and the least and the most. */
  private static String range(String format, List<Pair> pairs, ToDoubleFunction<Pair> of) {
    double[] sorted = pairs.stream().mapToDouble(of).sorted().toArray();
    Object[] shown = Arrays.stream(new int[] {sorted.length / 2, 0, sorted.length - 1})
        .mapToObj(index -> String.format(Locale.ROOT, format, sorted[index]))
        .toArray();
    return "%s (%s to %s)".formatted(shown);
  }
}
