package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Where users are listed, each call needs one. */
@ApiTest
@TestPropertySource(
    properties = {
      "integrasjonspunkt.access.users[0].name=fagsystem",
      "integrasjonspunkt.access.users[0].password=påske og jul",
      "integrasjonspunkt.access.users[1].name=arkiv",
      // "arkivets", as htpasswd writes it
      "integrasjonspunkt.access.users[1].password=" + AuthenticationTest.HASH,
      "integrasjonspunkt.access.users[2].name=bundet",
      "integrasjonspunkt.access.users[2].password={noop}hemmelig",
      "integrasjonspunkt.access.users[2].kontoer=5b0f3c52-7f0e-4c1d-9a53-0c2a5d2f6e11",
    })
@ExtendWith(OutputCaptureExtension.class)
class AuthenticationTest {
  static final String HASH = "{bcrypt}$2y$04$j.EeBaQTYyRgy6o70RAlo.dQzXmomZ7ZvncguRUwE5APjo1zifwvK";

  @Autowired
  private CaseSystem client;

  @ParameterizedTest
  @CsvSource({"fagsystem,påske og jul", "arkiv,arkivets", "bundet,hemmelig"})
  void aUserIsLetInAgainAndAgain(String name, String password) {
    for (int call = 0; call < 3; call++) {
      client.as(name, password).get("/api/messages/in").is(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fagsystem,feil",
    "arkiv,Arkivets",
    "ukjent,arkivets",
    "arkiv,{bcrypt}",
    "bundet,{noop}hemmelig"
  })
  void whoeverHasNotTheRightPasswordGetsTheSameAnswer(String name, String password) {
    JsonNode body = client.as(name, password).get("/api/messages/in").is(401).json();

    assertThat(body.propertyNames())
        .containsExactly(
            "timestamp", "message", "status", "error", "path", "errorCode", "errorId", "action");
    assertThat(body.path("message").asString()).isEqualTo("Unauthorized");
    assertThat(body.path("path").asString()).isEqualTo("/api/messages/in");
    assertThat(body.path("errorCode").asString()).isEqualTo("NOT_AUTHENTICATED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/messages/in",
        "/in/messages/peek",
        "/api/statuses/",
        "/api/no/such/thing",
        "/",
        "/manage",
        "/manage/metrics",
        "/manage/loggers",
        "/v3/api-docs",
        "/v3/api-docs/swagger-config",
        "/swagger-ui.html",
        "/swagger-ui/index.html"
      })
  void withoutAUserNothingButHealthIsAnswered(String path) {
    assertThat(client.get(path).is(401).header("WWW-Authenticate"))
        .startsWith("Basic realm=\"Realm\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/manage/health", "/manage/health/liveness", "/manage/health/readiness"})
  void healthIsOpenToWhoeverAsks(String path) {
    assertThat(client.get(path).status()).isIn(200, 503);
  }

  @Test
  void onlyAUserOfAllAccountsIsShownWhatIsAboutAllOfThem() {
    client.as("fagsystem", "påske og jul").get("/manage/metrics").is(200);
    assertThat(client
            .as("bundet", "hemmelig")
            .get("/manage/metrics")
            .is(403)
            .json()
            .path("errorCode")
            .asString())
        .isEqualTo("NOT_PERMITTED");
  }

  @Test
  void noCookieIsGivenAndNoTokenAskedFor() {
    var answer = client
        .as("fagsystem", "påske og jul")
        .postJson("/api/messages/out", new Sbd().json())
        .is(200);

    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void noPasswordGetsIntoTheLog(CapturedOutput output) {
    client.as("fagsystem", "hysj-hysj").get("/api/messages/in").is(401);

    assertThat(output.getAll()).contains("401 NOT_AUTHENTICATED").doesNotContain("hysj", "påske");
  }
}
