package no.fiksgateway.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import no.fiksgateway.simulator.platform.Refusal;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds who answers a request, and writes the answer. */
final class Router extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(Router.class);

  /** Answers one kind of request. */
  interface Endpoint {
    Reply answer(Exchange exchange) throws IOException;
  }

  private record Route(String method, Pattern path, Endpoint endpoint) {}

  private final List<Route> routes = new ArrayList<>();
  private final InstantSource clock;

  Router(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Adds a route.
   *
   * @param path with {@code *} for each part that is left open
   */
  void add(String method, String path, Endpoint endpoint) {
    String regex = Pattern.quote(path).replace("*", "\\E([^/]+)\\Q") + "/?";
    routes.add(new Route(method, Pattern.compile(regex), endpoint));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Exchange exchange = new Exchange(request, List.of());
    Reply reply;
    try {
      reply = answer(request);
    } catch (Refusal e) {
      log.debug("{} {} is refused: {}", request.getMethod(), exchange.path(), e.text());
      reply = Reply.error(e, exchange.path(), clock.instant());
    } catch (RuntimeException e) {
      Refusal failure = new Refusal(500, "the simulator failed: " + e);
      log.error(
          "{} {} failed, errorId {}", request.getMethod(), exchange.path(), failure.errorId(), e);
      reply = Reply.error(failure, exchange.path(), clock.instant());
    }
    try {
      write(reply, exchange, response, callback);
    } finally {
      reply.afterwards().run();
    }
    return true;
  }

  private Reply answer(Request request) throws IOException {
    String path = Request.getPathInContext(request);
    boolean pathIsKnown = false;
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(path);
      if (matcher.matches()) {
        pathIsKnown = true;
        if (route.method().equals(request.getMethod())) {
          List<String> parts = IntStream.rangeClosed(1, matcher.groupCount())
              .mapToObj(matcher::group)
              .toList();
          return route.endpoint().answer(new Exchange(request, parts));
        }
      }
    }
    throw pathIsKnown
        ? new Refusal(405, request.getMethod() + " is not for " + path)
        : new Refusal(404, "nothing answers at " + path);
  }

  private static void write(Reply reply, Exchange exchange, Response response, Callback callback)
      throws IOException {
    if (reply.isNone()) {
      exchange.drop();
      callback.failed(new EofException("the connection is closed without an answer, as asked"));
      return;
    }
    response.setStatus(reply.status());
    if (!reply.contentType().isEmpty()) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    }
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().size());
    OutputStream out = Content.Sink.asOutputStream(response);
    try (InputStream in = reply.body().open()) {
      if (reply.written() == reply.body().size()) {
        in.transferTo(out);
        out.close();
        callback.succeeded();
        return;
      }
      copy(in, out, reply.written());
      out.flush();
      exchange.drop();
      callback.failed(new EofException("the answer breaks off, as asked"));
    }
  }

  private static void copy(InputStream in, OutputStream out, long bytes) throws IOException {
    byte[] buffer = new byte[8192];
    long left = bytes;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        return;
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }
}
