package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.webhook.EventBodies;
import no.fiksgateway.integrasjonspunkt.webhook.FeedLookedAt;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFeed;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFilter;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The clients that listen at this instance. Each reads the feed for itself, so that they need not keep up with each other. */
@Component
class EventStreams {
  private final StatusFeed feed;
  private final EventBodies bodies;
  private final ApiSettings settings;
  private final Clock clock;
  private final Executor executor;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

  /** @param executor virtual threads where the JDK has them, otherwise a few for all */
  EventStreams(
      StatusFeed feed,
      EventBodies bodies,
      ApiSettings settings,
      Clock clock,
      @Qualifier("applicationTaskExecutor") Executor executor) {
    this.feed = feed;
    this.bodies = bodies;
    this.settings = settings;
    this.clock = clock;
    this.executor = executor;
  }

  /** Keeps the request open, and tells of every status after a position. */
  void open(
      HttpServletRequest request, HttpServletResponse response, StatusFilter filter, long position)
      throws IOException {
    if (open.size() >= settings.eventStreams()) {
      throw Problem.of(
              ErrorCode.TOO_MANY_STREAMS,
              "All " + settings.eventStreams() + " event streams of this instance are taken")
          .exceptionally();
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    EventStream stream = new EventStream(this, async, response.getOutputStream(), filter, position);
    open.add(stream);
    async.addListener(stream);
    response.getOutputStream().setWriteListener(stream);
  }

  @EventListener
  void feedLookedAt(FeedLookedAt event) {
    open.forEach(stream -> {
      if (stream.isBehind(event.head())) {
        goesOn(stream);
      }
    });
  }

  /** Before the server waits for its requests to end: these would not by themselves. */
  @EventListener(ContextClosedEvent.class)
  void closing() {
    open.forEach(EventStream::end);
  }

  void goesOn(EventStream stream) {
    executor.execute(stream::write);
  }

  void ended(EventStream stream) {
    open.remove(stream);
  }

  StatusFeed feed() {
    return feed;
  }

  EventBodies bodies() {
    return bodies;
  }

  Clock clock() {
    return clock;
  }

  ApiSettings settings() {
    return settings;
  }
}
