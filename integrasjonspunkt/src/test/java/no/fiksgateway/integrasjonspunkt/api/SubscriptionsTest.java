package no.fiksgateway.integrasjonspunkt.api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import no.fiksgateway.integrasjonspunkt.webhook.Endpoint;
import no.fiksgateway.integrasjonspunkt.webhook.Endpoint.Pushed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@ApiTest
class SubscriptionsTest {
  private static final String SUBSCRIPTIONS = "/api/subscriptions";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Autowired
  private CaseSystem client;

  private final Endpoint endpoint = new Endpoint();

  @AfterEach
  void nobodyListens() {
    client.delete(SUBSCRIPTIONS).is(200);
    endpoint.close();
  }

  private ObjectNode wanted() {
    return JSON.createObjectNode()
        .put("name", "Case system")
        .put("pushEndpoint", endpoint.url())
        .put("resource", "messages")
        .put("event", "status");
  }

  private JsonNode creates(ObjectNode wanted) {
    return client.postJson(SUBSCRIPTIONS, wanted.toString()).is(200).json();
  }

  private CaseSystem.Answer get(long id) {
    return client.get(SUBSCRIPTIONS + "/" + id);
  }

  private static List<String> findings(CaseSystem.Answer refused) {
    return refused
        .is(400)
        .json()
        .path("errors")
        .valueStream()
        .map(finding ->
            finding.path("field").asString() + " " + finding.path("code").asString())
        .toList();
  }

  @Nested
  class Created {
    @Test
    void areAnsweredAsTheyAreAndShowTheirSecretOnce() {
      String filter = "status=FEIL,LEVERT&serviceIdentifier=DPFIO";
      JsonNode made = creates(wanted().put("filter", filter));
      assertThat(made.propertyNames())
          .containsExactly("id", "name", "pushEndpoint", "resource", "event", "filter", "secret");
      assertThat(made.path("filter").asString()).isEqualTo(filter);
      assertThat(made.path("secret").asString()).startsWith("whsec_");

      JsonNode shown = get(made.path("id").asLong()).is(200).json();
      assertThat(shown.propertyNames())
          .containsExactly("id", "name", "pushEndpoint", "resource", "event", "filter");
      assertThat(client.get(SUBSCRIPTIONS).json().at("/content/0")).isEqualTo(shown);
    }

    @Test
    void pingTheirEndpoint() throws Exception {
      JsonNode made = creates(wanted());
      Pushed ping = endpoint.all().get(0);
      assertThat(ping.json().propertyNames()).containsExactly("createdTs", "event");
      assertThat(ping.isPing()).isTrue();
      assertThat(ping.signature())
          .isEqualTo(new Webhook(made.path("secret").asString())
              .sign(ping.id(), ping.timestamp(), ping.body()));
    }

    @Test
    void areKeptAndSayWhyWhereThePingIsNotTaken() {
      endpoint.answers(aResponse().withStatus(500));
      JsonNode made = creates(wanted());
      assertThat(made.path("pingFailure").asString()).startsWith("answered 500");
      get(made.path("id").asLong()).is(200);

      JsonNode nobody =
          creates(wanted().put("pushEndpoint", "http://nobody.invalid/hooks").put("name", "other"));
      assertThat(nobody.path("pingFailure").asString()).contains("nobody.invalid");
    }

    @Test
    void areRefusedWithEveryFindingAtOnce() {
      assertThat(findings(client.postJson(SUBSCRIPTIONS, "{}")))
          .containsExactlyInAnyOrder(
              "name NotNull", "pushEndpoint NotNull", "resource NotNull", "event NotNull");
      assertThat(findings(client.postJson(
              SUBSCRIPTIONS,
              wanted()
                  .put("id", 7)
                  .put("name", "")
                  .put("pushEndpoint", "nowhere")
                  .put("resource", "letters")
                  .put("event", "party")
                  .put("filter", "colour=red")
                  .put("secret", "whsec_short")
                  .toString())))
          .containsExactlyInAnyOrder(
              "id Null",
              "name Size",
              "pushEndpoint URL",
              "resource OneOf",
              "event OneOf",
              "filter WebhookFilter",
              "secret Pattern");
      assertThat(client.get(SUBSCRIPTIONS).json().path("empty").asBoolean()).isTrue();
    }

