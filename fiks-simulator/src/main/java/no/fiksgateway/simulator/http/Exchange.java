package no.fiksgateway.simulator.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import no.fiksgateway.simulator.platform.BodyStore;
import no.fiksgateway.simulator.platform.Refusal;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A request as the handlers see it. */
final class Exchange {
  /** The largest message Fiks IO takes, in bytes (KS: Fiks IO documentation: 5 GB). */
  private static final long LARGEST_MESSAGE = 5_000_000_000L;

  private static final int MOST_PARTS = 1000;
  private static final long LARGEST_JSON = 1_000_000;

  private final Request request;
  private final List<String> pathParts;

  Exchange(Request request, List<String> pathParts) {
    this.request = request;
    this.pathParts = pathParts;
  }

  String path() {
    return Request.getPathInContext(request);
  }

  /** This request's address as the client knows it. */
  URI address() {
    return URI.create(request.getHttpURI().toString());
  }

  @Nullable
  String header(String name) {
    return request.getHeaders().get(name);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name));
  }

  /** The n-th part of the path that the route left open. */
  String pathPart(int n) {
    return pathParts.get(n);
  }

  UUID id(int n) {
    return uuid(pathPart(n));
  }

  static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "'" + text + "' is not a UUID");
    }
  }

  <T> T json(Class<T> type) throws IOException {
    return parse(body(LARGEST_JSON), type);
  }

  String text() throws IOException {
    return new String(body(LARGEST_JSON), StandardCharsets.UTF_8);
  }

  Fields form() {
    return FormFields.getFields(request);
  }

  /** The parts of a form with files. Large parts lie in the store's directory until the parts are closed. */
  MultiPartFormData.Parts multipart(BodyStore bodies) {
    String contentType = header("Content-Type");
    if (contentType == null || !contentType.startsWith("multipart/form-data")) {
      throw new Refusal(415, "Content-Type må være multipart/form-data");
    }
    MultiPartConfig config = new MultiPartConfig.Builder()
        .location(bodies.directory())
        .maxMemoryPartSize(BodyStore.IN_MEMORY)
        .maxPartSize(LARGEST_MESSAGE)
        .maxSize(-1)
        .maxParts(MOST_PARTS)
        .useFilesForPartsWithoutFileName(true)
        .build();
    try {
      return MultiPartFormData.getParts(request, request, contentType, config);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  private static RuntimeException unreadable(RuntimeException e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    if (cause instanceof IllegalStateException) {
      return new Refusal(413, "Meldingen er for stor: " + cause.getMessage());
    }
    boolean sentBadly = cause instanceof EOFException
        || cause instanceof HttpException
        || cause instanceof IllegalArgumentException;
    return sentBadly ? new Refusal(400, "Skjemaet kan ikke leses: " + cause.getMessage()) : e;
  }

  static <T> T parse(byte[] json, Class<T> type) {
    try {
      T value = Reply.JSON.readValue(json, type);
      if (value == null) {
        throw new Refusal(400, "a JSON object is needed, not null");
      }
      return value;
    } catch (JacksonException e) {
      throw new Refusal(400, "JSON kan ikke leses: " + e.getOriginalMessage());
    }
  }

  /** Takes in what the client is still sending, so that it is ready to read an answer. */
  void readToEnd() throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      in.skip(Long.MAX_VALUE);
    }
  }

  /** Closes the connection; the client gets no answer. */
  void drop() {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  private byte[] body(long largest) throws IOException {
    long announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    if (announced > largest) {
      throw new Refusal(413, "at most " + largest + " bytes are taken here");
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes((int) largest);
      if (in.read() >= 0) {
        throw new Refusal(413, "at most " + largest + " bytes are taken here");
      }
      return bytes;
    }
  }
}
