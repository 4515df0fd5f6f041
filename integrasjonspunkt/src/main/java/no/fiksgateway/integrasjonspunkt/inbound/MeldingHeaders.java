package no.fiksgateway.integrasjonspunkt.inbound;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.integrasjonspunkt.message.FiksHeaders;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a Fiks message, read (KS: Fiks IO documentation, Headere og properties i meldingsutvekslingen).
 *
 * @param headere the sender's own headers, without the prefix they travel with
 * @param levetid what was left of the time to live when the platform delivered it
 */
record MeldingHeaders(
    MeldingId meldingId,
    KontoId avsender,
    Meldingstype type,
    @Nullable MeldingId svarTil,
    @Nullable UUID dokumentlagerId,
    Map<String, String> headere,
    @Nullable Duration levetid) {
  private static final String CUSTOM_PREFIX = "egendefinert-header.";

  private static final int LONGEST_TYPE = 300;
  private static final int LONGEST_KLIENT_MELDING_ID = 200;

  /** Longer than anything waits; what a sender asks beyond it no calendar holds. */
  private static final Duration LONGEST_LEVETID = Duration.ofDays(3650);

  /** Reads them; throws {@link UnreadableHeaders} saying which one is missing or malformed. */
  static MeldingHeaders read(Map<String, String> headers, @Nullable String expiration) {
    MeldingId meldingId = new MeldingId(uuid(headers, "melding-id"));
    KontoId avsender = new KontoId(uuid(headers, "avsender-id"));
    String type = required(headers, "type");
    if (type.length() > LONGEST_TYPE) {
      throw new UnreadableHeaders(
          "Header type has " + type.length() + " characters; " + LONGEST_TYPE + " is the most.",
          null);
    }
    String svarTil = headers.get("svar-til");
    String dokumentlagerId = headers.get("dokumentlager-id");
    Map<String, String> headere = new LinkedHashMap<>();
    headers.forEach((name, value) -> {
      if (name.startsWith(CUSTOM_PREFIX)) {
        headere.put(name.substring(CUSTOM_PREFIX.length()), value);
      }
    });
    return new MeldingHeaders(
        meldingId,
        avsender,
        new Meldingstype(type),
        svarTil == null ? null : new MeldingId(uuid(headers, "svar-til")),
        dokumentlagerId == null ? null : uuid(headers, "dokumentlager-id"),
        Map.copyOf(headere),
        levetid(expiration));
  }

  /** Null also for one that is too long to be an id: the message is as good without. */
  @Nullable
  String klientMeldingId() {
    String id = headere.get(FiksHeaders.KLIENT_MELDING_ID);
    return id == null || id.length() > LONGEST_KLIENT_MELDING_ID ? null : id;
  }

  @Nullable
  String korrelasjonsId() {
    return FiksHeaders.korrelasjonsId(headere);
  }

  private static UUID uuid(Map<String, String> headers, String name) {
    String value = required(headers, name);
    try {
      return MeldingId.of(value).value();
    } catch (IllegalArgumentException e) {
      throw new UnreadableHeaders(
          "Header " + name + " is '" + value + "', which is not a UUID.", e);
    }
  }

  private static String required(Map<String, String> headers, String name) {
    String value = headers.get(name);
    if (value == null || value.isBlank()) {
      throw new UnreadableHeaders("Header " + name + " is missing.", null);
    }
    return value;
  }

  private static @Nullable Duration levetid(@Nullable String expiration) {
    if (expiration == null) {
      return null;
    }
    try {
      Duration levetid = Duration.ofMillis(Long.parseLong(expiration));
      return levetid.compareTo(LONGEST_LEVETID) > 0 ? LONGEST_LEVETID : levetid;
    } catch (NumberFormatException e) {
      throw new UnreadableHeaders(
          "Property expiration is '" + expiration + "', which is not milliseconds.", e);
    }
  }

  /** The headers do not say what every Fiks message must say. */
  static final class UnreadableHeaders extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableHeaders(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
