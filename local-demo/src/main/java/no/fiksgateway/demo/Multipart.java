package no.fiksgateway.demo;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A {@code multipart/form-data} body (RFC 7578), which the JDK's client does not write by itself. */
final class Multipart {
  private static final String LINE_END = "\r\n";

  private final String boundary = UUID.randomUUID().toString();
  private final List<byte[]> parts = new ArrayList<>();

  Multipart json(String name, byte[] json) {
    return part("form-data; name=\"" + name + "\"", "application/json", json);
  }

  Multipart file(String name, DemoFile file) {
    return part(
        "form-data; name=\"" + name + "\"; filename=\"" + file.name() + "\"",
        file.mimeType(),
        file.content());
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  BodyPublisher body() {
    List<byte[]> all = new ArrayList<>(parts);
    all.add(ascii("--" + boundary + "--" + LINE_END));
    return BodyPublishers.ofByteArrays(all);
  }

  private Multipart part(String disposition, String contentType, byte[] content) {
    parts.add(ascii("--" + boundary + LINE_END + "Content-Disposition: " + disposition + LINE_END
        + "Content-Type: " + contentType + LINE_END + LINE_END));
    parts.add(content);
    parts.add(ascii(LINE_END));
    return this;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
