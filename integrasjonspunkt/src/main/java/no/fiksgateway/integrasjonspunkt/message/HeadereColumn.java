package no.fiksgateway.integrasjonspunkt.message;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Fiks headers as one JSON text column: they are carried, never queried. */
@Converter
class HeadereColumn implements AttributeConverter<Map<String, String>, String> {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> TYPE = new TypeReference<>() {};

  @Override
  public String convertToDatabaseColumn(@Nullable Map<String, String> headere) {
    return JSON.writeValueAsString(headere == null ? Map.of() : headere);
  }

  @Override
  public Map<String, String> convertToEntityAttribute(@Nullable String column) {
    return column == null ? Map.of() : Map.copyOf(JSON.readValue(column, TYPE));
  }
}
