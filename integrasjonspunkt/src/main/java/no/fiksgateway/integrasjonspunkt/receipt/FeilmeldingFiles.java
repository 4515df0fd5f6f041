package no.fiksgateway.integrasjonspunkt.receipt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Knows the error files of the published protocols by name and shape: {@code feilmelding.xml} (Arkiv, Matrikkelføring),
 * {@code feilmelding.json} (Plan, Politisk behandling, Saksfaser, Bekymringsmelding), {@code feil.txt} (older
 * protocols), and the Kvitteringer of Arkiv and Matrikkelføring. Sources: KS's specification repositories.
 */
@Component
final class FeilmeldingFiles implements FeilmeldingReader {
  /** Of a longer file only the beginning is looked at; those seen in specifications and samples take a few kilobytes. */
  private static final int MOST_BYTES_READ = 1 << 20;

  private static final int MOST_TEXT_BYTES = 1024;
  private static final int MOST_ID_BYTES = 100;
  private static final String NO_EXPLANATION = "The receiver gave no explanation.";

  private final JsonMapper json = JsonMapper.builder().build();

  @Override
  public Optional<Reported> read(String filename, InputStream content) throws IOException {
    String name = filename.toLowerCase(Locale.ROOT);
    if (name.endsWith(".xml")) {
      return FeilmeldingXml.read(content.readNBytes(MOST_BYTES_READ)).map(FeilmeldingFiles::tidied);
    }
    boolean namedAsFailure = name.startsWith("feil");
    if (name.endsWith(".json")) {
      return json(content.readNBytes(MOST_BYTES_READ), namedAsFailure);
    }
    if (namedAsFailure && name.endsWith(".txt")) {
      byte[] bytes = content.readNBytes(MOST_BYTES_READ);
      Optional<Reported> asJson = json(bytes, true);
      return asJson.isPresent() ? asJson : text(bytes);
    }
    return Optional.empty();
  }

  /** A file not named as a failure must look like one: it may be any answer. */
  private Optional<Reported> json(byte[] bytes, boolean namedAsFailure) {
    JsonNode root;
    try {
      root = json.readTree(bytes);
    } catch (JacksonException e) {
      return Optional.empty();
    }
    String errorId = string(root, "errorId");
    String feilmelding = string(root, "feilmelding");
    if (feilmelding == null && namedAsFailure) {
      feilmelding = string(root, "melding");
    }
    boolean isFailure = namedAsFailure
        ? errorId != null || feilmelding != null
        : errorId != null && feilmelding != null;
    return isFailure
        ? Optional.of(tidied(new Reported(
            errorId, feilmelding == null ? "" : feilmelding, string(root, "correlationId"))))
        : Optional.empty();
  }

  private static @Nullable String string(JsonNode object, String field) {
    JsonNode value = object.get(field);
    return value == null || !value.isString() ? null : value.stringValue();
  }

  private static Optional<Reported> text(byte[] bytes) {
    String text = decoded(bytes);
    return text.isBlank() ? Optional.empty() : Optional.of(tidied(new Reported(null, text, null)));
  }

  /** No protocol says which encoding feil.txt has. */
  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      Charset older = StandardCharsets.ISO_8859_1;
      return new String(bytes, older);
    }
  }

  private static Reported tidied(Reported reported) {
    String text = tidied(reported.text(), MOST_TEXT_BYTES);
    return new Reported(
        tidiedId(reported.errorId()),
        text.isEmpty() ? NO_EXPLANATION : text,
        tidiedId(reported.korrelasjonsId()));
  }

  private static @Nullable String tidiedId(@Nullable String id) {
    if (id == null) {
      return null;
    }
    String tidied = tidied(id, MOST_ID_BYTES);
    return tidied.isEmpty() ? null : tidied;
  }

  /** On one line, without control characters, because it goes into logs and lists; cut between characters. */
  private static String tidied(String text, int mostBytes) {
    StringBuilder kept = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      boolean gap = !Character.isDefined(codePoint)
          || Character.isISOControl(codePoint)
          || Character.isWhitespace(codePoint)
          || Character.getType(codePoint) == Character.FORMAT
          || Character.getType(codePoint) == Character.SURROGATE;
      if (gap) {
        if (kept.isEmpty() || kept.charAt(kept.length() - 1) == ' ') {
          continue;
        }
        codePoint = ' ';
      }
      bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > mostBytes) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return kept.toString().strip();
  }
}
