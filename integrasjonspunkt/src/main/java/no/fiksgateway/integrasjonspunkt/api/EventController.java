package no.fiksgateway.integrasjonspunkt.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import no.fiksgateway.integrasjonspunkt.access.Access;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import no.fiksgateway.integrasjonspunkt.message.OfKontoer;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFeed;
import no.fiksgateway.integrasjonspunkt.webhook.StatusFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Statuses as server-sent events, as they come, for any number of clients that each remember how far they have come. */
@RestController
class EventController {
  private static final Set<String> PARAMETERS =
      Set.of("status", "direction", "serviceIdentifier", "from");

  private final StatusFeed feed;
  private final EventStreams streams;
  private final Access access;

  EventController(StatusFeed feed, EventStreams streams, Access access) {
    this.feed = feed;
    this.streams = streams;
    this.access = access;
  }

  /**
   * Statuses as they come, until the client leaves. It begins after the status of this number, with 0 at the very beginning, and without
   * one now.
   *
   * @param status only these, with commas between them
   * @param direction OUTGOING or INCOMING
   * @param from the number of a status
   * @param lastEventId the same, as browsers tell it when they connect again; it is the newer one of the two
   */
  @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void listen(
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String direction,
      @RequestParam(required = false) @Nullable String serviceIdentifier,
      @RequestParam(required = false) @Nullable String from,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    // A misspelt filter would let everything through.
    Filters.refuseUnknown(request, PARAMETERS);
    StatusFilter filter = filter(status, direction, serviceIdentifier);
    String seen = emptyToNull(lastEventId) == null ? emptyToNull(from) : lastEventId;
    long position = position(seen);
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding("UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    // A proxy that gathers what it passes on, as nginx does, would hold events back.
    response.setHeader("X-Accel-Buffering", "no");
    if (HttpMethod.HEAD.matches(request.getMethod())) {
      return; // A stream that nobody reads would never be seen to end.
    }
    streams.open(request, response, filter, position);
  }

  /** Of what the client may know. */
  private StatusFilter filter(
      @Nullable String status, @Nullable String direction, @Nullable String serviceIdentifier) {
    try {
      return StatusFilter.of(
              emptyToNull(status), emptyToNull(direction), emptyToNull(serviceIdentifier))
          .within(OfKontoer.kontoer(access.heldTo()));
    } catch (IllegalArgumentException e) {
      throw Problem.of(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()))
          .exceptionally();
    }
  }

  private long position(@Nullable String seen) {
    feed.settle();
    if (seen == null) {
      return feed.head();
    }
    long statusId;
    try {
      statusId = Long.parseLong(seen.strip());
    } catch (NumberFormatException e) {
      throw Problem.invalidParameter("from", seen).exceptionally();
    }
    OptionalLong position = statusId == 0 ? OptionalLong.of(0) : feed.positionOf(statusId);
    return position.orElseThrow(() -> Problem.of(
            ErrorCode.EVENT_NOT_FOUND, "Status with id = " + statusId + " was not found")
        .exceptionally());
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
