package no.fiksgateway.benchmarks.gateway;

import java.util.List;
import no.fiksgateway.benchmarks.gateway.Simulator.Account;

/**
 * How many messages the API accepts, and how long it takes to answer with few and with many messages stored; on H2 and on
 * PostgreSQL. Arguments: messages sent, and sent before that to warm up, messages stored (0: that part is left out), how many of these wait in the inbox or the outbox if they ever did.
 */
public final class ApiBenchmark {
  private static final int FEW = 1_000;

  private ApiBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int sends = Integer.parseInt(arguments[0]);
    int warmUp = Integer.parseInt(arguments[1]);
    int many = Integer.parseInt(arguments[2]);
    int waiting = Integer.parseInt(arguments[3]);
    Report report = new Report();
    report.begin();
    try (Folder folder = Folder.make("api");
        Simulator simulator = new Simulator(folder.sub("simulator").path())) {
      if (sends > 0) {
        acceptRate(report, folder, simulator, warmUp, sends);
      }
      if (many > 0) {
        callLatencies(report, folder, simulator, many, waiting);
      }
    }
    report.end(Folder.target().resolve("benchmark-api.md"));
  }

  private static void acceptRate(
      Report report, Folder folder, Simulator simulator, int warmUp, int sends) throws Exception {
    AcceptRate.head(report);
    for (Database.Kind kind : Database.Kind.values()) {
      try (Folder own = folder.sub("rate-" + kind);
          Database database = Database.in(own.path(), kind)) {
        List<Account> accounts = simulator.open(1);
        AcceptRate rate;
        try (Gateway gateway = new Gateway(
            Part.here(), own.path(), simulator, accounts, List.of(), database.settings())) {
          rate = AcceptRate.measure(
              gateway, accounts.get(0).kontoId(), simulator.silentReceiver(), warmUp, sends);
        }
        rate.report(report, database.product());
      }
    }
  }

  private static void callLatencies(
      Report report, Folder folder, Simulator simulator, int many, int waiting) throws Exception {
    CallLatencies.head(report, FEW, many);
    for (Database.Kind kind : Database.Kind.values()) {
      try (Folder fewFolder = folder.sub("few-" + kind);
          Folder manyFolder = folder.sub("many-" + kind);
          Store few = Store.fill(fewFolder.path(), kind, simulator, FEW, waiting);
          Store filled = Store.fill(manyFolder.path(), kind, simulator, many, waiting)) {
        callLatencies(report, few, filled);
      }
    }
  }

  private static void callLatencies(Report report, Store few, Store many) throws Exception {
    String product = few.database().product();
    try (ResidentFile file = ResidentFile.of(many.database());
        Gateway one = few.start();
        Gateway other = many.start()) {
      CallLatencies.measure(
              CallLatencies.Asked.over(one, few), CallLatencies.Asked.over(other, many))
          .report(report, product);
      if (file != null) {
        Report.progress(
            "%s of the many: %.1f GB, %.0f %% of it in memory",
            product, file.size() / 1e9, 100 * file.resident());
      }
    }
  }
}
