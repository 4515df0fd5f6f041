package no.fiksgateway.integrasjonspunkt.api;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.springframework.format.Formatter;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * The API's dates: ours are given with the offset of Norwegian time, a client's keep the offset it wrote, and one
 * without an offset means Norwegian time.
 */
final class OsloTime {
  static final ZoneId ZONE = ZoneId.of("Europe/Oslo");

  private OsloTime() {}

  static OffsetDateTime of(Instant instant) {
    return instant.atZone(ZONE).toOffsetDateTime();
  }

  /** Throws DateTimeParseException for anything but an ISO 8601 date and time. */
  static OffsetDateTime parse(String text) {
    TemporalAccessor parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof LocalDateTime local
        ? local.atZone(ZONE).toOffsetDateTime()
        : OffsetDateTime.from(parsed);
  }

  /** Reads a client's date from JSON. */
  static final class Reader extends ValueDeserializer<OffsetDateTime> {
    @Override
    public OffsetDateTime deserialize(JsonParser parser, DeserializationContext context) {
      String text = parser.getValueAsString("");
      try {
        return parse(text);
      } catch (DateTimeParseException e) {
        throw context.weirdStringException(
            text, OffsetDateTime.class, "a date and time such as 2026-11-20T09:15:00+01:00");
      }
    }
  }

  /** Reads a date of a query parameter. A plus sign that was not encoded arrives as a blank. */
  static final class Parameter implements Formatter<OffsetDateTime> {
    @Override
    public OffsetDateTime parse(String text, Locale locale) {
      return OsloTime.parse(text.replace(' ', '+'));
    }

    @Override
    public String print(OffsetDateTime time, Locale locale) {
      return time.toString();
    }
  }
}
