package no.fiksgateway.integrasjonspunkt.api;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/** What is PUT in place of a draft: its document anew, or what is to become of the prototypes of an arkivmelding. */
@JsonDeserialize(using = Replacement.Reader.class)
sealed interface Replacement permits StandardBusinessDocument, PrototypeChoice {

  /** No SBD has a member of that name, and nothing else begins a choice. */
  final class Reader extends ValueDeserializer<Replacement> {
    @Override
    public Replacement deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        context.handleUnexpectedToken(StandardBusinessDocument.class, parser);
      }
      JsonNode document = context.readTree(parser);
      return document.has("prototypes")
          ? context.readTreeAsValue(document, PrototypeChoice.class)
          : StandardBusinessDocumentReader.read(document, context);
    }
  }
}
