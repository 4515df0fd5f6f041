package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sak/arkiv system that speaks eFormidling with the gateway over HTTP. Whatever it is answered must be as described. */
class CaseSystem {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final @Nullable String authorization;
  private final DescribedAnswers description;

  CaseSystem(WebApplicationContext gateway) {
    this(
        "http://127.0.0.1:" + gateway.getEnvironment().getRequiredProperty("local.server.port"),
        null,
        DescribedAnswers.of(gateway));
  }

  private CaseSystem(String base, @Nullable String authorization, DescribedAnswers description) {
    this.base = base;
    this.authorization = authorization;
    this.description = description;
  }

  /** The same with a user's name and password. */
  CaseSystem as(String user, String password) {
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new CaseSystem(
        base, "Basic " + Base64.getEncoder().encodeToString(credentials), description);
  }

  /** What the gateway answered. */
  record Answer(int status, HttpResponse<byte[]> response) {
    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
      return response.body();
    }

    JsonNode json() {
      return JSON.readTree(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    Answer is(int expected) {
      assertThat(status).as(text()).isEqualTo(expected);
      return this;
    }
  }

  /**
   * A part of a form.
   *
   * @param filename null: a field
   */
  record Part(String name, @Nullable String filename, String contentType, byte[] content) {}

  Answer get(String path, String... headers) {
    return call(request(path, headers).GET());
  }

  Answer post(String path, String... headers) {
    return call(request(path, headers).POST(BodyPublishers.noBody()));
  }

  Answer postJson(String path, String json, String... headers) {
    return call(request(path, headers)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json)));
  }

  Answer postXml(String path, byte[] xml) {
    return call(request(path)
        .header("Content-Type", "application/xml")
        .POST(BodyPublishers.ofByteArray(xml)));
  }

  Answer putJson(String path, String json) {
    return call(request(path)
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofString(json)));
  }

  Answer delete(String path, String... headers) {
    return call(request(path, headers).DELETE());
  }

  Answer put(String path, BodyPublisher body, String... headers) {
    return call(request(path, headers).PUT(body));
  }

  Answer upload(UUID messageId, String filename, String content) {
    return put(
        "/api/messages/out/" + messageId,
        BodyPublishers.ofString(content),
        "Content-Type",
        "text/plain",
        "Content-Disposition",
        "attachment; name=\"" + filename + "\"; filename=\"" + filename + "\"");
  }

  /** Says that a thousand bytes will come, sends ten, and is gone. */
  void putsHalfAFile(UUID messageId, String filename) throws IOException {
    URI gateway = URI.create(base);
    try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
      String half = """
          PUT /api/messages/out/%s HTTP/1.1\r
          Host: gateway\r
          Content-Type: text/plain\r
          Content-Disposition: attachment; filename=%s\r
          Content-Length: 1000\r
          \r
          ten bytes.""".formatted(messageId, filename);
      socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
  }

  Answer other(String method, String path, String... headers) {
    return call(request(path, headers).method(method, BodyPublishers.noBody()));
  }

  /** @param sbd null: the part is left out */
  Answer oneStep(String sbd, List<Part> files) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (sbd != null) {
      write(
          body, "--grense\r\nContent-Disposition: form-data; name=\"sbd\"\r\n\r\n" + sbd + "\r\n");
    }
    return form("/api/messages/out/multipart", body, files);
  }

  Answer form(String path, List<Part> parts) {
    return form(path, new ByteArrayOutputStream(), parts);
  }

  private Answer form(String path, ByteArrayOutputStream body, List<Part> parts) {
    for (Part part : parts) {
      String filename = part.filename() == null ? "" : "; filename=\"" + part.filename() + "\"";
      write(
          body,
          "--grense\r\nContent-Disposition: form-data; name=\"" + part.name() + "\"" + filename
              + "\r\nContent-Type: " + part.contentType() + "\r\n\r\n");
      body.writeBytes(part.content());
      write(body, "\r\n");
    }
    write(body, "--grense--\r\n");
    return call(request(path)
        .header("Content-Type", "multipart/form-data; boundary=grense")
        .POST(BodyPublishers.ofByteArray(body.toByteArray())));
  }

  private static void write(ByteArrayOutputStream body, String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer call(HttpRequest.Builder prepared) {
    HttpRequest request = prepared.build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      description.check(request, response);
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
