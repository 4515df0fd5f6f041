package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Small messages sent in one step by several clients at once, while the gateway also does all that follows.
 *
 * @param cold messages a second just after the gateway's start
 * @param found how many messages it had in the end beyond those it had before
 * @param sent how many Fiks got meanwhile, of these or of those that came before
 */
record AcceptRate(
    double cold, double perSecond, Latencies latencies, int errors, long found, long sent) {
  /** 20 times what Digdir's integrasjonspunkt took in on two such cores. */
  private static final double GOAL = 20 * 27;

  private static final int CLIENTS = 8;
  private static final int BYTES = 1024;

  static AcceptRate measure(Gateway gateway, UUID sender, UUID receiver, int warmUp, int sends)
      throws Exception {
    double cold = send(gateway, sender, receiver, sends).perSecond();
    Report.progress("%.0f a second after the start", cold);
    for (int sent = sends; sent < warmUp; sent += sends) {
      Report.progress(
          "%.0f a second while it warms up",
          send(gateway, sender, receiver, sends).perSecond());
    }
    long before = gateway.count("/api/conversations?direction=OUTGOING");
    long sentBefore = sent(gateway);
    Outcome outcome = send(gateway, sender, receiver, sends);
    long sentAtOnce = sent(gateway) - sentBefore;
    long found = gateway.count("/api/conversations?direction=OUTGOING") - before;
    return new AcceptRate(
        cold, outcome.perSecond(), outcome.latencies(), outcome.errors(), found, sentAtOnce);
  }

  private record Outcome(Latencies latencies, int errors, double seconds) {
    double perSecond() {
      return latencies.count() / seconds;
    }
  }

  private static Outcome send(Gateway gateway, UUID sender, UUID receiver, int sends)
      throws Exception {
    byte[] file = new byte[BYTES];
    new Random(1).nextBytes(file);
    Latencies latencies = new Latencies();
    AtomicInteger left = new AtomicInteger(sends);
    AtomicInteger errors = new AtomicInteger();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      long start = System.nanoTime();
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        all.add(clients.submit(() -> {
          while (left.getAndDecrement() > 0) {
            long began = System.nanoTime();
            try {
              sendOne(gateway, sender, receiver, file);
              latencies.add(System.nanoTime() - began);
            } catch (IOException e) {
              errors.incrementAndGet();
              Report.progress("Not accepted: %s", e);
            }
          }
          return null;
        }));
      }
      for (Future<?> one : all) {
        one.get();
      }
      return new Outcome(latencies, errors.get(), (System.nanoTime() - start) / 1e9);
    } finally {
      clients.shutdownNow();
    }
  }

  static UUID sendOne(Gateway gateway, UUID sender, UUID receiver, byte[] file)
      throws IOException, InterruptedException {
    UUID messageId = UUID.randomUUID();
    Http http = gateway.http();
    http.call(Http.form(
        http.request("/api/messages/out/multipart"),
        "sbd",
        Gateway.sbd(messageId, sender, receiver, Simulator.OPPRETT),
        "vedlegg.bin",
        file));
    return messageId;
  }

  private static long sent(Gateway gateway) throws IOException, InterruptedException {
    return gateway.count("/api/statuses?status=SENDT");
  }

  static void head(Report report) {
    report.line("");
    report.line(
        "| one-step sends of 1 KiB by %d clients | accepted | per second, just started | per second, warm | goal | | median | p99 | errors | found afterwards | SENDT meanwhile |",
        CLIENTS);
    report.line("|---|---|---|---|---|---|---|---|---|---|---|");
  }

  void report(Report report, String database) {
    report.line(
        "| %s | %d | %.0f | %.0f | ≥ %.0f | %s | %.1f ms | %.1f ms | %d | %d | %d |",
        database,
        latencies.count(),
        cold,
        perSecond,
        GOAL,
        perSecond >= GOAL && errors == 0 && found == latencies.count() ? "met" : "**not met**",
        latencies.medianMillis(),
        latencies.p99Millis(),
        errors,
        found,
        sent);
  }
}
