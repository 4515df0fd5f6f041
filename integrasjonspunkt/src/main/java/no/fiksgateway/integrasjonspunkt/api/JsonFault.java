package no.fiksgateway.integrasjonspunkt.api;

import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;

/** What is wrong with a client's JSON, in words that name its members and not our classes. */
final class JsonFault {
  private JsonFault() {}

  static String describe(JacksonException fault) {
    if (fault instanceof StreamReadException) {
      return fault.getOriginalMessage() + place(fault);
    }
    String path = fault.getPath().stream()
        .map(step ->
            step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
    String what = fault instanceof InvalidFormatException format
        ? "'" + format.getValue() + "' is not a valid value"
        : "a value of another kind is expected";
    return (path.isEmpty() ? "the document" : path) + ": " + what;
  }

  private static String place(JacksonException fault) {
    return fault.getLocation() == null
        ? ""
        : " (line " + fault.getLocation().getLineNr() + ", column "
            + fault.getLocation().getColumnNr() + ")";
  }
}
