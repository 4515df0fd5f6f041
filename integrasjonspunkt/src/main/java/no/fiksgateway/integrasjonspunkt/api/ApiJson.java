package no.fiksgateway.integrasjonspunkt.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as eFormidling's clients know it: indented, members in their usual order, nothing written for null; unknown members
 * and raw control characters are taken, a single value where a list belongs is not.
 */
final class ApiJson {
  /** Characters; an SBD carries no content, and a request must not fill the memory. */
  private static final long LONGEST_DOCUMENT = 1_000_000;

  static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder()
              .maxDocumentLength(LONGEST_DOCUMENT)
              .build())
          .build())
      .enable(SerializationFeature.INDENT_OUTPUT)
      .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
      .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      .changeDefaultPropertyInclusion(
          value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
      .build();

  private static final JsonMapper CANONICAL = MAPPER
      .rebuild()
      .disable(SerializationFeature.INDENT_OUTPUT)
      .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
      .build();

  private ApiJson() {}

  static String write(StandardBusinessDocument sbd) {
    return CANONICAL.writeValueAsString(sbd);
  }

  static StandardBusinessDocument readStored(String sbd) {
    return MAPPER.readValue(sbd, StandardBusinessDocument.class);
  }

  /** SHA-256, lower-case hex, of what the document says, however it was laid out. */
  static String digest(StandardBusinessDocument sbd) {
    try {
      byte[] content = write(sbd).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
