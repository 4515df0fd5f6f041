package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Messages with one generated file each, all at once, from one account of a gateway to another. */
final class LargeTransfer {
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Gateway gateway;
  private final Http http;
  private final UUID sender;
  private final UUID receiver;
  private int done;

  LargeTransfer(Gateway gateway, UUID sender, UUID receiver) {
    this.gateway = gateway;
    this.http = gateway.http();
    this.sender = sender;
    this.receiver = receiver;
  }

  /**
   * Seconds that each part took for all messages together.
   *
   * @param send from the call that sends the first to the last SENDT
   * @param receive from the first SENDT to the last INNKOMMENDE_MOTTATT
   */
  record Speeds(double upload, double send, double receive, double pop) {}

  /** Throws an IOException if any message fails or any byte is another one. */
  Speeds measure(int messages, long length) throws Exception {
    List<GeneratedFile> files = IntStream.range(0, messages)
        .mapToObj(number -> new GeneratedFile(number, length))
        .toList();
    Map<String, String> expected = new ConcurrentHashMap<>();
    files.forEach(file -> expected.put(file.name(), file.sha256()));
    List<UUID> drafts = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      drafts.add(draft());
    }

    Report.progress("%d × %d MB: upload", messages, length / 1_000_000);
    double upload = secondsOf(() -> atOnce(messages, i -> upload(drafts.get(i), files.get(i))));

    Report.progress("  send and receive");
    Instant sending = Instant.now();
    for (UUID draft : drafts) {
      http.call(http.request("/api/messages/out/" + draft).POST(BodyPublishers.noBody()));
    }
    List<Instant> sent = timesOf("SENDT", messages);
    List<Instant> received = timesOf("INNKOMMENDE_MOTTATT", messages);

    Report.progress("  pop");
    List<Locked> locked = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      locked.add(peek());
    }
    double pop = secondsOf(() -> atOnce(messages, i -> takeOver(locked.get(i), expected)));
    if (!expected.isEmpty()) {
      throw new IOException("Not all files came: " + expected.keySet());
    }
    done += messages;
    return new Speeds(
        upload,
        seconds(sending, sent.get(messages - 1)),
        seconds(sent.get(0), received.get(messages - 1)),
        pop);
  }

  private interface Step {
    void run(int number) throws Exception;
  }

  private static void atOnce(int count, Step step) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(() -> {
          step.run(number);
          return null;
        });
      }
      for (Future<Void> one : threads.invokeAll(all)) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double secondsOf(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private UUID draft() throws IOException, InterruptedException {
    UUID messageId = UUID.randomUUID();
    http.post("/api/messages/out", Gateway.sbd(messageId, sender, receiver, Simulator.OPPRETT));
    return messageId;
  }

  private void upload(UUID draft, GeneratedFile file) throws IOException, InterruptedException {
    http.call(http.request("/api/messages/out/" + draft)
        .header("Content-Type", "application/octet-stream")
        .header(
            "Content-Disposition",
            "attachment; name=\"%1$s\"; filename=\"%1$s\"".formatted(file.name()))
        .PUT(
            BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(file::open), file.length())));
  }

  /** When the messages now under way got there, in order, once they all have. */
  private List<Instant> timesOf(String status, int messages)
      throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (gateway.count("/api/statuses?status=" + status) < done + messages) {
      if (gateway.count("/api/statuses?status=FEIL") > 0 || gateway.count("/api/quarantine") > 0) {
        throw new IOException("a message failed before " + status);
      }
      if (Instant.now().isAfter(deadline)) {
        throw new IOException("not all messages reached " + status + " within " + PATIENCE);
      }
      Thread.sleep(PAUSE.toMillis());
    }
    return http.get("/api/statuses?size=100&status=" + status)
        .required("content")
        .valueStream()
        .map(one ->
            OffsetDateTime.parse(one.required("lastUpdate").stringValue()).toInstant())
        .sorted()
        .skip(done)
        .toList();
  }

  private record Locked(String messageId, String token) {}

  private Locked peek() throws IOException, InterruptedException {
    HttpResponse<byte[]> peeked = http.call(http.request("/api/messages/in/peek"));
    if (peeked.statusCode() == 204) {
      throw new IOException("nothing to peek");
    }
    return new Locked(
        Store.messageId(Http.json(peeked)),
        peeked.headers().firstValue("Lock-Token").orElseThrow());
  }

  /** Pops and deletes one message, and strikes its file off the list. */
  private void takeOver(Locked message, Map<String, String> expected)
      throws IOException, InterruptedException {
    try (InputStream body = popped(message);
        ZipInputStream zip = new ZipInputStream(body)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (expected.containsKey(name)
            && !GeneratedFile.sha256(zip).equals(expected.remove(name))) {
          throw new IOException(name + " came in with other bytes");
        }
      }
      // The table of contents, which the reader of entries leaves.
      body.transferTo(OutputStream.nullOutputStream());
    }
    http.call(http.request("/api/messages/in/" + message.messageId())
        .header("Lock-Token", message.token())
        .DELETE());
  }

  private InputStream popped(Locked message) throws IOException, InterruptedException {
    return http.call(
            http.request("/api/messages/in/pop/" + message.messageId())
                .header("Lock-Token", message.token()),
            BodyHandlers.ofInputStream())
        .body();
  }
}
