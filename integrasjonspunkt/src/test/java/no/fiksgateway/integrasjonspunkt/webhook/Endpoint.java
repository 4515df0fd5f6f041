package no.fiksgateway.integrasjonspunkt.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A local system that statuses are pushed to. Takes everything until told otherwise. */
public final class Endpoint implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final WireMockServer server = new WireMockServer(options().dynamicPort());

  public Endpoint() {
    server.start();
    answers(aResponse());
  }

  /** What was pushed. */
  public record Pushed(String id, long timestamp, String signature, String body) {
    private static Pushed of(Request request) {
      return new Pushed(
          request.getHeader("webhook-id"),
          Long.parseLong(request.getHeader("webhook-timestamp")),
          request.getHeader("webhook-signature"),
          request.getBodyAsString());
    }

    public JsonNode json() {
      return JSON.readTree(body);
    }

    public boolean isPing() {
      return json().path("event").asString().equals("ping");
    }

    public String status() {
      return json().path("status").asString();
    }
  }

  public String url() {
    return server.baseUrl() + "/hooks/gateway";
  }

  public void answers(ResponseDefinitionBuilder answer) {
    server.resetMappings();
    server.stubFor(any(anyUrl()).willReturn(answer));
  }

  /** Every attempt, pings left out, in the order they came. */
  public List<Pushed> attempts() {
    return all().stream().filter(pushed -> !pushed.isPing()).toList();
  }

  public List<Pushed> all() {
    List<ServeEvent> events = new ArrayList<>(server.getAllServeEvents());
    Collections.reverse(events);
    return events.stream().map(event -> Pushed.of(event.getRequest())).toList();
  }

  public List<String> statuses() {
    return attempts().stream().map(Pushed::status).toList();
  }

  @Override
  public void close() {
    server.stop();
  }
}
