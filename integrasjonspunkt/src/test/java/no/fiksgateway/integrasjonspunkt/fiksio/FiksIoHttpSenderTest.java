package no.fiksgateway.integrasjonspunkt.fiksio;

import static com.github.tomakehurst.wiremock.client.WireMock.aMultipart;
import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.binaryEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.unauthorized;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import no.fiksgateway.integrasjonspunkt.message.KontoId;
import no.fiksgateway.integrasjonspunkt.message.MeldingId;
import no.fiksgateway.integrasjonspunkt.message.Meldingstype;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.Body;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.Forsendelse;
import no.fiksgateway.integrasjonspunkt.outbound.FiksIoSender.SendOutcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiksIoHttpSenderTest {
  private static final String SEND = "/fiks-io/api/v1/send";
  private static final UUID MELDING = UUID.fromString("5f0a6a52-0000-4000-8000-00000000000b");
  private static final KontoId MOTTAKER = KontoId.of("0b1e2c3d-0000-4000-8000-000000000002");
  private static final MeldingId SVAR_PA = MeldingId.of("0b1e2c3d-0000-4000-8000-000000000003");
  private static final byte[] PACKAGE = "a sealed package".getBytes(UTF_8);
  private static final Body BODY = out -> out.write(PACKAGE);

  @RegisterExtension
  private final WireMockExtension platform =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private @Nullable FiksParts parts;

  @BeforeEach
  void maskinportenGivesTokens() {
    platform.stubFor(post("/token")
        .inScenario("tokens")
        .whenScenarioStateIs(Scenario.STARTED)
        .willSetStateTo("renewed")
        .willReturn(token("token-1")));
    platform.stubFor(post("/token")
        .inScenario("tokens")
        .whenScenarioStateIs("renewed")
        .willReturn(token("token-2")));
  }

  @AfterEach
  void close() throws IOException {
    if (parts != null) {
      parts.close();
    }
  }

  private static ResponseDefinitionBuilder token(String value) {
    return okJson("{\"access_token\":\"" + value + "\",\"expires_in\":120}");
  }

  private FiksIoSender sender() {
    return sender(URI.create(platform.baseUrl()), Duration.ofSeconds(20));
  }

  private FiksIoSender sender(URI api, Duration transferTimeout) {
    parts = new FiksParts(
        FiksParts.KONTO,
        FiksParts.settings(api, transferTimeout),
        FiksParts.maskinporten(URI.create(platform.baseUrl() + "/token"), "client"));
    return new FiksIoHttpSender(parts.settings, parts.api, parts.kontoer, FiksParts.JSON);
  }

  private static Forsendelse forsendelse() {
    return new Forsendelse(
        FiksParts.KONTO.kontoId(),
        MOTTAKER,
        new Meldingstype("no.test.fiksio.v1"),
        SVAR_PA,
        Duration.ofHours(48),
        Map.of("klientMeldingId", "7c0f6a52", "klientKorrelasjonsId", "samtale-17"));
  }

  private void platformAnswers(ResponseDefinitionBuilder answer) {
    platform.stubFor(post(SEND).willReturn(answer));
  }

  private static ResponseDefinitionBuilder accepted() {
    return okJson("{\"meldingId\":\"" + MELDING + "\",\"meldingType\":\"no.test.fiksio.v1\"}")
        .withStatus(202);
  }

  private static ResponseDefinitionBuilder problem(int status) {
    return okJson("{\"timestamp\":1767225600000,\"status\":" + status
            + ",\"error\":\"Error\",\"errorId\":\"2d1c\",\"path\":\"" + SEND
            + "\",\"message\":\"tekst for mennesker\",\"errorCode\":\"EN_KODE\"}")
        .withStatus(status);
  }

  @Nested
  class Accepted {
    @Test
    void theMetadataIsWhatThePlatformReadsAndGoesFirst() {
      platformAnswers(accepted());

      assertThat(sender().send(forsendelse(), BODY))
          .isEqualTo(new SendOutcome.Accepted(new MeldingId(MELDING)));

      platform.verify(postRequestedFor(urlPathEqualTo(SEND))
          .withHeader("Authorization", equalTo("Bearer token-1"))
          .withHeader("IntegrasjonId", equalTo("0b1e2c3d-0000-4000-8000-000000000001"))
          .withHeader("IntegrasjonPassord", equalTo("hemmelig"))
          .withHeader("Content-Length", absent())
          .withAnyRequestBodyPart(aMultipart("metadata")
              .withBody(equalToJson("{\"avsenderKontoId\":\"" + FiksParts.KONTO.kontoId()
                  + "\",\"mottakerKontoId\":\"" + MOTTAKER
                  + "\",\"meldingType\":\"no.test.fiksio.v1\",\"svarPaMelding\":\"" + SVAR_PA
                  + "\",\"ttl\":172800000,\"headere\":{\"klientMeldingId\":\"7c0f6a52\","
                  + "\"klientKorrelasjonsId\":\"samtale-17\"}}")))
          .withAnyRequestBodyPart(aMultipart("data").withBody(binaryEqualTo(PACKAGE))));
      assertThat(sentBody().indexOf("name=\"metadata\""))
          .isLessThan(sentBody().indexOf("name=\"data\""));
    }

    @Test
    void aMessageWithoutPayloadHasNoPartForIt() {
      platformAnswers(accepted());

      assertThat(sender().send(forsendelse(), null)).isInstanceOf(SendOutcome.Accepted.class);

      assertThat(sentBody()).contains("name=\"metadata\"").doesNotContain("name=\"data\"");
    }

    @Test
    void aTokenThatIsNoLongerTakenIsReplacedOnce() {
      platform.stubFor(post(SEND)
          .withHeader("Authorization", equalTo("Bearer token-1"))
          .willReturn(unauthorized()));
      platform.stubFor(
          post(SEND).withHeader("Authorization", equalTo("Bearer token-2")).willReturn(accepted()));

      assertThat(sender().send(forsendelse(), BODY)).isInstanceOf(SendOutcome.Accepted.class);
      platform.verify(2, postRequestedFor(urlPathEqualTo(SEND)));
    }

    private String sentBody() {
      return platform.findAll(postRequestedFor(urlPathEqualTo(SEND))).get(0).getBodyAsString();
    }
  }

  @Nested
  class Refused {
    @Test
    void whatThePlatformSaysGoesAlong() {
      platformAnswers(problem(400));

      assertThat(sender().send(forsendelse(), BODY))
          .isEqualTo(new SendOutcome.Refused(400, "2d1c", "EN_KODE", "tekst for mennesker"));
    }

    @Test
    void anAnswerInAnotherFormatIsTolerated() {
      platformAnswers(aResponse().withStatus(413).withBody("<html>too large</html>"));

      assertThat(sender().send(forsendelse(), BODY))
          .isEqualTo(new SendOutcome.Refused(413, null, null, "<html>too large</html>"));
    }

    @Test
    void aListOfProblemsIsReadByItsFirst() {
      platformAnswers(okJson("[{\"errorId\":\"1\",\"message\":\"feil type\"},{\"errorId\":\"2\"}]")
          .withStatus(400));

      assertThat(sender().send(forsendelse(), BODY))
          .isEqualTo(new SendOutcome.Refused(400, "1", null, "feil type"));
    }
  }

  @Nested
  class TryAgain {
    @ParameterizedTest
    @ValueSource(ints = {302, 401, 407, 408, 425, 429, 500, 501, 503})
    void statusesThatAreNotAboutTheMessage(int status) {
      platformAnswers(problem(status));

      assertThat(sender().send(forsendelse(), BODY))
          .asInstanceOf(type(SendOutcome.TryAgain.class))
          .satisfies(again -> {
            assertThat(again.reason()).contains("tekst for mennesker", "2d1c", "EN_KODE");
            assertThat(again.errorId()).isEqualTo("2d1c");
            assertThat(again.retryAfter()).isNull();
          });
    }

    @Test
    void whatThePlatformAsksToWaitIsToldInSecondsOrByADate() {
      platformAnswers(problem(429).withHeader("Retry-After", "17"));
      assertThat(sender().send(forsendelse(), BODY))
          .asInstanceOf(type(SendOutcome.TryAgain.class))
          .satisfies(again -> assertThat(again.retryAfter()).isEqualTo(Duration.ofSeconds(17)));

      FiksIoSender sender = sender();
      String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
          parts.clock.instant().plusSeconds(90).atOffset(ZoneOffset.UTC));
      platformAnswers(problem(503).withHeader("Retry-After", date));
      assertThat(sender.send(forsendelse(), BODY))
          .asInstanceOf(type(SendOutcome.TryAgain.class))
          .satisfies(again -> assertThat(again.retryAfter())
              .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90)));

      platformAnswers(problem(503).withHeader("Retry-After", "soon"));
      assertThat(sender.send(forsendelse(), BODY))
          .asInstanceOf(type(SendOutcome.TryAgain.class))
          .satisfies(again -> assertThat(again.retryAfter()).isNull());
    }

    @Test
    void aPlatformThatCannotBeReached() {
      assertThat(sender(URI.create("http://127.0.0.1:9"), Duration.ofSeconds(20))
              .send(forsendelse(), BODY))
          .isInstanceOf(SendOutcome.TryAgain.class);
    }

    @Test
    void aPlatformWithoutTrustedTls() throws Exception {
      try (var server = new TlsServer(FiksParts.KONTO.signer())) {
        assertThat(sender(URI.create("https://localhost:" + server.port()), Duration.ofSeconds(20))
                .send(forsendelse(), BODY))
            .asInstanceOf(type(SendOutcome.TryAgain.class))
            .satisfies(again -> assertThat(again.reason()).contains("SSL"));
      }
    }

    @Test
    void aTokenThatMaskinportenRefuses() {
      platform.stubFor(post("/token")
          .willReturn(
              okJson("{\"error\":\"invalid_grant\",\"error_description\":\"no such client\"}")
                  .withStatus(400)));

      assertThat(sender().send(forsendelse(), BODY))
          .asInstanceOf(type(SendOutcome.NoToken.class))
          .satisfies(none -> assertThat(none.reason())
              .contains(
                  "invalid_grant", "no such client", "integrasjonspunkt.maskinporten.client-id"));
      platform.verify(0, postRequestedFor(urlPathEqualTo(SEND)));
    }
  }

  @Nested
  class Unknown {
    @ParameterizedTest
    @ValueSource(ints = {502, 504})
    void aGatewayThatLostThePlatformsAnswer(int status) {
      platformAnswers(aResponse().withStatus(status).withBody("upstream"));

      assertThat(sender().send(forsendelse(), BODY)).isInstanceOf(SendOutcome.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "{}", "[]", "<html>", "{\"meldingId\":null}", "{\"meldingId\":\"x\"}"})
    void successWithoutAMeldingId(String body) {
      platformAnswers(aResponse().withStatus(202).withBody(body));

      assertThat(sender().send(forsendelse(), BODY)).isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    void anAnswerThatIsLost() {
      platformAnswers(aResponse().withFault(Fault.EMPTY_RESPONSE));
      assertThat(sender().send(forsendelse(), BODY)).isInstanceOf(SendOutcome.Unknown.class);

      platformAnswers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
      assertThat(sender().send(forsendelse(), BODY)).isInstanceOf(SendOutcome.Unknown.class);

      platformAnswers(accepted().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
      assertThat(sender().send(forsendelse(), BODY)).isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    void aPlatformThatStopsReadingIsNotWaitedForForever() throws Exception {
      byte[] block = new byte[1024 * 1024];
      try (var deaf = RawPlatform.thatReads(1024)) {
        assertThat(sender(deaf.uri(), Duration.ofSeconds(2)).send(forsendelse(), out -> {
              for (int i = 0; i < 1024; i++) {
                out.write(block);
              }
            }))
            .asInstanceOf(type(SendOutcome.Unknown.class))
            .satisfies(unknown -> assertThat(unknown.reason()).contains("not finished after PT2S"));
      }
    }

    @Test
    void acceptanceBeforeThePackageWasComplete() throws Exception {
      String answer = "{\"meldingId\":\"" + MELDING + "\"}";
      byte[] block = new byte[1024 * 1024];
      try (var hasty = RawPlatform.thatAnswersAtOnce(202, answer)) {
        assertThat(sender(hasty.uri(), Duration.ofSeconds(20)).send(forsendelse(), out -> {
              for (int i = 0; i < 64; i++) {
                out.write(block);
              }
            }))
            .isInstanceOf(SendOutcome.Unknown.class);
      }
    }
  }

  @Nested
  class ThePackage {
    @Test
    void leavesWhileItIsStillBeingMade() throws Exception {
      try (var server = RawPlatform.thatReads(Long.MAX_VALUE)) {
        CountDownLatch restMayBeMade = server.hasRead(512 * 1024);
        byte[] half = new byte[1024 * 1024];
        server.answersAfterTheLastChunk(202, "{\"meldingId\":\"" + MELDING + "\"}");

        assertThat(sender(server.uri(), Duration.ofSeconds(20)).send(forsendelse(), out -> {
              out.write(half);
              out.flush();
              try {
                if (!restMayBeMade.await(10, TimeUnit.SECONDS)) {
                  throw new IOException("nothing arrived before the package was complete");
                }
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              out.write(half);
            }))
            .isInstanceOf(SendOutcome.Accepted.class);
      }
    }

    @Test
    void thatCannotBeMadeIsNotSealedAndNeverLooksComplete() throws Exception {
      IOException why = new IOException("the payload store is away");
      try (var server = RawPlatform.thatReads(Long.MAX_VALUE)) {
        assertThat(sender(server.uri(), Duration.ofSeconds(20)).send(forsendelse(), out -> {
              out.write(new byte[100_000]);
              throw why;
            }))
            .isEqualTo(new SendOutcome.NotSealed(why));
        assertThat(server.awaitEnd())
            .contains("name=\"data\"")
            .doesNotEndWith("0\r\n\r\n")
            .doesNotContainPattern("--\\S+--\r\n");
      }
    }

    @Test
    void whoseMakerBreaksDownNeverLooksCompleteEither() throws Exception {
      try (var server = RawPlatform.thatReads(Long.MAX_VALUE)) {
        FiksIoSender sender = sender(server.uri(), Duration.ofSeconds(20));
        assertThatThrownBy(() -> sender.send(forsendelse(), out -> {
              out.write(new byte[100_000]);
              throw new IllegalStateException("broken");
            }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("broken");
        assertThat(server.awaitEnd()).doesNotEndWith("0\r\n\r\n");
      }
    }

    @Test
    void mayBeClosedByItsMaker() {
      platformAnswers(accepted());

      assertThat(sender().send(forsendelse(), out -> {
            try (out) {
              out.write(PACKAGE);
            }
          }))
          .isInstanceOf(SendOutcome.Accepted.class);
    }
  }

  @Test
  void aRefusalWhileThePackageIsStillLeavingIsHeard() throws Exception {
    byte[] block = new byte[1024 * 1024];
    try (var strict = RawPlatform.thatAnswersAtOnce(413, "{\"message\":\"too large\"}")) {
      assertThat(sender(strict.uri(), Duration.ofSeconds(20)).send(forsendelse(), out -> {
            for (int i = 0; i < 64; i++) {
              out.write(block);
            }
          }))
          .isEqualTo(new SendOutcome.Refused(413, null, null, "too large"));
    }
  }
}
