package no.fiksgateway.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** HTTP calls to one of the parts. An answer outside 2xx fails the test, saying what was asked and answered. */
final class Calls {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI base;

  Calls(URI base) {
    this.base = base;
  }

  static boolean answers200(URI uri) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
      return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  URI at(String path) {
    return URI.create(base + path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(at(path)).timeout(TIMEOUT);
  }

  JsonNode get(String path) {
    return json(call(request(path)));
  }

  HttpResponse<byte[]> post(String path, Object body) {
    return call(request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  HttpResponse<byte[]> call(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw new AssertionError("%s %s answered %d: %s"
            .formatted(
                request.method(),
                request.uri(),
                response.statusCode(),
                new String(response.body())));
      }
      return response;
    } catch (IOException e) {
      throw new AssertionError(request.method() + " " + request.uri() + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for " + request.uri(), e);
    }
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    return JSON.readTree(response.body());
  }
}
