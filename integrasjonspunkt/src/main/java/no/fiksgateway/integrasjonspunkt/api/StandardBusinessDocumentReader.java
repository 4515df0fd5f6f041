package no.fiksgateway.integrasjonspunkt.api;

import static no.fiksgateway.integrasjonspunkt.api.StandardBusinessDocument.FIKSIO;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads the SBD: a header and a business message whose name is the header's type, in any order, and nothing else. The
 * words of a refusal are those of Digdir's integrasjonspunkt.
 */
final class StandardBusinessDocumentReader extends ValueDeserializer<StandardBusinessDocument> {
  private static final String HEADER = "standardBusinessDocumentHeader";

  @Override
  public StandardBusinessDocument deserialize(JsonParser parser, DeserializationContext context) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      context.handleUnexpectedToken(StandardBusinessDocument.class, parser);
    }
    return read(context.readTree(parser), context);
  }

  static StandardBusinessDocument read(JsonNode document, DeserializationContext context) {
    List<String> messages = new ArrayList<>(document.propertyNames());
    boolean hasHeader = messages.remove(HEADER);
    if (!hasHeader && messages.isEmpty()) {
      throw new UnreadableDocument("Expected token FIELD_NAME, but found END_OBJECT");
    }
    JsonNode identification = document.path(HEADER).path("documentIdentification");
    if (!identification.isObject()) {
      throw new UnreadableDocument(
          PeerException.MESSAGE_NOT_READABLE, "I/O error while reading input message");
    }
    String type = identification.path("type").asString(FIKSIO);
    if (!type.equalsIgnoreCase(FIKSIO)) {
      throw new UnreadableDocument(
          "Unknown BusinessMessageType = " + type + ". Expecting one of " + FIKSIO);
    }
    if (messages.isEmpty()) {
      throw new UnreadableDocument("Expected token FIELD_NAME, but found END_OBJECT");
    }
    if (messages.size() > 1) {
      throw new UnreadableDocument("Expected token END_OBJECT, but found FIELD_NAME");
    }
    String name = messages.get(0);
    if (!name.equalsIgnoreCase(type)) {
      throw new UnreadableDocument("Expected to find field named " + type + ", but found " + name);
    }
    return new StandardBusinessDocument(
        context.readTreeAsValue(document.get(HEADER), StandardBusinessDocument.Header.class),
        context.readTreeAsValue(document.get(name), StandardBusinessDocument.Fiksio.class));
  }

  /** The members are not those of an SBD of this channel. */
  static final class UnreadableDocument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String peerException;

    UnreadableDocument(String message) {
      this(PeerException.ILLEGAL_ARGUMENT, message);
    }

    UnreadableDocument(String peerException, String message) {
      super(message);
      this.peerException = peerException;
    }

    String peerException() {
      return peerException;
    }
  }
}
