package no.fiksgateway.integrasjonspunkt.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.Direction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as eFormidling words them, in JSON on one line. A status is worded the same however often it is told: that it
 * was created is when it was registered.
 */
@Component
public class EventBodies {
  private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

  private final JsonMapper json;

  EventBodies(JsonMapper json) {
    this.json = json;
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({
    "createdTs",
    "resource",
    "event",
    "messageId",
    "conversationId",
    "direction",
    "serviceIdentifier",
    "status",
    "description",
    "statusId"
  })
  private record StatusEvent(
      OffsetDateTime createdTs,
      String resource,
      String event,
      UUID messageId,
      UUID conversationId,
      Direction direction,
      String serviceIdentifier,
      String status,
      @Nullable String description,
      long statusId) {}

  @JsonPropertyOrder({"createdTs", "event"})
  private record PingEvent(OffsetDateTime createdTs, String event) {}

  /** {@code statusId} is ours: the number of the same status in {@code GET /api/statuses}. */
  public String of(FeedStatus status) {
    return json.writeValueAsString(new StatusEvent(
        oslo(status.at()),
        "messages",
        "status",
        status.messageId(),
        status.conversationId(),
        status.direction(),
        StatusFilter.SERVICE,
        status.status(),
        status.description(),
        status.statusId()));
  }

  String ping(Instant now) {
    return json.writeValueAsString(new PingEvent(oslo(now), "ping"));
  }

  private static OffsetDateTime oslo(Instant at) {
    return at.atZone(OSLO).toOffsetDateTime();
  }
}
