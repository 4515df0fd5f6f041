package no.fiksgateway.integrasjonspunkt.katalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.Organisasjonsnummer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Service Registry, asked for the Fiks IO records (service DPFIO) of an organisation: {@code /identifier/{id}} and
 * {@code /identifier/{id}/process/{process}}, in the shapes Digdir's registry had until it dropped Fiks IO in July 2026.
 * Only records are kept; that something is missing is asked anew each time, so that putting it right helps at once.
 */
@Component
class ServiceRegistry {
  private static final String DPFIO = "DPFIO";
  private static final int MOST_KEPT = 10_000;

  private final ServiceRegistrySettings settings;
  private final JsonMapper json;
  private final HttpClient http;
  private final Cache<Question, Answer.Records> kept;

  private record Question(
      Organisasjonsnummer number,
      @Nullable String process,
      @Nullable Integer securityLevel) {}

  /** What the registry says. */
  sealed interface Answer {
    /** The Fiks IO records; perhaps none, of an organisation that takes messages another way. */
    record Records(List<Mottak> mottak) implements Answer {}

    /** The registry does not know the organisation, or not with this process. */
    record NotFound(String reason) implements Answer {}

    record Unavailable(String reason) implements Answer {}
  }

  /**
   * One way to reach an organisation over Fiks IO.
   *
   * @param kontoId empty where the record names no account
   */
  record Mottak(String process, List<String> documentTypes, Optional<KontoId> kontoId) {}

  ServiceRegistry(ServiceRegistrySettings settings, JsonMapper json, Clock clock) {
    this.settings = settings;
    this.json = json;
    this.http = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(settings.timeout())
        .build();
    this.kept = Caffeine.newBuilder()
        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
        .expireAfterWrite(settings.answersKept())
        .maximumSize(MOST_KEPT)
        .build();
  }

  /** Empty where no registry is configured. */
  Optional<Answer> lookup(
      Organisasjonsnummer number, @Nullable String process, @Nullable Integer securityLevel) {
    URI url = settings.url();
    if (url == null) {
      return Optional.empty();
    }
    Question question = new Question(number, process, securityLevel);
    Answer.Records known = kept.getIfPresent(question);
    if (known != null) {
      return Optional.of(known);
    }
    Answer answer = ask(uri(url, question));
    if (answer instanceof Answer.Records records) {
      kept.put(question, records);
    }
    return Optional.of(answer);
  }

  private static URI uri(URI url, Question question) {
    UriComponentsBuilder uri = UriComponentsBuilder.fromUri(url)
        .pathSegment("identifier", question.number().value());
    if (question.process() != null) {
      uri.pathSegment("process", question.process());
    }
    if (question.securityLevel() != null) {
      uri.queryParam("securityLevel", question.securityLevel());
    }
    return uri.build().encode().toUri();
  }

  private Answer ask(URI uri) {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> call =
        http.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return read(call.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      call.cancel(true);
      return new Answer.Unavailable("no answer from " + uri + " within " + settings.timeout());
    } catch (ExecutionException e) {
      return new Answer.Unavailable("no answer from " + uri + ": " + e.getCause());
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      return new Answer.Unavailable("the gateway is stopping");
    }
  }

  private Answer read(HttpResponse<byte[]> response) {
    JsonNode body;
    try {
      body = json.readTree(response.body());
    } catch (JacksonException notJson) {
      body = json.missingNode();
    }
    int status = response.statusCode();
    if (status == 400 || status == 404) {
      String reason = body.path("error_description").asString("");
      return new Answer.NotFound(
          reason.isEmpty() ? "The Service Registry answered " + status + "." : reason);
    }
    if (status == 401 || status == 403) {
      return new Answer.Unavailable(response.uri() + " answered " + status
          + ": it wants a token, and the gateway asks without one. Set integrasjonspunkt.service-registry.url to a"
          + " registry that is open to it, or take the setting away");
    }
    JsonNode records = body.path("serviceRecords");
    if (status != 200 || !records.isArray()) {
      return new Answer.Unavailable(response.uri() + " answered " + status
          + (status == 200 ? " without serviceRecords" : ""));
    }
    return new Answer.Records(records
        .valueStream()
        .filter(node -> DPFIO.equals(node.path("service").path("identifier").asString("")))
        .map(ServiceRegistry::mottak)
        .toList());
  }

  private static Mottak mottak(JsonNode node) {
    Stream<JsonNode> types = node.path("documentTypes").valueStream();
    return new Mottak(
        node.path("process").asString(""),
        types.map(type -> type.asString("")).toList(),
        kontoId(node.path("service").path("endpointUrl").asString("")));
  }

  private static Optional<KontoId> kontoId(String text) {
    try {
      return Optional.of(KontoId.of(text));
    } catch (IllegalArgumentException notAnAccount) {
      return Optional.empty();
    }
  }
}
