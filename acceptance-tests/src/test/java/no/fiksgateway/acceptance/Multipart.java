package no.fiksgateway.acceptance;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** A form with one JSON part and files. */
final class Multipart {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Multipart() {}

  static HttpRequest.Builder post(
      HttpRequest.Builder request, String jsonName, Object json, String files, List<TestFile> all) {
    String boundary = "part-" + UUID.randomUUID();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    begin(body, boundary, "name=\"" + jsonName + "\"", "application/json");
    body.writeBytes(JSON.writeValueAsBytes(json));
    for (TestFile file : all) {
      begin(
          body,
          boundary,
          "name=\"" + files + "\"; filename=\"" + file.name() + "\"",
          "application/octet-stream");
      body.writeBytes(file.content());
    }
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return request
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(BodyPublishers.ofByteArray(body.toByteArray()));
  }

  private static void begin(
      ByteArrayOutputStream body, String boundary, String disposition, String type) {
    String lineEnd = body.size() == 0 ? "" : "\r\n";
    body.writeBytes("%s--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
        .formatted(lineEnd, boundary, disposition, type)
        .getBytes(StandardCharsets.UTF_8));
  }
}
