package no.fiksgateway.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls to the parts over HTTP. An answer outside 2xx is a {@link DemoFailed} that names the call and the answer. */
final class Http {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final JsonMapper json = new JsonMapper();

  /** An answer with its body. */
  record Answer(HttpResponse<byte[]> response, String call, JsonMapper mapper) {
    int status() {
      return response.statusCode();
    }

    byte[] bytes() {
      return response.body();
    }

    String text() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() throws DemoFailed {
      try {
        return mapper.readTree(bytes());
      } catch (JacksonException e) {
        throw new DemoFailed(
            call + " answered " + status() + " with something that is not JSON: " + text(), e);
      }
    }
  }

  boolean answers200(URI uri) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Answer get(URI uri) throws DemoFailed {
    return call(HttpRequest.newBuilder(uri).GET());
  }

  Answer post(URI uri, Object body) throws DemoFailed {
    return call(HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
  }

  Answer post(URI uri, String contentType, BodyPublisher body) throws DemoFailed {
    return call(HttpRequest.newBuilder(uri).header("Content-Type", contentType).POST(body));
  }

  Answer call(HttpRequest.Builder builder) throws DemoFailed {
    HttpRequest request = builder.timeout(TIMEOUT).build();
    String call = request.method() + " " + request.uri();
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      Answer answer = new Answer(response, call, json);
      if (answer.status() / 100 != 2) {
        throw new DemoFailed(
            call + " answered " + answer.status() + ": " + answer.text().strip());
      }
      return answer;
    } catch (IOException e) {
      throw new DemoFailed(call + " got no answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailed(call + " was interrupted.", e);
    }
  }

  byte[] toJson(Object value) {
    return json.writeValueAsBytes(value);
  }
}
