package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that listens to {@code GET /api/events}, and remembers what it heard. */
final class Listener implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final InputStream body;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> reading;

  record Event(long id, String name, JsonNode data) {
    String status() {
      return data.path("status").asString();
    }
  }

  private Listener(HttpResponse<InputStream> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    this.body = response.body();
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    this.reading = CompletableFuture.runAsync(() -> read(lines), task -> {
      Thread thread = new Thread(task, "listener");
      thread.setDaemon(true);
      thread.start();
    });
  }

  /** @param lastEventId null: the header is not sent */
  static Listener at(int port, String query, String lastEventId) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port + "/api/events" + query))
        .header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      return new Listener(HTTP.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read(BufferedReader lines) {
    String id = "";
    String name = "";
    String data = "";
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          comments.add(line.substring(1).strip());
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !data.isEmpty()) {
          events.add(new Event(Long.parseLong(id), name, JSON.readTree(data)));
          data = "";
        }
      }
    } catch (IOException closed) {
      comments.add("closed");
    }
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  List<String> statuses() {
    return events.stream().map(Event::status).toList();
  }

  List<String> comments() {
    return List.copyOf(comments);
  }

  boolean hasEnded() {
    return reading.isDone();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
