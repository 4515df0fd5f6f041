package no.fiksgateway.integrasjonspunkt.receipt;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import no.fiksgateway.integrasjonspunkt.receipt.FeilmeldingReader.Reported;
import org.jspecify.annotations.Nullable;

/**
 * The failures that Arkiv and Matrikkelføring write in XML. Elements are known by their local names, because the two
 * protocols and their versions use the same ones in namespaces of their own.
 */
final class FeilmeldingXml {
  private static final Set<String> FAILURES =
      Set.of("ugyldigforespoersel", "serverfeil", "ikkefunnet");

  private static final Set<String> FIELDS =
      Set.of("feilId", "feilmelding", "korrelasjonsid", "status", "melding");

  private static final Set<String> FAILED_IN_ARKIV = Set.of("mappeFeilet", "registreringFeilet");

  /** Both spellings: the first one is in the documentation. Every other status leaves something undone. */
  private static final Set<String> MATRIKKEL_DONE =
      Set.of("velykket", "vellykket", "skalIkkeMatrikkelfoeres");

  /** Root, what failed, field: nothing is looked for deeper down. */
  private static final int DEEPEST_FIELD = 3;

  private final Deque<String> path = new ArrayDeque<>();
  private final Map<String, StringBuilder> fields = new LinkedHashMap<>();
  private final Set<String> failures = new LinkedHashSet<>();
  private String root = "";

  private FeilmeldingXml() {}

  /** What the document says went wrong; what stands before a place where it is broken or cut off still counts. */
  static Optional<Reported> read(byte[] document) {
    FeilmeldingXml found = new FeilmeldingXml();
    return found.collect(document) ? found.interpreted() : Optional.empty();
  }

  /** False where the document is not to be believed at all: it has a DTD, which none of the protocols uses. */
  private boolean collect(byte[] document) {
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(document));
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.DTD -> {
            return false;
          }
          case XMLStreamConstants.START_ELEMENT -> enter(reader.getLocalName());
          case XMLStreamConstants.END_ELEMENT -> path.removeLast();
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text(reader.getText());
          default -> {
            continue;
          }
        }
      }
      return true;
    } catch (XMLStreamException e) {
      return true;
    }
  }

  private void enter(String name) {
    if (path.isEmpty()) {
      root = name;
    }
    path.addLast(name);
    if (path.size() == 2 && FAILED_IN_ARKIV.contains(name)) {
      failures.add(name);
    }
  }

  private void text(String text) {
    if (path.size() > 1 && path.size() <= DEEPEST_FIELD && FIELDS.contains(path.getLast())) {
      fields
          .computeIfAbsent(
              String.join("/", List.copyOf(path).subList(1, path.size())),
              field -> new StringBuilder())
          .append(text);
    }
  }

  private Optional<Reported> interpreted() {
    if (FAILURES.contains(root)) {
      return Optional.of(feilmelding(""));
    }
    if (root.equals("arkivmeldingKvittering")) {
      return failureInsideArkiv();
    }
    if (root.equals("KvitteringMatrikkel")) {
      return failureInsideMatrikkel();
    }
    return Optional.empty();
  }

  private Reported feilmelding(String below) {
    String text = field(below + "feilmelding");
    return new Reported(
        field(below + "feilId"), text == null ? "" : text, field(below + "korrelasjonsid"));
  }

  private Optional<Reported> failureInsideArkiv() {
    List<Reported> reported = new ArrayList<>();
    for (String failed : failures) {
      Reported said = feilmelding(failed + "/");
      reported.add(
          new Reported(said.errorId(), failed + ": " + said.text(), said.korrelasjonsId()));
    }
    return reported.stream()
        .reduce((one, other) ->
            new Reported(one.errorId(), one.text() + " " + other.text(), one.korrelasjonsId()));
  }

  private Optional<Reported> failureInsideMatrikkel() {
    String status = field("status");
    if (status == null || MATRIKKEL_DONE.contains(status)) {
      return Optional.empty();
    }
    String melding = field("melding");
    return Optional.of(
        new Reported(null, "status " + status + (melding == null ? "" : ": " + melding), null));
  }

  private @Nullable String field(String name) {
    StringBuilder value = fields.get(name);
    return value == null || value.toString().isBlank() ? null : value.toString().strip();
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
