package no.fiksgateway.integrasjonspunkt.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class ErrorsTest {
  @Autowired
  private CaseSystem client;

  @Test
  void haveTheUsualMembersAndThenOurs() {
    String path = "/api/messages/out/" + UUID.randomUUID();
    var answer = client.get(path).is(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    JsonNode error = answer.json();
    assertThat(error.propertyNames())
        .containsExactly(
            "timestamp",
            "exception",
            "message",
            "status",
            "error",
            "path",
            "errorCode",
            "errorId",
            "action");
    OffsetDateTime at = OffsetDateTime.parse(error.path("timestamp").asString());
    assertThat(at.getOffset()).isEqualTo(OsloTime.ZONE.getRules().getOffset(at.toInstant()));
    assertThat(error.path("status").asInt()).isEqualTo(404);
    assertThat(error.path("error").asString()).isEqualTo("Not Found");
    assertThat(error.path("path").asString()).isEqualTo(path);
    assertThat(error.path("errorId").asString()).hasSize(36);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nb|Kontroller id-en.",
        "no-NO, en;q=0.5|Kontroller id-en.",
        "en, nb;q=0.5|Check the id.",
        "de|Check the id."
      })
  void sayWhatToDoInTheClientsLanguage(String languages, String action) {
    JsonNode error = client
        .get("/api/messages/out/" + UUID.randomUUID(), "Accept-Language", languages)
        .json();
    assertThat(error.path("action").asString()).startsWith(action);
    assertThat(error.path("message").asString()).startsWith("Message with messageId = ");
  }

  @Test
  void areThoseOfAnEmptyBodyWhereNothingIsSentAtAll() {
    JsonNode error = client.post("/api/messages/out").is(400).json();
    assertThat(error.path("exception").asString())
        .isEqualTo("org.springframework.http.converter.HttpMessageNotReadableException");
    assertThat(error.path("message").asString()).isEqualTo("Required request body is missing");
  }

  @Test
  void tellOfAContentTypeThatNobodyReads() {
    JsonNode error =
        client.post("/api/messages/out", "Content-Type", "text/csv").is(415).json();
    assertThat(error.path("exception").asString())
        .isEqualTo("org.springframework.web.HttpMediaTypeNotSupportedException");
    assertThat(error.path("errorCode").asString()).isEqualTo("INVALID_REQUEST");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nowhere, 404, org.springframework.web.servlet.resource.NoResourceFoundException",
    "GET, /api/messages/out/x/y/z, 404, org.springframework.web.servlet.resource.NoResourceFoundException",
    "PATCH, /api/messages/out, 405, org.springframework.web.HttpRequestMethodNotSupportedException",
    "DELETE, /api/statuses, 405, org.springframework.web.HttpRequestMethodNotSupportedException"
  })
  void ofTheFrameworkLookTheSame(String method, String path, int status, String exception) {
    JsonNode error = client.other(method, path).is(status).json();
    assertThat(error.path("exception").asString()).isEqualTo(exception);
    assertThat(error.path("path").asString()).isEqualTo(path);
    assertThat(error.path("errorCode").asString()).isEqualTo("INVALID_REQUEST");
  }

  @Test
  void sayWhichMethodsThereAre() {
    assertThat(client.other("PATCH", "/api/messages/out").header("Allow")).contains("POST");
  }

  @Test
  void comeAsJsonWhateverTheClientAccepts() {
    client.get("/api/messages/out", "Accept", "image/png").is(406).json();
    var answer = client.get("/api/messages/out/x", "Accept", "text/html").is(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void neverShowAStackTrace() {
    assertThat(client.get("/api/messages/out/x?trace=true").text()).doesNotContain("trace\"");
  }

  @Test
  void areNotCausedByATrailingSlash() {
    client.get("/api/messages/out/").is(200);
    client.get("/api/statuses/?size=1").is(200);
  }
}
