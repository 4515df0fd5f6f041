package no.fiksgateway.benchmarks.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls to one process, over connections that are kept. An answer outside 2xx is an exception. */
final class Http {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newBuilder()
      .version(HttpClient.Version.HTTP_1_1)
      .connectTimeout(Duration.ofSeconds(5))
      .build();
  private final URI base;

  Http(URI base) {
    this.base = base;
  }

  URI base() {
    return base;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return json(call(request(path)));
  }

  JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return json(call(request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))));
  }

  HttpResponse<byte[]> call(HttpRequest.Builder request) throws IOException, InterruptedException {
    return call(request, BodyHandlers.ofByteArray());
  }

  <T> HttpResponse<T> call(HttpRequest.Builder builder, BodyHandler<T> body)
      throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<T> response = client.send(request, body);
    if (response.statusCode() / 100 != 2) {
      String said =
          response.body() instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
      throw new IOException("%s %s answered %d: %s"
          .formatted(request.method(), request.uri(), response.statusCode(), said));
    }
    return response;
  }

  boolean answers(String path) throws InterruptedException {
    try {
      call(request(path));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    return JSON.readTree(response.body());
  }

  /** A form with a JSON part and one file. */
  static HttpRequest.Builder form(
      HttpRequest.Builder request, String jsonName, Object json, String fileName, byte[] file) {
    String boundary = "part-" + UUID.randomUUID();
    byte[] before = """
        --%1$s\r
        Content-Disposition: form-data; name="%2$s"\r
        Content-Type: application/json\r
        \r
        %3$s\r
        --%1$s\r
        Content-Disposition: form-data; name="files"; filename="%4$s"\r
        Content-Type: application/octet-stream\r
        \r
        """.formatted(boundary, jsonName, JSON.writeValueAsString(json), fileName)
        .getBytes(StandardCharsets.UTF_8);
    byte[] after = "\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8);
    byte[] body = new byte[before.length + file.length + after.length];
    System.arraycopy(before, 0, body, 0, before.length);
    System.arraycopy(file, 0, body, before.length, file.length);
    System.arraycopy(after, 0, body, before.length + file.length, after.length);
    return request
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(BodyPublishers.ofByteArray(body));
  }
}
