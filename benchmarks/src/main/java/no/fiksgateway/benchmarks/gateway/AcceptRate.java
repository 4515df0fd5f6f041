package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param rounds those that count, when it is warm
 * @param missing how many messages it did not have in the end of those it had accepted
 * @param sent how many Fiks got meanwhile, of these or of those that came before
 */
record AcceptRate(double cold, List<Round> rounds, long missing, long sent) {
  /** 20 times what Digdir's integrasjonspunkt took in on two such cores. */
  private static final double GOAL = 20 * 27;

  private static final int CLIENTS = 8;
  private static final int BYTES = 1024;

  /** How many rounds count. */
  private static final int ROUNDS = 5;

  /** One round of sends. */
  record Round(Latencies latencies, int errors, double seconds) {
    double perSecond() {
      return latencies.count() / seconds;
    }
  }

  static AcceptRate measure(Gateway gateway, UUID sender, UUID receiver, int warmUp, int sends)
      throws Exception {
    double cold = send(gateway, sender, receiver, sends).perSecond();
    Report.progress("%.0f a second after the start", cold);
    for (int sent = sends; sent < warmUp; sent += sends) {
      // What a gateway is asked for the first time makes the compiler begin anew with much that it
      // had compiled.
      Report.progress(
          "%.0f a second while it warms up; %d messages, %d sent",
          send(gateway, sender, receiver, sends).perSecond(), accepted(gateway), sent(gateway));
    }
    long acceptedBefore = accepted(gateway);
    long sentBefore = sent(gateway);
    List<Round> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      rounds.add(send(gateway, sender, receiver, sends));
      Report.progress("%.0f a second, which counts", rounds.get(round).perSecond());
    }
    long sentAtOnce = sent(gateway) - sentBefore;
    long accepted =
        rounds.stream().mapToLong(round -> round.latencies().count()).sum();
    return new AcceptRate(
        cold, rounds, accepted - (accepted(gateway) - acceptedBefore), sentAtOnce);
  }

  static Round send(Gateway gateway, UUID sender, UUID receiver, int sends) throws Exception {
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
      return new Round(latencies, errors.get(), (System.nanoTime() - start) / 1e9);
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

  private static long accepted(Gateway gateway) throws IOException, InterruptedException {
    return gateway.count("/api/conversations?direction=OUTGOING");
  }

  private static long sent(Gateway gateway) throws IOException, InterruptedException {
    return gateway.count("/api/statuses?status=SENDT");
  }

  static void head(Report report) {
    report.line("");
    report.line(
        "| one-step sends of 1 KiB by %d clients | accepted | per second, just started | per second, warm | goal | | median | p99 | errors | not found afterwards | SENDT meanwhile |",
        CLIENTS);
    report.line("|---|---|---|---|---|---|---|---|---|---|---|");
  }

  /** The round with the median rate stands for the others; lost messages and errors are those of all. */
  void report(Report report, String database) {
    List<Round> sorted =
        rounds.stream().sorted(Comparator.comparingDouble(Round::perSecond)).toList();
    Round median = sorted.get(sorted.size() / 2);
    int errors = rounds.stream().mapToInt(Round::errors).sum();
    report.line(
        "| %s | %d x %d | %.0f | %.0f (%.0f to %.0f) | ≥ %.0f | %s | %.1f ms | %.1f ms | %d | %d | %d |",
        database,
        rounds.size(),
        median.latencies().count(),
        cold,
        median.perSecond(),
        sorted.get(0).perSecond(),
        sorted.get(sorted.size() - 1).perSecond(),
        GOAL,
        median.perSecond() >= GOAL && errors == 0 && missing == 0 ? "met" : "**not met**",
        median.latencies().medianMillis(),
        median.latencies().p99Millis(),
        errors,
        missing,
        sent);
  }
}
