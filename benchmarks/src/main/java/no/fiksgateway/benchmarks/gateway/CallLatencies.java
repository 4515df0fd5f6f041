package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * How long calls take with few and with many messages stored. Both gateways run at once and are asked in turns, so that a
 * busy moment of the machine falls on both.
 */
final class CallLatencies {
  private static final double GOAL = 1.2;

  /**
   * Until the JVM's compiler has caught up and a database has in memory what it reads over and over, such as the upper pages
   * of its indexes.
   */
  private static final int WARM_UP = 1_150;

  private static final int CALLS = 300;

  /** So many messages at the most are peeked to warm up; those of the inbox have to last until the end. */
  private static final int PEEKED_TO_WARM_UP = 150;

  /** Copies of which no message is peeked during the measurement. */
  private static final int NEWEST = 3;

  private static final String IN = "/api/messages/in";
  private static final String STATUSES = "/api/statuses";
  private static final String CONVERSATIONS = "/api/conversations";

  private static final List<Kind> KINDS = List.of(
      new Kind("list in", asked -> IN),
      new Kind("list in, of a message", asked -> IN + "?messageId=" + asked.waiting()),
      new Kind(
          "list in, of a sender and a process",
          asked -> IN + "?senderIdentifier=" + asked.sender() + "&process=" + asked.process()),
      new Kind("list out", asked -> "/api/messages/out"),
      new Kind("list out, of a message", asked -> "/api/messages/out?messageId=" + asked.draft()),
      new Kind("statuses of a message", asked -> STATUSES + "/" + asked.answered()),
      new Kind("statuses, of a message", asked -> STATUSES + "?messageId=" + asked.answered()),
      new Kind(
          "statuses, of a conversation", asked -> STATUSES + "?conversationId=" + asked.answered()),
      new Kind("statuses, first page", asked -> STATUSES),
      new Kind("statuses, newest", asked -> STATUSES + "?sort=id,desc"),
      new Kind("statuses, one status", asked -> STATUSES + "?status=LEST"),
      new Kind(
          "statuses, since a moment ago", asked -> STATUSES + "?fromDateTime=" + asked.moment()),
      new Kind("status queue, peek", asked -> STATUSES + "/peek"),
      new Kind("conversations", asked -> CONVERSATIONS),
      new Kind("conversations, out", asked -> CONVERSATIONS + "?direction=OUTGOING"),
      new Kind(
          "conversation of a message", asked -> CONVERSATIONS + "/messageId/" + asked.answered()));

  private final List<Line> lines;

  private CallLatencies(List<Line> lines) {
    this.lines = lines;
  }

  private record Kind(String name, Function<Asked, String> path) {}

  private record Line(String name, Latencies few, Latencies many) {
    Line(String name) {
      this(name, new Latencies(), new Latencies());
    }

    Latencies of(boolean isFew) {
      return isFew ? few : many;
    }
  }

  /**
   * A gateway over its store.
   *
   * @param moment shortly before the newest status
   * @param sender whom messages in come from
   */
  record Asked(Gateway gateway, Store store, String moment, String sender, String process) {
    static Asked over(Gateway gateway, Store store) throws IOException, InterruptedException {
      OffsetDateTime newest = OffsetDateTime.parse(gateway
          .http()
          .get(STATUSES + "?sort=lastUpdate,desc&size=1")
          .required("content")
          .required(0)
          .required("lastUpdate")
          .stringValue());
      JsonNode in = gateway
          .http()
          .get(CONVERSATIONS + "?messageId="
              + Seed.idIn(store.copies(), store.real().in()))
          .required("content")
          .required(0);
      return new Asked(
          gateway,
          store,
          newest.minusSeconds(1).toString().replace("+", "%2B"),
          in.required("senderIdentifier").stringValue(),
          in.required("processIdentifier").stringValue());
    }

    UUID answered() {
      return Seed.idIn(between(1, store.copies()), store.real().answered());
    }

    UUID draft() {
      return Seed.idIn(oneOfTheNewest(), store.real().draft());
    }

    UUID waiting() {
      return Seed.idIn(oneOfTheNewest(), store.real().in());
    }

    private int oneOfTheNewest() {
      return between(store.copies() - NEWEST + 1, store.copies());
    }

    private static int between(int first, int last) {
      return ThreadLocalRandom.current().nextInt(first, last + 1);
    }
  }

  static CallLatencies measure(Asked few, Asked many) throws IOException, InterruptedException {
    Report.progress("Calls, in turns");
    measure(few, many, WARM_UP, PEEKED_TO_WARM_UP);
    return new CallLatencies(measure(few, many, CALLS, CALLS));
  }

  /** @param peeking in how many of the rounds, the last ones, a message is peeked and deleted, too */
  private static List<Line> measure(Asked few, Asked many, int rounds, int peeking)
      throws IOException, InterruptedException {
    Line peek = new Line("peek");
    Line delete = new Line("delete what was peeked");
    List<Line> all = new ArrayList<>(List.of(peek, delete));
    KINDS.forEach(kind -> all.add(new Line(kind.name())));
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < 2; turn++) {
        boolean isFew = turn == round % 2;
        Asked asked = isFew ? few : many;
        if (round >= rounds - peeking) {
          peekAndDelete(asked, peek.of(isFew), delete.of(isFew));
        }
        for (int i = 0; i < KINDS.size(); i++) {
          call(asked, KINDS.get(i), all.get(i + 2).of(isFew));
        }
      }
    }
    return all;
  }

  private static void peekAndDelete(Asked asked, Latencies peek, Latencies delete)
      throws IOException, InterruptedException {
    Http http = asked.gateway().http();
    HttpResponse<byte[]> peeked = timed(http, http.request(IN + "/peek"), peek);
    String lock = peeked.headers().firstValue("Lock-Token").orElseThrow();
    String messageId = Store.messageId(Http.json(peeked));
    timed(http, http.request(IN + "/" + messageId).header("Lock-Token", lock).DELETE(), delete);
  }

  private static void call(Asked asked, Kind kind, Latencies latencies)
      throws IOException, InterruptedException {
    Http http = asked.gateway().http();
    String path = kind.path().apply(asked);
    HttpResponse<byte[]> answer = timed(http, http.request(path), latencies);
    JsonNode body = Http.json(answer);
    if (answer.statusCode() == 204 || body.path("empty").asBoolean(false)) {
      throw new IOException("There is nothing at " + http.base() + path);
    }
  }

  private static HttpResponse<byte[]> timed(
      Http http, HttpRequest.Builder request, Latencies latencies)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<byte[]> answer = http.call(request);
    latencies.add(System.nanoTime() - start);
    return answer;
  }

  static void head(Report report, int few, int many) {
    report.line("");
    report.line(
        "| call (%1$d each) | database | %2$,d stored: median | p99 | %3$,d stored: median | p99 | growth of the median | goal | |",
        CALLS, few, many);
    report.line("|---|---|---|---|---|---|---|---|---|");
  }

  void report(Report report, String database) {
    for (Line line : lines) {
      double growth = line.many().medianMillis() / line.few().medianMillis();
      report.line(
          "| %s | %s | %.2f ms | %.2f ms | %.2f ms | %.2f ms | %.2f | ≤ %.1f | %s |",
          line.name(),
          database,
          line.few().medianMillis(),
          line.few().p99Millis(),
          line.many().medianMillis(),
          line.many().p99Millis(),
          growth,
          GOAL,
          growth <= GOAL ? "met" : "**not met**");
    }
  }
}
