package no.fiksgateway.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import no.fiksgateway.simulator.platform.BodyStore;
import no.fiksgateway.simulator.platform.Refusal;
import no.fiksgateway.simulator.platform.SendRequest;
import no.fiksgateway.simulator.queue.Body;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** Reads messages out of multipart forms. */
final class Uploads {
  private static final long LARGEST_METADATA = 100_000;

  private final BodyStore bodies;

  Uploads(BodyStore bodies) {
    this.bodies = bodies;
  }

  /** A message as it was posted; the body belongs to the caller. */
  record Upload(SendRequest request, Body body) {
    /** What is left when the second half of the body gets lost. */
    Upload half() {
      return new Upload(request, body.firstHalf());
    }
  }

  /** The {@code metadata} part as clients write it. */
  record Metadata(
      @Nullable UUID avsenderKontoId,
      @Nullable UUID mottakerKontoId,
      @Nullable String meldingType,
      @Nullable UUID svarPaMelding,
      @Nullable Long ttl,
      @Nullable Map<String, @Nullable String> headere) {

    /**
     * The request in it.
     *
     * @param avsender used where the metadata names no sender
     */
    SendRequest asRequest(@Nullable UUID avsender) {
      UUID from = avsenderKontoId == null ? avsender : avsenderKontoId;
      if (from == null || mottakerKontoId == null || meldingType == null || meldingType.isBlank()) {
        throw new Refusal(400, "metadata må ha avsenderKontoId, mottakerKontoId og meldingType");
      }
      Map<String, String> named = new HashMap<>();
      if (headere != null) {
        headere.forEach((name, value) -> {
          if (value != null) {
            named.put(name, value);
          }
        });
      }
      return new SendRequest(from, mottakerKontoId, meldingType, svarPaMelding, ttl, named);
    }
  }

  /** The send API's form: {@code metadata}, and {@code data} unless the message has no payload. */
  Upload message(Exchange exchange) throws IOException {
    try (MultiPartFormData.Parts parts = exchange.multipart(bodies)) {
      SendRequest request = metadata(parts).asRequest(null);
      MultiPart.Part data = parts.getFirst("data");
      return new Upload(request, data == null ? Body.EMPTY : body(data));
    }
  }

  Metadata metadata(MultiPartFormData.Parts parts) throws IOException {
    MultiPart.Part part = parts.getFirst("metadata");
    if (part == null) {
      throw new Refusal(400, "delen metadata mangler");
    }
    if (part.getLength() > LARGEST_METADATA) {
      throw new Refusal(400, "metadata er over " + LARGEST_METADATA + " byte");
    }
    try (InputStream in = Content.Source.asInputStream(part.getContentSource())) {
      return Exchange.parse(in.readAllBytes(), Metadata.class);
    }
  }

  /** The part's bytes, taken over from the form. */
  Body body(MultiPart.Part part) throws IOException {
    if (part.getLength() <= BodyStore.IN_MEMORY) {
      try (InputStream in = Content.Source.asInputStream(part.getContentSource())) {
        return Body.of(in.readAllBytes());
      }
    }
    Path file = Files.createTempFile(bodies.directory(), "body", null);
    Files.delete(file);
    part.writeTo(file);
    return bodies.adopt(file);
  }
}