    @Test
    void areToldWhatTheyMayAskFor() {
      JsonNode finding = client
          .postJson(SUBSCRIPTIONS, wanted().put("resource", "letters").toString())
          .is(400)
          .json()
          .at("/errors/0");
      assertThat(finding.at("/arguments/1").values())
          .extracting(JsonNode::asString)
          .contains("all", "messages");
    }

    @Test
    void areRefusedForAPortThatNobodyHas() {
      assertThat(findings(client.postJson(
              SUBSCRIPTIONS,
              wanted().put("pushEndpoint", "http://localhost:99999/hooks").toString())))
          .containsExactly("pushEndpoint URL");
    }

    @Test
    void sayWhatIsWrongWithAFilter() {
      JsonNode finding = client
          .postJson(SUBSCRIPTIONS, wanted().put("filter", "status=${1+1}").toString())
          .is(400)
          .json()
          .at("/errors/0");
      assertThat(finding.path("objectName").asString()).isEqualTo("subscription");
      assertThat(finding.path("rejectedValue").asString()).isEqualTo("status=${1+1}");
      assertThat(finding.path("defaultMessage").asString())
          .startsWith("Invalid filter: status '${1+1}' is unknown");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "ftp://files/x",
          "http:///x",
          "http://u:p@host/x",
          "http://host/a b",
          "mailto:a@b.no",
          "http://[::1"
        })
    void takeOnlyAddressesThatCanBePushedTo(String url) {
      assertThat(findings(
              client.postJson(SUBSCRIPTIONS, wanted().put("pushEndpoint", url).toString())))
          .containsExactly("pushEndpoint URL");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://169.254.169.254/latest/meta-data",
          "http://[fe80::1]/",
          "https://0.0.0.0:9093/"
        })
    void mayNotReachWhatOnlyTheGatewayShould(String url) {
      JsonNode refused = client
          .postJson(SUBSCRIPTIONS, wanted().put("pushEndpoint", url).toString())
          .is(400)
          .json();
      assertThat(refused.path("errorCode").asString()).isEqualTo("PUSH_TARGET_REFUSED");
      assertThat(refused.path("exception").asString())
          .endsWith(".WebhookPushEndpointPingFailedException");
    }

    @Test
    void areRefusedWithTheNameAndEndpointOfAnother() {
      creates(wanted());
      JsonNode refused =
          client.postJson(SUBSCRIPTIONS, wanted().toString()).is(400).json();
      assertThat(refused.path("exception").asString())
          .endsWith(".SubscriptionWithSameNameAndPushEndpointAlreadyExists");
      creates(wanted().put("name", "Another"));
    }

    @ParameterizedTest
    @CsvSource({"24, 32", "25, 36", "63, 84", "64, 88"})
    void takeASecretTheClientHas(int bytes, int characters) {
      String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
      assertThat(secret).hasSize("whsec_".length() + characters);
      assertThat(creates(wanted().put("secret", secret)).path("secret").asString())
          .isEqualTo(secret);
    }
  }

  @Nested
  class Changed {
    @Test
    void keepWhatIsNotGiven() {
      long id = creates(wanted().put("filter", "status=FEIL")).path("id").asLong();
      assertThat(client
              .putJson(SUBSCRIPTIONS + "/" + id, "{\"name\":\"New name\"}")
              .is(200)
              .bytes())
          .isEmpty();
      JsonNode shown = get(id).json();
      assertThat(shown.path("name").asString()).isEqualTo("New name");
      assertThat(shown.path("filter").asString()).isEqualTo("status=FEIL");
      assertThat(shown.path("pushEndpoint").asString()).isEqualTo(endpoint.url());
      client.putJson(SUBSCRIPTIONS + "/" + id, "{\"filter\":\"\"}").is(200);
      assertThat(get(id).json().has("filter")).isFalse();
    }

    @Test
    void pingANewEndpointAndNoOther() {
      long id = creates(wanted()).path("id").asLong();
      client.putJson(SUBSCRIPTIONS + "/" + id, wanted().toString()).is(200);
      assertThat(endpoint.all()).hasSize(1);
      client
          .putJson(SUBSCRIPTIONS + "/" + id, "{\"pushEndpoint\":\"" + endpoint.url() + "/2\"}")
          .is(200);
      assertThat(endpoint.all()).hasSize(2).allMatch(Pushed::isPing);
    }

    @Test
    void areRefusedAsNewOnesAre() {
      long id = creates(wanted()).path("id").asLong();
      creates(wanted().put("name", "Another"));
      String path = SUBSCRIPTIONS + "/" + id;
      assertThat(findings(client.putJson(path, "{\"filter\":\"x\",\"secret\":\"x\"}")))
          .containsExactlyInAnyOrder("filter WebhookFilter", "secret Pattern");
      client.putJson(path, "{\"name\":\"Another\"}").is(400);
      client.putJson(path, "{\"pushEndpoint\":\"http://169.254.169.254/\"}").is(400);
      assertThat(get(id).json().path("name").asString()).isEqualTo("Case system");
    }
  }

  @Test
  void areGoneOnceTheyAreDeleted() {
    long id = creates(wanted()).path("id").asLong();
    long other = creates(wanted().put("name", "Another")).path("id").asLong();
    assertThat(client.delete(SUBSCRIPTIONS + "/" + id).is(200).bytes()).isEmpty();
    get(id).is(404);
    get(other).is(200);
    client.delete(SUBSCRIPTIONS).is(200);
    get(other).is(404);
  }

  @Test
  void areSortedByAnyMember() {
    creates(wanted());
    Stream.of("id", "name", "pushEndpoint", "resource", "event", "filter")
        .forEach(
            member -> client.get(SUBSCRIPTIONS + "?sort=" + member + ",desc").is(200));
    client.get(SUBSCRIPTIONS + "?sort=secret").is(400);
  }

  @Test
  void thatNobodyMadeAreNotFound() {
    JsonNode error = get(-1).is(404).json();
    assertThat(error.path("exception").asString()).endsWith(".SubscriptionNotFoundException");
    assertThat(error.path("errorCode").asString()).isEqualTo("SUBSCRIPTION_NOT_FOUND");
    String path = SUBSCRIPTIONS + "/-1";
    client.putJson(path, "{}").is(404);
    client.delete(path).is(404);
    client.get(path + "/deliveries").is(404);
    client
        .postJson(
            path + "/replay", "{\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02T00:00:00Z\"}")
        .is(404);
    get(0).is(404);
    client.get(SUBSCRIPTIONS + "/x").is(400);
  }

  @Test
  void areToldOfStatusesAndShowHowThatWent() {
    String path = SUBSCRIPTIONS + "/" + creates(wanted()).path("id").asLong();
    Sbd sbd = new Sbd();
    client.postJson("/api/messages/out", sbd.json()).is(200);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(endpoint.statuses()).containsExactly("OPPRETTET"));
    Pushed pushed = endpoint.attempts().get(0);
    JsonNode status = client.get("/api/statuses/" + sbd.messageId()).json().at("/content/0");
    assertThat(pushed.json().path("statusId").asLong())
        .isEqualTo(status.path("id").asLong());
    assertThat(pushed.json().path("createdTs").asString()).startsWith("20");

    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
      JsonNode deliveries = client.get(path + "/deliveries").is(200).json();
      assertThat(deliveries.propertyNames()).containsExactly("waiting", "lastSuccess", "failures");
      assertThat(deliveries.path("waiting").asInt()).isZero();
    });

    String all = "{\"from\":\"2026-01-01\",\"to\":\"2999-01-01T00:00:00Z\"}";
    client.postJson(path + "/replay", all).is(400);
    assertThat(client
            .postJson(path + "/replay", all.replace("2026-01-01", "2026-01-01T00:00:00+01:00"))
            .is(200)
            .json()
            .path("queued")
            .asInt())
        .isPositive();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(
                endpoint.attempts().stream().filter(again -> again.id().equals(pushed.id())))
            .hasSize(2));
  }

  @Test
  void replayNoTimeRangeThatIsNone() {
    String path = SUBSCRIPTIONS + "/" + creates(wanted()).path("id").asLong() + "/replay";
    assertThat(findings(client.postJson(path, "{}")))
        .containsExactlyInAnyOrder("from NotNull", "to NotNull");
    assertThat(findings(client.postJson(
            path, "{\"from\":\"2026-02-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"}")))
        .containsExactly("from Range");
  }
}
